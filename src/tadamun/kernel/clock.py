"""The one place that reads the clock, so that tests and a wrong server clock can move it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta())


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift.get()


def seconds() -> float:
    """The present instant as ``now().timestamp()``, for what asks with every request."""
    shift = _shift.get()
    return time.time() + shift.total_seconds() if shift else time.time()


def today() -> date:
    return now().date()


def day_in(zone: str) -> date:
    """The day it is there now."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Within the block ``now()`` is moved by ``by``; nothing else is."""
    token = _shift.set(_shift.get() + by)
    try:
        yield
    finally:
        _shift.reset(token)
