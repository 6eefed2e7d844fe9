"""Jobs by the clock: each is enqueued once when due, however many workers look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.jobs.decorators import Job, job
from tadamun.kernel.jobs.models import ScheduledJob
from tadamun.kernel.jobs.queue import State, enqueue

P = ParamSpec("P")
T = TypeVar("T")


class Rhythm(Protocol):
    """When a scheduled job is due."""

    def first(self, now: datetime) -> datetime: ...

    def following(self, due: datetime, now: datetime) -> datetime:
        """The next instant after ``now``. What was missed while no worker ran is not made up for."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many seconds, on a steady beat."""

    seconds: int

    def first(self, now: datetime) -> datetime:
        return now

    def following(self, due: datetime, now: datetime) -> datetime:
        missed = max(0, int((now - due).total_seconds() // self.seconds))
        return due + timedelta(seconds=self.seconds * (missed + 1))


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a local time. An hour that a clock change skips or repeats still comes once that day."""

    hour: int
    minute: int = 0
    zone: str = "UTC"

    def first(self, now: datetime) -> datetime:
        local = now.astimezone(ZoneInfo(self.zone))
        at = local.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0, fold=0)
        while at.astimezone(UTC) <= now:
            at += timedelta(days=1)
        return at.astimezone(UTC)

    def following(self, due: datetime, now: datetime) -> datetime:
        return self.first(now)


class Schedule:
    """What is scheduled in this process: filled while ``jobs`` modules are imported."""

    entries: ClassVar[dict[str, tuple[Job[[], Any], Rhythm]]] = {}


def every(*, seconds: int) -> Callable[[Callable[[], T]], Job[[], T]]:
    """Run a job every so many seconds, the first time as soon as a worker starts.

    A plain function without arguments becomes a job that is not retried: its next turn comes anyway.
    """
    return _scheduled(Every(seconds))


def daily(*, hour: int, minute: int = 0, zone: str = "UTC") -> Callable[[Callable[[], T]], Job[[], T]]:
    """Run a job or plain function once a day at that local time of ``zone``."""
    return _scheduled(Daily(hour, minute, zone))


def _scheduled(rhythm: Rhythm) -> Callable[[Callable[[], T]], Job[[], T]]:
    def register(work: Callable[[], T]) -> Job[[], T]:
        made = work if isinstance(work, Job) else job(retries=0)(work)
        Schedule.entries[made.module_path] = (made, rhythm)
        return made

    return register


def tick() -> int:
    """Enqueue what is due and note when it is due next; both in one transaction.

    Returns how many were enqueued.

    Of two workers that look together one moves the row and enqueues, the other finds it moved. A job whose
    previous run still waits or runs is passed over: a slow one never piles up.
    """
    now = clock.now()
    rows = dict(ScheduledJob.objects.filter(name__in=Schedule.entries).values_list("name", "next_at"))
    enqueued = 0
    for name, (work, rhythm) in Schedule.entries.items():
        due = rows.get(name)
        if due is None:
            due, _ = _first_seen(name, rhythm.first(now))
        if due <= now:
            enqueued += _enqueue_once(name, work, due, rhythm.following(due, now))
    return enqueued


def _first_seen(name: str, at: datetime) -> tuple[datetime, bool]:
    row, created = ScheduledJob.objects.get_or_create(name=name, defaults={"next_at": at})
    return row.next_at, created


def _enqueue_once(name: str, work: Job[[], Any], due: datetime, following: datetime) -> bool:
    with transaction.atomic():
        if not ScheduledJob.objects.filter(name=name, next_at=due).update(next_at=following):
            return False
        if DBTaskResult.objects.filter(task_path=name, status__in=[State.READY, State.RUNNING]).exists():
            return False
        enqueue(work)
        return True
