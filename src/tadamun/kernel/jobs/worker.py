"""The loop that does the work. Any number may run, on any number of machines."""

import logging
import time
import uuid
from datetime import timedelta
from importlib import import_module
from threading import Event

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection, transaction
from django.utils.module_loading import autodiscover_modules

from tadamun.kernel import clock
from tadamun.kernel.jobs.attempt import claim, run, take_back_expired
from tadamun.kernel.jobs.models import ScheduledJob
from tadamun.kernel.jobs.queue import forget_finished
from tadamun.kernel.jobs.schedule import tick
from tadamun.kernel.jobs.wake import last_woken

logger = logging.getLogger("tadamun.jobs")

HEARTBEAT = "kernel.worker"
BEAT = 15.0  # seconds between two signs of life
TICK = 1.0  # seconds between two looks at the schedule
SWEEP = 30.0  # seconds between two looks for lost and finished jobs
IDLE_SHORTEST, IDLE_LONGEST = 0.2, 1.0  # seconds between two looks at an empty queue
NAP = 0.05  # seconds between two looks at the wake file
AFTER_TROUBLE = 2.0  # seconds to let a database come back


def discover() -> None:
    """Import every app's ``jobs`` module: that is where jobs are registered and scheduled."""
    autodiscover_modules("jobs")
    import_module("tadamun.kernel.pagecache.jobs")  # no app of its own, and it rests on this package
    import_module("tadamun.kernel.tidying")


def run_worker(
    *,
    queues: tuple[str, ...] | None = None,
    once: bool = False,
    scheduled: bool = True,
    stop: Event | None = None,
) -> int:
    """Do jobs until ``stop`` is set, then return how many ended well or badly.

    The current job is always finished first. ``once``: do what is due now and return. ``scheduled``: also
    enqueue what the schedule says. A database that is locked or gone for a while is waited for, not died of.
    """
    chosen = queues or tuple(settings.TASKS["default"]["QUEUES"])
    return Worker(chosen, stop or Event(), scheduled=scheduled).work(once=once)


class Worker:
    """One loop over some queues, in one thread."""

    def __init__(self, queues: tuple[str, ...], stop: Event, *, scheduled: bool = True) -> None:
        self.queues = queues
        self.scheduled = scheduled
        self.stop = stop
        self.name = uuid.uuid4().hex[:16]
        self._next: dict[str, float] = {}

    def work(self, *, once: bool) -> int:
        discover()
        done = 0
        idle = IDLE_SHORTEST
        while not self.stop.is_set():
            woken = last_woken()
            try:
                self._keep_house()
                worked = self._do_one()
            except DatabaseTrouble:
                if once:
                    raise
                logger.exception("the database does not answer; trying again in %s s", AFTER_TROUBLE)
                connection.close()
                self.stop.wait(AFTER_TROUBLE)
                continue
            if worked:
                done, idle = done + 1, IDLE_SHORTEST
            elif once:
                break
            else:
                idle = self._rest(idle, woken)
        return done

    def _do_one(self) -> bool:
        if not connection.in_atomic_block:  # a test's transaction must survive
            close_old_connections()
        row = claim(self.name, self.queues)
        if row is None:
            return False
        started = time.monotonic()
        succeeded = run(row)
        logger.debug(
            "%s %s in %.3f s", row.task_path, "done" if succeeded else "failed", time.monotonic() - started
        )
        return True

    def _rest(self, idle: float, woken: int) -> float:
        """Sleep until woken, stopped, or ``idle`` seconds are over; returns the next, longer one."""
        until = time.monotonic() + idle
        while time.monotonic() < until and not self.stop.wait(NAP):
            if last_woken() != woken:
                return IDLE_SHORTEST
        return min(idle * 1.5, IDLE_LONGEST)

    def _keep_house(self) -> None:
        if self._is_time("beat", BEAT):
            beat()
        if self.scheduled and self._is_time("tick", TICK):
            tick()
        if self._is_time("sweep", SWEEP):
            take_back_expired()
            forget_finished()

    def _is_time(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self._next.get(what, 0.0):
            return False
        self._next[what] = now + seconds
        return True


def beat() -> None:
    """Say that a worker lives, and by when it will say so again."""
    promised = clock.now() + timedelta(seconds=BEAT)
    with transaction.atomic():
        if not ScheduledJob.objects.filter(name=HEARTBEAT).update(next_at=promised):
            ScheduledJob.objects.get_or_create(name=HEARTBEAT, defaults={"next_at": promised})
