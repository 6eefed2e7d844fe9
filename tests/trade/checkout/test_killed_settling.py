"""A worker dies between the bank's capture and our commit: nothing is half written, and asking again settles it once."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import program_environment
from tests.simulators.process import SimulatedBank

pytestmark = pytest.mark.broad


def run(*words: str, environment: dict[str, str]) -> tuple[int, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trade.checkout.settler", *words],
        env=program_environment(environment), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def test_killed_between_the_banks_capture_and_our_commit(
    installation: dict[str, str], simulated_bank: SimulatedBank
) -> None:
    _, order = run("begin", simulated_bank.url, environment=installation)
    simulated_bank.pay(order, fault="drop")
    for step in ("captured", "written"):
        assert run("ask", step, environment=installation)[0] == -9
        assert simulated_bank.payment(order)["state"] == "captured"
        _, found = run("judge", environment=installation)
        assert found["state"] != "captured"
        assert (found["came"], found["orders"]) == (0, ["unpaid"])
    for _ in range(2):
        assert run("ask", environment=installation) == (0, "captured")
    _, found = run("judge", environment=installation)
    assert (found["came"], found["orders"]) == (found["amount"], ["paid"])
