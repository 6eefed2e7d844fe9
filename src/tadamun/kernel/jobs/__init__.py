"""Work that happens later or by the clock: queue, retries, leases, dead letters, schedule, worker.

A *job* is a module-level function of plain values. A job *waits*, *runs*, and either *succeeds* or fails; a
failed one waits again with growing delays, and after the last it is a *dead letter* that stays until somebody
revives it. A job whose worker vanished is taken back when its *lease* ends, so every job must bear being run
twice.

Rests on the tables of django-tasks-db. It never opens a transaction around a job and never loses one that was
enqueued in a transaction that committed.
"""

from tadamun.kernel.jobs.attempt import renew_lease
from tadamun.kernel.jobs.decorators import GiveUp, Job, job
from tadamun.kernel.jobs.queue import counts, dead_letters, enqueue, revive
from tadamun.kernel.jobs.schedule import daily, every
from tadamun.kernel.jobs.worker import run_worker

__all__ = [
    "GiveUp",
    "Job",
    "counts",
    "daily",
    "dead_letters",
    "enqueue",
    "every",
    "job",
    "renew_lease",
    "revive",
    "run_worker",
]
