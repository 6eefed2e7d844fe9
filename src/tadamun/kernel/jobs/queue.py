"""The queue: what enters it, what waits, what died."""

import uuid
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from tadamun.kernel import clock
from tadamun.kernel.jobs.decorators import Job
from tadamun.kernel.jobs.wake import wake_workers

State = TaskResultStatus
JobRow: TypeAlias = DBTaskResult[..., Any]


def enqueue(job: Job[..., Any], *args: Any, after: datetime | None = None) -> uuid.UUID:
    """Write the job's row in the caller's transaction: if that rolls back, the job never was.

    ``after``: not before this instant. Returns the identifier that ``revive`` understands.
    """
    result = job.using(run_after=after).enqueue(*args)
    transaction.on_commit(wake_workers)
    return uuid.UUID(str(result.id))


def due(queues: tuple[str, ...]) -> QuerySet[JobRow]:
    """Jobs that may start now, the most urgent first."""
    return DBTaskResult.objects.filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=clock.now()), status=State.READY, queue_name__in=queues
    )


def dead_letters() -> QuerySet[JobRow]:
    """Jobs that failed for good, the latest first. ``exception_class_path`` and ``traceback`` say why."""
    return DBTaskResult.objects.filter(status=State.FAILED).order_by("-finished_at")


def revive(identifier: uuid.UUID | str) -> bool:
    """Let a dead letter try again, all its attempts anew.

    False if it is no dead letter: then nothing changed.
    """
    revived = DBTaskResult.objects.filter(pk=identifier, status=State.FAILED).update(
        status=State.READY, run_after=get_date_max(), finished_at=None, worker_ids=[]
    )
    transaction.on_commit(wake_workers)
    return bool(revived)


def counts() -> dict[str, int]:
    """How many jobs are due, wait for their time, run, and are dead."""
    now = clock.now()
    is_due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    return DBTaskResult.objects.aggregate(
        due=Count("pk", filter=Q(status=State.READY) & is_due),
        later=Count("pk", filter=Q(status=State.READY) & ~is_due),
        running=Count("pk", filter=Q(status=State.RUNNING)),
        dead=Count("pk", filter=Q(status=State.FAILED)),
    )


def forget_finished(older_than: timedelta = timedelta(days=1)) -> int:
    """Delete jobs that succeeded and are older than that; dead letters stay. Returns how many went."""
    old = DBTaskResult.objects.filter(status=State.SUCCESSFUL, finished_at__lt=clock.now() - older_than)
    if not old.exists():  # a read costs no one a turn at writing
        return 0
    gone, _ = old.delete()
    return gone
