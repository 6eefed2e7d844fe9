"""The folder: bounded, swept, and no accident there is an error."""

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from tadamun.kernel import clock
from tadamun.kernel.pagecache import counters, versions
from tadamun.kernel.pagecache.entry import BROTLI_BEST, Entry
from tadamun.kernel.pagecache.store import Store, recompress, sweep
from tests.kernel.pagecache.test_entry import page


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(folder)


def fresh(store: Store, tag: str = "product:42", seconds: float = 600.0) -> Entry:
    look = versions.at(store.folder).look()
    assert look is not None
    now = clock.now().timestamp()
    return replace(page(), pairs=look.pairs([tag]), made_at=now, fresh_until=now + seconds)


def name(number: int) -> str:
    return f"{number:032x}"


def known_size(store: Store) -> int:
    return counters.at(store.folder).totals()["bytes"]


def size(store: Store) -> int:
    return sum(file.stat().st_size for file in store.files())


def test_what_is_written_is_read(store: Store) -> None:
    entry = fresh(store)
    assert store.write(name(1), entry)
    assert store.read(name(1)) == entry
    assert store.read(name(2)) is None


def test_the_size_is_known(store: Store) -> None:
    for number in (1, 2, 1):
        store.write(name(number), fresh(store))
    assert known_size(store) == size(store) > 0
    store.remove(name(1))
    assert known_size(store) == size(store) > 0


def test_a_damaged_file_is_removed(store: Store) -> None:
    store.write(name(1), fresh(store))
    (file,) = store.files()
    os.truncate(file.path, 100)
    assert store.read(name(1)) is None
    assert list(store.files()) == []


def test_a_removed_folder_is_made_again(store: Store) -> None:
    store.write(name(1), fresh(store))
    shutil.rmtree(store.folder)
    assert store.read(name(1)) is None
    assert store.write(name(1), fresh(store))
    assert store.read(name(1)) is not None


def test_a_full_disk_keeps_nothing_and_leaves_nothing(
    store: Store, full_disk: Callable[[], AbstractContextManager[None]]
) -> None:
    store.write(name(1), fresh(store))
    with full_disk():
        assert not store.write(name(2), fresh(store))
    assert [file.name for file in store.files()] == [name(1)]


def test_a_place_where_no_folder_can_be_is_borne(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    assert not store.write(name(1), page())
    assert store.read(name(1)) is None
    assert sweep(store=store) == (0, 0, 0)


def test_no_page_is_written_beyond_the_limit(store: Store) -> None:
    store.write(name(1), fresh(store))
    store.limit = int(size(store) * 1.5)
    assert not store.write(name(2), fresh(store))
    assert store.read(name(2)) is None


def test_a_sweep_removes_what_may_not_be_shown(store: Store) -> None:
    store.write(name(1), fresh(store))
    store.write(name(2), fresh(store, tag="product:7"))
    store.write(name(3), fresh(store, seconds=-1))
    versions.at(store.folder).bump(["product:7"])
    swept = sweep(store=store)
    assert (swept.removed, swept.kept) == (2, 1)
    assert [file.name for file in store.files()] == [name(1)]
    assert swept.size == size(store) == known_size(store)


def test_a_sweep_removes_the_oldest_beyond_the_limit(store: Store) -> None:
    for number in range(10):
        store.write(name(number), fresh(store))
    for file in store.files():
        os.utime(file.path, (int(file.name, 16) + 1_000, int(file.name, 16) + 1_000))
    sweep(size(store) // 2, store=store)
    assert sorted(int(file.name, 16) for file in store.files()) == [6, 7, 8, 9]
    assert known_size(store) == size(store)


def test_a_sweep_removes_abandoned_files_and_spares_those_being_written(store: Store) -> None:
    store.write(name(1), fresh(store))
    (file,) = store.files()
    folder = Path(file.path).parent
    abandoned, current = folder / ".old.1", folder / ".new.1"
    for each in (abandoned, current):
        each.write_bytes(b"half a page")
    os.utime(abandoned, (1_000, 1_000))
    sweep(store=store)
    assert not abandoned.exists()
    assert current.exists()


def test_recompressing_improves_fresh_pages_once(store: Store) -> None:
    store.write(name(1), fresh(store))
    store.write(name(2), fresh(store, seconds=-1))
    assert recompress(10, store=store) == 1
    better = store.read(name(1))
    assert better is not None
    assert better.quality == BROTLI_BEST
    assert brotli.decompress(better.brotli) == better.identity
    assert recompress(10, store=store) == 0


def test_recompressing_stops_at_its_limit(store: Store) -> None:
    for number in range(4):
        store.write(name(number), fresh(store))
    assert recompress(3, store=store) == 3
    assert recompress(3, store=store) == 1
