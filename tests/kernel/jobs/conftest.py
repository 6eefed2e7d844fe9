from collections.abc import Iterator

import pytest

from tadamun.kernel.jobs.schedule import Schedule
from tests.kernel.jobs import samples


@pytest.fixture(autouse=True)
def _nothing_done_yet() -> None:
    samples.did.clear()


@pytest.fixture
def empty_schedule(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No app's own scheduled jobs."""
    monkeypatch.setattr(Schedule, "entries", {})
    yield
