"""What the server did, for a machine that watches it: Prometheus text, the same whichever worker answers."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Min
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.jobs import counts
from tadamun.kernel.jobs.queue import due
from tadamun.kernel.pagecache.counters import metrics as page_cache_counts
from tadamun.kernel.tally import Tally

DOORS = ("storefront", "checkout", "workshop", "backoffice", "counter", "api", "files")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds

_PER_DOOR = (
    len(CLASSES) + len(BOUNDS) + 2
)  # classes, buckets with the one above all bounds, microseconds in sum
_BASES = {door: place * _PER_DOOR for place, door in enumerate(DOORS)}
_BUCKETS_AT = len(CLASSES)
_SUM_AT = _PER_DOOR - 1

Sample = tuple[dict[str, str], float]


@lru_cache(maxsize=1)
def _tally() -> Tally:
    return Tally(Path(settings.DATA) / "metrics", len(DOORS) * _PER_DOOR)


def count_request(door: str, status: int, seconds: float) -> None:
    """One request was answered. Costs about a microsecond; never raises."""
    base = _BASES.get(door, 0)
    _tally().add(
        (base + min(max(status // 100, 1), 5) - 1, 1),
        (base + _BUCKETS_AT + bisect_left(BOUNDS, seconds), 1),
        (base + _SUM_AT, int(seconds * 1_000_000)),
    )


def render(more: Iterable[str] = ()) -> tuple[int, str]:
    """Status and text of ``/metrics``; ``more``: lines of rooms above."""
    sums = _tally().sums()
    parts = [
        *family("tadamun_requests_total", "counter", "Requests answered.", _requests(sums)),
        *_latencies(sums),
        *_page_cache(),
        *_jobs(),
        *more,
    ]
    return 200, "\n".join(parts) + "\n"


def family(name: str, kind: str, purpose: str, samples: Iterable[Sample]) -> Iterator[str]:
    """The lines of one figure: what it is for, then a line for each of its labels."""
    yield f"# HELP {name} {purpose}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield _line(name, labels, value)


def _line(name: str, labels: dict[str, str], value: float) -> str:
    inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
    shown = str(int(value)) if value == int(value) else repr(value)
    return f"{name}{{{inside}}} {shown}" if inside else f"{name} {shown}"


def _requests(sums: list[int]) -> Iterator[Sample]:
    for number, door in enumerate(DOORS):
        for position, status in enumerate(CLASSES):
            yield {"door": door, "status": status}, sums[number * _PER_DOOR + position]


def _latencies(sums: list[int]) -> Iterator[str]:
    name = "tadamun_request_seconds"
    yield f"# HELP {name} Seconds from the first byte in to the first byte out."
    yield f"# TYPE {name} histogram"
    for number, door in enumerate(DOORS):
        base = number * _PER_DOOR
        below = 0
        for position, bound in enumerate((*map(str, BOUNDS), "+Inf")):
            below += sums[base + _BUCKETS_AT + position]
            yield _line(f"{name}_bucket", {"door": door, "le": bound}, below)
        yield _line(f"{name}_sum", {"door": door}, sums[base + _SUM_AT] / 1_000_000)
        yield _line(f"{name}_count", {"door": door}, below)


def _page_cache() -> Iterator[str]:
    found = dict(page_cache_counts())
    size = found.pop("bytes")
    outcomes: list[Sample] = [({"outcome": outcome}, amount) for outcome, amount in found.items()]
    yield from family("tadamun_page_cache_total", "counter", "Public pages, by what the cache did.", outcomes)
    yield from family("tadamun_page_cache_bytes", "gauge", "Size of the kept pages.", [({}, size)])


def _jobs() -> Iterator[str]:
    samples: list[Sample] = [({"state": state}, amount) for state, amount in counts().items()]
    yield from family("tadamun_jobs", "gauge", "Jobs by state.", samples)
    yield from family(
        "tadamun_jobs_lag_seconds", "gauge", "Age of the oldest job that is due.", [({}, _lag(None))]
    )
    yield from family(
        "tadamun_outbox_lag_seconds",
        "gauge",
        "Age of the oldest event that somebody has still to hear of.",
        [({}, _lag("tadamun.kernel.events.deliver"))],
    )


def _lag(path: str | None) -> float:
    waiting = (
        due(tuple(settings.TASKS["default"]["QUEUES"]))
        if path is None
        else DBTaskResult.objects.filter(task_path=path, status__in=["READY", "RUNNING"])
    )
    oldest = waiting.aggregate(oldest=Min("enqueued_at"))["oldest"]
    return 0.0 if oldest is None else max(0.0, round((clock.now() - oldest).total_seconds(), 3))
