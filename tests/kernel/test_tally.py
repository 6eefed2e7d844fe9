"""Sums over processes: nothing is lost, and a broken file breaks nothing."""

import os
from pathlib import Path

from tadamun.kernel.tally import Tally


def in_a_child(work: "object") -> None:
    child = os.fork()
    if child == 0:
        try:
            assert callable(work)
            work()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def test_processes_add_to_one_sum(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "tally", 3)
    tally.add((0, 5), (2, 1))
    for _ in range(3):
        in_a_child(lambda: tally.add((0, 1)))
    in_a_child(lambda: Tally(tmp_path / "tally", 3).add((1, 7)))
    assert tally.sums() == [8, 7, 1]


def test_sums_outlive_the_process(tmp_path: Path) -> None:
    in_a_child(lambda: Tally(tmp_path / "tally", 2).add((1, 4)))
    tally = Tally(tmp_path / "tally", 2)
    tally.add((1, 1))
    assert tally.sums() == [0, 5]


def test_another_layout_begins_anew(tmp_path: Path) -> None:
    Tally(tmp_path / "tally", 2).add((0, 4))
    assert Tally(tmp_path / "tally", 5).sums() == [0] * 5


def test_a_place_that_cannot_be_written_is_borne(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    tally = Tally(tmp_path / "file" / "tally", 1)
    tally.add((0, 1))
    assert tally.sums() == [0]
