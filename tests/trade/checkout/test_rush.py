"""Many buyers at once on a real database: exactly as many sales as pieces, everyone else told plainly."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import pytest

from tests.conftest import program_environment

RUSH = [sys.executable, "-m", "tests.trade.checkout.rush"]

pytestmark = [pytest.mark.concurrent, pytest.mark.broad]


def _run(module: str, *words: str, environment: dict[str, str]) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.trade.checkout.{module}", *words],
        env=program_environment(environment), capture_output=True, text=True, check=True, timeout=110,
    )  # fmt: skip
    return json.loads(done.stdout)


def _ready(stage: dict[str, int], environment: dict[str, str], buyers: int) -> "subprocess.Popen[str]":
    """A crowd before the door."""
    return subprocess.Popen(
        [*RUSH, str(stage["market"]), str(stage["variant"]), str(buyers)],
        env=program_environment(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _let_in(crowds: "list[subprocess.Popen[str]]") -> None:
    for one in crowds:
        assert one.stdout and one.stdout.readline() == "ready\n"
    for one in crowds:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()


def _crowd(stage: dict[str, int], environment: dict[str, str], processes: int, buyers: int) -> Counter[str]:
    crowds = [_ready(stage, environment, buyers) for _ in range(processes)]
    _let_in(crowds)
    said: Counter[str] = Counter()
    for one in crowds:
        out, _ = one.communicate(timeout=110)
        said.update(json.loads(out))
    return said


@pytest.mark.parametrize("mode", ["unique", "stock"])
def test_twenty_buyers_and_one_piece_end_in_one_sale(installation: dict[str, str], mode: str) -> None:
    stage = _run("stage", mode, "1", environment=installation)
    said = _crowd(stage, installation, processes=2, buyers=10)
    assert said.pop("bought") == 1
    assert all(word.startswith("told") for word in said), said
    assert sum(said.values()) == 19
    judged = _run("judge", environment=installation)
    assert judged == {
        "purchases": 1, "orders": 1, "lines": 1, "payments": 1, "events": 1, "on_hand": 0, "held": 0,
        "findings": [],
    }  # fmt: skip


@pytest.mark.slow
def test_two_hundred_buyers_and_a_hundred_pieces_end_in_a_hundred_sales(installation: dict[str, str]) -> None:
    stage = _run("stage", "stock", "100", environment=installation)
    said = _crowd(stage, installation, processes=4, buyers=50)
    assert said.pop("bought") == 100
    assert all(word.startswith("told") for word in said), said
    assert sum(said.values()) == 100
    judged = _run("judge", environment=installation)
    assert (judged["purchases"], judged["on_hand"], judged["findings"]) == (100, 0, [])


@pytest.mark.slow
def test_a_worker_killed_while_placing_leaves_all_or_nothing(installation: dict[str, str]) -> None:
    stage = _run("stage", "stock", "400", environment=installation)
    for pause in (0.05, 0.08, 0.15):
        victim = _ready(stage, installation, 20)
        _let_in([victim])
        time.sleep(pause)
        os.kill(victim.pid, signal.SIGKILL)
        victim.communicate()
    judged = _run("judge", environment=installation)
    assert judged["findings"] == []
    assert (
        judged["purchases"] == judged["orders"] == judged["lines"] == judged["payments"] == judged["events"]
    )
    assert judged["on_hand"] == 400 - judged["purchases"]
    assert _crowd(stage, installation, processes=1, buyers=2) == {"bought": 2}


def test_a_worker_killed_at_each_step_of_placing(installation: dict[str, str]) -> None:
    stage = _run("stage", "unique", "1", environment=installation)
    told = _run("placer", str(stage["market"]), str(stage["variant"]), environment=installation)
    *uncommitted, (last, found) = told["after"].items()
    assert (told["before"]["purchases"], told["before"]["on_hand"], told["before"]["findings"]) == (0, 1, [])
    assert [(step, ended, left) for step, (ended, left) in uncommitted] == [
        (step, -9, told["before"]) for step, _ in uncommitted
    ]
    assert (last, found) == ("", [-9, told["end"]])
    assert told["end"] == {
        "purchases": 1, "orders": 1, "lines": 1, "payments": 1, "events": 1, "on_hand": 0, "held": 0,
        "findings": [],
    }  # fmt: skip
    assert len(set(told["placed"])) == 1
