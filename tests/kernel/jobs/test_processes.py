"""Workers as real processes: two share, one is killed, one is told to stop."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.conftest import program_environment

ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.concurrent, pytest.mark.broad]

Environment = dict[str, str]
Worker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def worker(installation: Environment) -> Iterator[Worker]:
    """Starts workers on the installation, and ends those still running."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tadamun.config.cli", "worker"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=program_environment(installation)))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def enqueue(installation: Environment, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.kernel.jobs.enqueue", *words],
        cwd=ROOT, env=program_environment(installation), check=True, timeout=60,
    )  # fmt: skip


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def test_two_workers_do_each_job_once(installation: Environment, worker: Worker, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    enqueue(installation, "many", str(lines), "60")
    worker(), worker()
    wait_for(lambda: lines.exists() and len(lines.read_text().splitlines()) >= 60)
    assert sorted(map(int, lines.read_text().splitlines())) == list(range(60))


def test_a_killed_worker_s_job_is_done_by_the_next(
    installation: Environment, worker: Worker, tmp_path: Path
) -> None:
    enqueue(installation, "die_once", str(tmp_path))
    assert worker().wait(timeout=60) == -signal.SIGKILL
    time.sleep(1.1)  # the lease is one second, and nothing can announce that it is over
    worker()
    wait_for((tmp_path / "done").exists)
    assert (tmp_path / "began").read_text() == "xx"


def test_sigterm_lets_the_job_in_hand_end(installation: Environment, worker: Worker, tmp_path: Path) -> None:
    enqueue(installation, "take_a_while", str(tmp_path))
    process = worker()
    wait_for((tmp_path / "began").exists)
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.3)
    (tmp_path / "may-end").touch()
    assert process.wait(timeout=30) == 0
    assert (tmp_path / "done").exists()


def test_a_message_waits_behind_nothing_that_takes_minutes(
    installation: Environment, worker: Worker, tmp_path: Path
) -> None:
    lines = tmp_path / "lines"
    worker()
    enqueue(installation, "take_long", str(tmp_path))
    wait_for((tmp_path / "began").exists)
    enqueue(installation, "take_long", str(tmp_path))
    enqueue(installation, "add_line", str(lines), "told")
    wait_for(lines.exists)
    assert not (tmp_path / "done").exists()
    (tmp_path / "may-end").touch()
    wait_for((tmp_path / "done").exists)


def test_a_worker_survives_the_loss_of_its_connections(
    installation: Environment, worker: Worker, tmp_path: Path
) -> None:
    if "DATABASE_URL" not in installation:
        pytest.skip("a file has no connections to lose")
    lines = tmp_path / "lines"
    worker()
    enqueue(installation, "many", str(lines), "1")
    wait_for(lines.exists)
    url = installation["DATABASE_URL"].replace("postgres://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    enqueue(installation, "many", str(lines), "2")
    wait_for(lambda: len(lines.read_text().splitlines()) == 3)
