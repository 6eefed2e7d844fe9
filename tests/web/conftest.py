"""What every test of a page may rely on."""

from collections.abc import Iterator

import pytest

from tadamun.web.shared import limits


@pytest.fixture(autouse=True)
def nobody_came_before(settings, tmp_path) -> Iterator[None]:
    """Counters of rate limits begin at zero for every test."""
    settings.DATA = tmp_path
    limits._windows.cache_clear()
    yield
    limits._windows.cache_clear()
