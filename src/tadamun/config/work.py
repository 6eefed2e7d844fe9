"""A process of workers: one thread per queue, so that slow pictures never delay a message."""

import signal
import threading

from django.conf import settings

from tadamun.kernel.jobs import run_worker


def work_what_is_due() -> int:
    """Do what is due now and return how many jobs that were."""
    return run_worker(once=True)


def work_until_told(stop: threading.Event | None = None) -> int:
    """Work until SIGTERM or SIGINT, then finish the jobs in hand; returns how many were done.

    Must be called in the main thread, because signals are.
    """
    stop = stop or threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    queues = [str(name) for name in settings.TASKS["default"]["QUEUES"]]
    done: dict[str, int] = {}

    def work(queue: str) -> None:
        # One thread minds the schedule, or each would look at it every second.
        try:
            done[queue] = run_worker(queues=(queue,), scheduled=queue == queues[0], stop=stop)
        finally:
            stop.set()  # a thread that dies takes the process with it: whoever supervises starts anew

    threads = [threading.Thread(target=work, args=(queue,), name=f"worker-{queue}") for queue in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done.values())
