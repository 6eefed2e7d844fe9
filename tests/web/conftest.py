"""What every test of a page may rely on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tadamun.kernel import clock
from tadamun.web.shared import limits


@pytest.fixture(autouse=True)
def nobody_came_before(settings, tmp_path) -> Iterator[None]:
    """Counters of rate limits begin at zero for every test."""
    settings.DATA = tmp_path
    limits._windows.cache_clear()
    yield
    limits._windows.cache_clear()


@pytest.fixture
def window_begins() -> Iterator[None]:
    """It is just after the full hour, so that what is counted in windows is counted in one."""
    now = datetime.now(UTC)
    with clock.shifted(now.replace(minute=0, second=1, microsecond=0) + timedelta(hours=1) - now):
        yield
