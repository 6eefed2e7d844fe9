"""One attempt at one job: claim, run, note how it ended."""

import logging
import random
from contextvars import ContextVar
from datetime import timedelta
from traceback import format_exception
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.utils.module_loading import import_string
from django_tasks_db.compat import normalize_json
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.jobs.decorators import GiveUp, Job
from tadamun.kernel.jobs.queue import JobRow, State, due

logger = logging.getLogger("tadamun.jobs")

KEPT_TRACEBACK = 4000  # characters; the end says what happened
STANDARD_LEASE = 600  # seconds, for a job whose code is gone


class UnknownJob(GiveUp):
    """The row names a function that is not, or is no longer, a job."""


class LeaseExpired(Exception):
    """The worker did not come back within the lease: it was killed, or the job hangs."""


_in_hand: ContextVar[JobRow | None] = ContextVar("job_in_hand", default=None)


def renew_lease() -> None:
    """Said by a long job while it goes on: its lease begins anew. Raises ``LeaseExpired`` when another has the job by now.

    Outside a worker it does nothing.
    """
    row = _in_hand.get()
    if row is None:
        return
    now = clock.now()
    if not _note(row, started_at=now):
        raise LeaseExpired("another worker has it")
    row.started_at = now


def claim(worker: str, queues: tuple[str, ...]) -> JobRow | None:
    """Take the most urgent due job for ``worker``, or None.

    Never two workers the same: one short transaction.
    """
    if not due(queues).exists():  # a read costs no one a turn at writing
        return None
    with transaction.atomic():
        row = due(queues).select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.status = State.RUNNING
        row.started_at = clock.now()
        row.worker_ids = [*row.worker_ids, worker]
        row.save(update_fields=["status", "started_at", "worker_ids"])
        return row


def run(row: JobRow) -> bool:
    """Run a claimed job and note the end. Never raises what the job raised; True if it succeeded."""
    token = _in_hand.set(row)
    try:
        job = _job_of(row)
        with acting(request_id=f"job-{row.pk.hex[:12]}"):
            value = normalize_json(job(*row.args_kwargs["args"], **row.args_kwargs["kwargs"]))
    except Exception as error:
        if not connection.in_atomic_block:
            close_old_connections()  # what it failed of may be the connection
        note_failure(row, error)
        return False
    finally:
        _in_hand.reset(token)
    _note(
        row,
        status=State.SUCCESSFUL,
        finished_at=clock.now(),
        return_value=value,
        exception_class_path="",
        traceback="",
    )
    return True


def take_back_expired() -> int:
    """Take jobs back whose lease has ended, as a failed attempt. Returns how many."""
    now = clock.now()
    taken = 0
    for row in DBTaskResult.objects.filter(status=State.RUNNING):
        lease = timedelta(seconds=_lease_of(row))
        if row.started_at is None or row.started_at + lease < now:
            worker = row.worker_ids[-1] if row.worker_ids else "nobody"
            taken += note_failure(row, LeaseExpired(f"no word from {worker} within {lease}"))
    return taken


def note_failure(row: JobRow, error: BaseException) -> bool:
    """Let the job wait for its next attempt, or make it a dead letter.

    False if somebody else had it already.
    """
    attempts = len(row.worker_ids)
    delay = None if isinstance(error, GiveUp) else _delay(row, attempts)
    said = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error))[-KEPT_TRACEBACK:],
    }
    if delay is None:
        noted = _note(row, status=State.FAILED, finished_at=clock.now(), **said)
        logger.error("%s is dead after %d attempts", row.task_path, attempts, exc_info=error)
    else:
        noted = _note(row, status=State.READY, run_after=clock.now() + _jittered(delay), **said)
        logger.warning("%s failed, attempt %d: %s", row.task_path, attempts, error)
    return noted


def _note(row: JobRow, **fields: Any) -> bool:
    # The instant of the claim fences: a worker that outlived its lease must not overwrite its successor's
    # end.
    claimed = DBTaskResult.objects.filter(pk=row.pk, status=State.RUNNING, started_at=row.started_at)
    with transaction.atomic():
        return bool(claimed.update(**fields))


def _job_of(row: JobRow) -> Job[..., Any]:
    try:
        found = import_string(row.task_path)
    except ImportError as error:
        raise UnknownJob(row.task_path) from error
    if not isinstance(found, Job):
        raise UnknownJob(row.task_path)
    return found


def _lease_of(row: JobRow) -> int:
    try:
        return _job_of(row).lease
    except UnknownJob:
        return STANDARD_LEASE


def _delay(row: JobRow, attempts: int) -> int | None:
    try:
        return _job_of(row).delay_after(attempts)
    except UnknownJob:
        return None


def _jittered(seconds: int) -> timedelta:
    """Up to a fifth more or less, so that what failed together does not come back together."""
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311 (no secret)
