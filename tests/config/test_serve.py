"""The server as people start it: answers, counts, survives the death of its workers, and stops when told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import program_environment, run_program

pytestmark = [pytest.mark.slow, pytest.mark.concurrent]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A running server."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tadamun.config.cli", "serve", "--port", str(self.port), "--workers", "2"],
            env=program_environment(environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def answers(self) -> bool:
        try:
            return self.get("/livez")[0] == 200
        except OSError:
            return False

    def children(self) -> set[int]:
        """Its processes: workers of both kinds."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        # A child forked by another thread of the server is listed there.
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            listed += " " + (task / "children").read_text()
        return {int(word) for word in listed.split()}


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def served(installation: dict[str, str]) -> Iterator[Served]:
    server = Served(installation)
    try:
        wait_for(server.answers)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            server.process.wait(timeout=60)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_answers_counts_and_stops(served: Served) -> None:
    assert served.get("/")[0] == 200
    wait_for(lambda: '"status": "ready"' in served.get("/readyz")[1])
    metrics = served.get("/metrics")[1]
    assert re.search(
        r'^tadamun_requests_total\{door="storefront",status="2xx"\} [1-9]', metrics, re.MULTILINE
    )
    children = served.children()
    assert len(children) == 3
    served.process.terminate()
    assert served.process.wait(timeout=60) == 0
    wait_for(lambda: not any(map(alive, children)))
    assert "http://localhost:" in (served.process.stdout.read() if served.process.stdout else "")


def test_workers_that_die_are_replaced(served: Served) -> None:
    first = served.children()
    for pid in first:
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: not alive(pid))
        wait_for(lambda: len({child for child in served.children() if alive(child)}) == 3)
    assert not first & served.children()
    wait_for(served.answers)


def test_no_worker_outlives_a_killed_server(served: Served) -> None:
    children = served.children()
    served.process.kill()
    served.process.wait()
    wait_for(lambda: not any(map(alive, children)))


def test_a_port_in_use_is_said(served: Served, installation: dict[str, str]) -> None:
    done = run_program("serve", "--port", str(served.port), environment=installation, check=False)
    assert done.returncode == 1
    assert str(served.port) in done.stderr


STOPPED_OFTEN = """
import os, signal
from tadamun.config.commands import start_django
start_django()
from tadamun.config.beside import Beside
def asleep():
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    signal.pause()
for _ in range(100):
    program = Beside("sleeper", asleep)
    program.start()
    program.tell_to_stop()
    program.wait()
"""


def test_who_ended_in_time_is_not_said_to_be_killed(installation: dict[str, str]) -> None:
    """However the watcher and whoever stops it come to know of the end."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_OFTEN], env=program_environment(installation), check=True, timeout=60,
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stderr == ""


STOPPED_AT_ONCE = """
import os, signal, sys, time
from tadamun.config.commands import start_django
start_django()
from tadamun.config.beside import JobWorker
signal.signal(signal.SIGTERM, lambda *_: None)  # as the server's own: it swallows what is meant for the child
worker = JobWorker(jobs=False)
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGTERM))  # before it can have its own
worker.start()
began = time.monotonic()
worker.wait()
sys.exit(time.monotonic() - began > 10)
"""


def test_a_job_worker_that_has_just_begun_hears_that_it_shall_end(installation: dict[str, str]) -> None:
    command = [sys.executable, "-c", STOPPED_AT_ONCE]
    done = subprocess.run(
        command, env=program_environment(installation), check=False, timeout=60, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0


def bank_answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/merchants.json", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_a_demonstration_has_a_bank_that_comes_back_and_ends_with_it(installation: dict[str, str]) -> None:
    port = free_port()
    with_bank = {**installation, "TADAMUN_DEMO": "1", "TADAMUN_BANK": "1", "TADAMUN_BANK_PORT": str(port)}
    server = Served(with_bank)
    try:
        wait_for(lambda: bank_answers(port))
        bank = next(pid for pid in server.children() if is_bank(pid))
        os.kill(bank, signal.SIGKILL)
        wait_for(lambda: bank_answers(port) and any(map(is_bank, server.children() - {bank})))
        server.process.terminate()
        assert server.process.wait(60) == 0
        assert not bank_answers(port)
    finally:
        server.process.kill()
        server.process.wait()


def is_bank(pid: int) -> bool:
    try:
        return b"tadamun_simulators" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return False


FORKED_IN_ORDER = """
import os, signal, sys, threading
from tadamun.config.commands import start_django
start_django()
from tadamun.config.serve import Plan, serve
forks, wrong = [], []

def forking():
    others = {thread.name for thread in threading.enumerate() if thread is not threading.current_thread()}
    # Those that watch a process only wait. Any other may be importing: the child would wait for that module for ever.
    wrong.extend(name for name in others if "watch" not in name)
    if "encodings.idna" not in sys.modules:
        wrong.append("idna")
    forks.append(threading.current_thread().name)

def ready():
    came.wait(10)  # begun too early it is still there when the workers are forked
    os.kill(os.getpid(), signal.SIGTERM)

came = threading.Event()
os.register_at_fork(before=forking, after_in_parent=lambda: len(forks) == 3 and came.set())
serve(Plan("127.0.0.1", int(sys.argv[1]), workers=2, threads=1, jobs=False), ready=ready)
sys.exit(f"{forks} {wrong}" if wrong or len(forks) != 3 else 0)
"""


def test_nothing_imports_while_workers_are_forked(installation: dict[str, str]) -> None:
    command = [sys.executable, "-c", FORKED_IN_ORDER, str(free_port())]
    done = subprocess.run(
        command, env=program_environment(installation), check=False, timeout=60, stdin=subprocess.DEVNULL,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
