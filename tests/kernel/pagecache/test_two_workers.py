"""A price changed through one worker is on the very next page of the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tadamun.kernel.pagecache.store import Store, sweep
from tests.kernel.pagecache.worker import Worker

pytestmark = [pytest.mark.concurrent, pytest.mark.broad]


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


def test_a_worker_killed_between_commit_and_bump_leaves_no_old_page(
    tmp_path: Path, workers: tuple[Worker, Worker]
) -> None:
    one, other = workers
    assert other.visit().body == b"100"
    one.change_and_die("120")
    one.process.join(20)
    assert other.visit().body == b"100", "or the worker did not die where it should"
    sweep(store=Store(tmp_path / "pages"))
    assert other.visit().body == b"120"


def test_a_worker_that_starts_finds_what_a_dead_one_owed(
    tmp_path: Path, workers: tuple[Worker, Worker]
) -> None:
    one, other = workers
    assert other.visit().body == b"100"
    one.change_and_die("120")
    one.process.join(20)
    new = Worker(tmp_path / "pages", tmp_path / "price")
    assert new.visit().body == other.visit().body == b"120"
    new.stop()


def test_a_worker_killed_elsewhere_costs_no_page(tmp_path: Path, workers: tuple[Worker, Worker]) -> None:
    one, other = workers
    one.change("120")
    other.visit()
    one.process.kill()
    one.process.join(20)
    sweep(store=Store(tmp_path / "pages"))
    assert other.visit().verdict == "tadamun; hit"
