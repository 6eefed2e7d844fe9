"""A price changed through one worker is on the very next page of the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.pagecache.worker import Worker

pytestmark = pytest.mark.concurrent


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[Worker, Worker]]:
    price = tmp_path / "price"
    price.write_text("100")
    pair = Worker(tmp_path / "pages", price), Worker(tmp_path / "pages", price)
    yield pair
    for worker in pair:
        worker.stop()


def test_the_next_request_shows_the_change(workers: tuple[Worker, Worker]) -> None:
    one, other = workers
    for price in range(100, 130):
        one.change(str(price))
        assert other.visit().body == str(price).encode()
        assert one.visit().body == str(price).encode()


def test_a_page_made_by_one_is_given_by_the_other(workers: tuple[Worker, Worker]) -> None:
    one, other = workers
    assert one.visit().verdict == "tadamun; fwd=miss"
    assert other.visit().verdict == "tadamun; hit"
