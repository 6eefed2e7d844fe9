"""Bumps are seen by all processes, never lost, and no accident makes an old page fresh."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest

from tadamun.kernel.pagecache.versions import SLOTS, Look, Versions, slot_of


def looked(versions: Versions) -> Look:
    look = versions.look()
    assert look is not None
    return look


def bump_often(folder: Path, times: int) -> None:
    versions = Versions(folder)
    for number in range(times):
        versions.bump([f"product:{number % 7}"])


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "pages")


def test_a_bump_touches_its_tags_alone(versions: Versions) -> None:
    look = looked(versions)
    changed, other = look.pairs(["product:42", "market:1"]), look.pairs(["product:43"])
    versions.bump(["product:42"])
    assert not look.matches(changed)
    assert look.matches(other)


def test_slots_are_the_same_in_every_process() -> None:
    assert slot_of("product:42") == 54_425
    assert all(0 <= slot_of(f"tag:{number}") < SLOTS for number in range(1_000))


@pytest.mark.concurrent
@pytest.mark.broad
def test_no_bump_is_lost_between_processes(tmp_path: Path) -> None:
    before = looked(Versions(tmp_path)).sequence
    context = get_context("spawn")
    workers = [context.Process(target=bump_often, args=(tmp_path, 300)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert looked(Versions(tmp_path)).sequence == before + 4 * 300


@pytest.mark.concurrent
def test_no_bump_is_lost_between_threads(versions: Versions) -> None:
    before = looked(versions).sequence
    threads = [Thread(target=bump_often, args=(versions.path.parent, 300)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert looked(versions).sequence == before + 4 * 300


def cut_short(versions: Versions) -> None:
    with versions.path.open("r+b") as file:
        file.truncate(1_000)


def overwritten(versions: Versions) -> None:
    size = versions.path.stat().st_size
    versions.path.unlink()
    versions.path.write_bytes(b"\x07" * size)


def removed(versions: Versions) -> None:
    shutil.rmtree(versions.path.parent)


@pytest.mark.parametrize("accident", [cut_short, overwritten, removed])
def test_a_lost_or_damaged_file_is_made_again_and_forgets_everything(
    versions: Versions, accident: Callable[[Versions], None]
) -> None:
    pairs = looked(versions).pairs(["product:42"])
    accident(versions)
    assert not looked(versions).matches(pairs)
    again = looked(versions).pairs(["product:42"])
    versions.bump(["product:42"])
    assert not looked(versions).matches(again)


def test_a_file_replaced_by_another_process_is_noticed(versions: Versions) -> None:
    pairs = looked(versions).pairs(["product:42"])
    Versions(versions.path.parent).forget()
    other = looked(Versions(versions.path.parent))
    assert not looked(versions).matches(pairs)
    assert looked(versions).origin == other.origin


def test_without_a_folder_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    versions = Versions(tmp_path / "file" / "pages")
    assert versions.look() is None
    versions.bump(["product:42"])


def test_a_bump_that_cannot_be_written_forgets_everything(
    versions: Versions, full_disk: Callable[[], AbstractContextManager[None]]
) -> None:
    pairs = looked(versions).pairs(["product:1"])
    with full_disk():
        versions.bump(["product:42"])
        assert versions.look() is None
    assert not looked(versions).matches(pairs)
