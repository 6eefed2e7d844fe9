"""A process of workers: one thread per queue, so that slow pictures never delay a message.

Beside them one thread keeps this machine's search index up to date. That is done on every machine that serves,
whether it does jobs or not.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial

from django.conf import settings

from tadamun.kernel.jobs import run_worker
from tadamun.kernel.pagecache import peers
from tadamun.showcase.search.jobs import follow_outbox, watch

STOPS = (signal.SIGTERM, signal.SIGINT)
LATER = 10  # niceness


def work_what_is_due() -> int:
    """Do what is due now and return how many jobs that were."""
    join_machines()
    done = run_worker(once=True)
    follow_outbox()
    return done


def join_machines() -> None:
    """Tell other machines what changes here. For every process that writes."""
    if settings.SEVERAL_MACHINES:
        peers.join()


def work_until_told(*, jobs: bool = True) -> int:
    """Work until SIGTERM or SIGINT, then finish the jobs in hand; returns how many were done.

    Without ``jobs`` only the index is kept. Must be called in the main thread, because signals are.
    """
    stop = threading.Event()
    for number in STOPS:
        signal.signal(number, lambda *_: stop.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)  # who forked us held them back until now
    join_machines()
    done: list[int] = []
    threads = [_started("index", partial(watch, stop), stop)]
    queues = [str(name) for name in settings.TASKS["default"]["QUEUES"]] if jobs else []
    threads += [_started(queue, partial(_work, queue, queues[0], stop, done), stop) for queue in queues]
    for thread in threads:
        thread.join()
    return sum(done)


def _work(queue: str, first: str, stop: threading.Event, done: list[int]) -> None:
    if queue == "pictures" and sys.platform == "linux":  # where a thread has a priority of its own
        # Encoding takes all of a processor for minutes: pages and messages go first.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LATER)
    # One thread minds the schedule, or each would look at it every second.
    done.append(run_worker(queues=(queue,), scheduled=queue == first, stop=stop))


def _started(name: str, work: Callable[[], object], stop: threading.Event) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            stop.set()  # a thread that dies takes the process with it: whoever supervises starts anew

    thread = threading.Thread(target=run, name=f"worker-{name}")
    thread.start()
    return thread
