"""Writers of one SQLite file take turns: nobody starves, nobody is refused, and the dead hold nothing."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_django
from django.db import OperationalError, connections, transaction

from tadamun.kernel.sqlite.base import DatabaseWrapper
from tadamun.kernel.sqlite.lock import FileLock, MemoryLock

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "counter.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE counter (n INTEGER NOT NULL)")
        made.execute("INSERT INTO counter VALUES (0)")
    return path


def writer(database: Path, what: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.sqlite.writer", str(database), what],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def counted(database: Path) -> int:
    with sqlite3.connect(database) as opened:
        (n,) = opened.execute("SELECT n FROM counter").fetchone()
    return int(n)


@pytest.fixture
def wrapper(database: Path, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    with django_db_blocker.unblock():  # these are no test databases of Django's
        made = connect(database)
        yield made
        made.close()


def connect(database: Path | str, timeout: float = 20) -> DatabaseWrapper:
    described = {
        **connections.databases["default"],
        "ENGINE": "tadamun.kernel.sqlite",
        "NAME": str(database),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout},
        "CONN_HEALTH_CHECKS": False,
        "CONN_MAX_AGE": None,
    }
    return DatabaseWrapper(described, alias="other")


def begin(wrapper: DatabaseWrapper) -> None:
    wrapper.ensure_connection()
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(wrapper: DatabaseWrapper) -> None:
    wrapper.commit()
    wrapper.set_autocommit(True)


@pytest.mark.concurrent
@pytest.mark.broad
def test_four_processes_lose_no_write_and_none_starves(database: Path) -> None:
    writers = [writer(database, "100") for _ in range(4)]
    for process in writers:
        assert line(process) == "ready"
    for process in writers:
        go(process)
    waits, errors = [], []
    for process in writers:
        out, err = process.communicate(timeout=60)
        errors.append(err)
        waits.append(float(out))
    assert errors == ["", "", "", ""]
    assert counted(database) == 400
    print(f"longest wait of 400 transactions in 4 processes: {max(waits):.3f} s")
    assert max(waits) < 5


@pytest.mark.broad
@pytest.mark.concurrent
def test_kill_9_of_the_holder_frees_the_lock(database: Path, wrapper: DatabaseWrapper) -> None:
    holder = writer(database, "hold")
    assert line(holder) == "ready"
    go(holder)
    assert line(holder) == "held"
    waiting = connect(database, timeout=0.05)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(waiting)
    waiting.close()
    holder.kill()
    holder.wait()
    begin(wrapper)
    end(wrapper)


def test_rollback_and_close_free_the_lock(database: Path, wrapper: DatabaseWrapper) -> None:
    other = connect(database, timeout=0.05)
    begin(wrapper)
    wrapper.rollback()
    wrapper.set_autocommit(True)
    begin(other)
    other.close()
    begin(wrapper)
    assert wrapper.write_lock.held
    wrapper.close()
    assert not wrapper.write_lock.held
    begin(wrapper)
    end(wrapper)


def test_a_refused_begin_frees_the_lock(database: Path, wrapper: DatabaseWrapper) -> None:
    with sqlite3.connect(database, isolation_level=None) as outsider:
        outsider.execute("BEGIN IMMEDIATE")  # a program that knows no side file
        hurried = connect(database, timeout=0.05)
        with pytest.raises(OperationalError, match="locked"):
            begin(hurried)
        assert not hurried.write_lock.held
        outsider.execute("ROLLBACK")
    begin(wrapper)
    end(wrapper)


def test_a_thread_that_ends_without_closing_frees_the_lock(database: Path, wrapper: DatabaseWrapper) -> None:
    def take_and_leave() -> None:
        lock = FileLock(Path(f"{database}.lock"))
        assert lock.acquire(1)

    thread = threading.Thread(target=take_and_leave)
    thread.start()
    thread.join()
    begin(wrapper)
    end(wrapper)


def test_a_late_grant_is_given_back(tmp_path: Path) -> None:
    first, second, third = (FileLock(tmp_path / "lock") for _ in range(3))
    assert first.acquire(1)
    assert not second.acquire(0.05)
    first.release()
    assert third.acquire(5)  # the thread that waited for the second must have let go
    assert not second.held
    third.release()
    assert second.acquire(5)


def test_memory_locks_keep_threads_apart() -> None:
    first, second = MemoryLock("one"), MemoryLock("one")
    assert first.acquire(1)
    assert not second.acquire(0.01)
    first.release()
    assert second.acquire(0.01)
    second.close()


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_the_project_uses_it(on_sqlite: None) -> None:
    connection = connections["default"]
    assert isinstance(connection, DatabaseWrapper)
    with transaction.atomic():
        assert connection.write_lock.held
        with transaction.atomic():
            assert connection.write_lock.held
        assert connection.write_lock.held
    assert not connection.write_lock.held
