"""``@job``: a function that can be enqueued, and how it bears failure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django_tasks_db.compat import Task

P = ParamSpec("P")
T = TypeVar("T")


class GiveUp(Exception):
    """Raised by a job that would fail again however often it were retried.

    It becomes a dead letter at once.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Task[P, T]):
    """A job and its manners.

    ``backoff`` are the seconds before each retry, ``lease`` the longest it may run.
    """

    retries: int = 5
    backoff: tuple[int, ...] = (10, 60, 300, 1800, 7200)
    lease: int = 600

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it here and now, as the plain function it is."""
        return self.func(*args, **kwargs)

    def delay_after(self, attempts: int) -> int | None:
        """Seconds to wait when the ``attempts``-th attempt failed; None: it was the last."""
        if attempts > self.retries:
            return None
        return self.backoff[min(attempts, len(self.backoff)) - 1]


def job(
    *,
    queue: str = "default",
    retries: int = 5,
    backoff: Sequence[int] = (10, 60, 300, 1800, 7200),
    lease: int = 600,
    priority: int = 0,
) -> Callable[[Callable[P, T]], Job[P, T]]:
    """Make a module-level function a job.

    Its arguments must survive JSON. It is attempted ``1 + retries`` times, the last of ``backoff`` repeating;
    a higher ``priority`` (−100 … 100) goes first. A job that runs longer than ``lease`` seconds is presumed
    dead and given to another worker, so choose it generously, or say ``renew_lease`` on the way, and let the job
    bear repetition.
    """

    def wrap(function: Callable[P, T]) -> Job[P, T]:
        return Job(
            func=function,
            queue_name=queue,
            priority=priority,
            retries=retries,
            backoff=tuple(backoff),
            lease=lease,
        )

    return wrap
