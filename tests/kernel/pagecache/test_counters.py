"""Counts are right whichever worker answers."""

import shutil
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest

from tadamun.kernel.pagecache import counters


def count(folder: Path, times: int) -> None:
    mine = counters.at(folder)
    mine.attach()
    for _ in range(times):
        mine.add("hit")
    mine.add("bytes", -times)


@pytest.mark.concurrent
@pytest.mark.broad
def test_workers_are_added_up_also_after_their_end(folder: Path) -> None:
    count(folder, 100)
    context = get_context("spawn")
    for _ in range(2):  # the second pair takes the rows the first left
        workers = [context.Process(target=count, args=(folder, 500)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
    assert counters.metrics()["hit"] == 2_100


@pytest.mark.concurrent
def test_threads_lose_no_count(folder: Path) -> None:
    threads = [Thread(target=count, args=(folder, 2_000)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counters.metrics()["hit"] == 8_000


def test_the_gauge_goes_down_and_can_be_corrected(folder: Path) -> None:
    mine = counters.at(folder)
    mine.attach()
    mine.add("bytes", 500)
    mine.add("bytes", -200)
    assert counters.metrics()["bytes"] == 300
    mine.set_total("bytes", 7)
    assert counters.metrics()["bytes"] == 7


def test_a_removed_file_is_made_again(folder: Path) -> None:
    count(folder, 3)
    shutil.rmtree(folder)
    assert counters.metrics()["hit"] == 0
    count(folder, 2)
    assert counters.metrics()["hit"] == 2


def test_a_file_cut_short_is_made_whole(folder: Path) -> None:
    counters.at(folder).attach()
    with (folder / "counters").open("r+b") as file:
        file.truncate(100)
    count(folder, 2)
    assert counters.metrics()["hit"] == 2


def test_without_a_folder_nothing_is_counted(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    nowhere = counters.at(tmp_path / "file" / "pages")
    nowhere.attach()
    nowhere.add("hit")
    assert set(nowhere.totals().values()) == {0}
