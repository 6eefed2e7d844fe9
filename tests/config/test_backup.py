"""A backup taken while others write is complete and can be put back elsewhere, on both databases."""

import json
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import template
from tests.conftest import program_environment, run_program

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.concurrent]

Environment = dict[str, str]


def program(environment: Environment, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.config.ledger_writer", *words],
        cwd=ROOT, env=program_environment(environment), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def counts(environment: Environment) -> dict[str, int]:
    done = program(environment, "count")
    out, _ = done.communicate(timeout=60)
    found: dict[str, int] = json.loads(out)
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def elsewhere(empty_database: Environment, tmp_path: Path, request: pytest.FixtureRequest) -> Environment:
    """A second, empty installation."""
    from tests.conftest import new_database

    data = tmp_path / "elsewhere"
    shutil.copytree(empty_database["TADAMUN_DATA"], data)
    environment = {"TADAMUN_DATA": str(data)}
    if "DATABASE_URL" in empty_database:
        environment["DATABASE_URL"] = new_database(f"elsewhere_{tmp_path.name}")
    return environment


def test_a_backup_under_load_is_one_moment_and_comes_back(
    installation: Environment, elsewhere: Environment, tmp_path: Path
) -> None:
    media = Path(installation["TADAMUN_DATA"]) / "media" / "ab" / "abc"
    media.mkdir(parents=True)
    (media / "480.webp").write_bytes(b"picture")
    progress = tmp_path / "progress"
    writer = program(installation, "write", str(progress))
    wait_for(lambda: progress.exists() and progress.stat().st_size > 20)
    archive = tmp_path / "saved.tar"
    saved = json.loads(run_program("backup", str(archive), "--json", environment=installation).stdout)
    size_then = progress.stat().st_size
    wait_for(lambda: progress.stat().st_size > size_then)  # nobody was kept from writing
    writer.kill()
    writer.wait()
    assert saved["media_files"] == 1
    assert archive.stat().st_mode & 0o077 == 0
    run_program("restore", str(archive), "--yes", environment=elsewhere)
    restored = counts(elsewhere)
    assert restored["events"] > 0
    assert restored["events"] == restored["audits"]  # written in pairs, one transaction each
    assert (Path(elsewhere["TADAMUN_DATA"]) / "media/ab/abc/480.webp").read_bytes() == b"picture"
    checked = run_program("check", "migrations", "database", environment=elsewhere, check=False)
    assert checked.returncode == 0, checked.stdout
    # And life goes on: new rows get new keys.
    more = program(elsewhere, "write", str(tmp_path / "more"))
    wait_for(lambda: (tmp_path / "more").exists() and (tmp_path / "more").stat().st_size > 2)
    more.kill()
    more.wait()


def test_a_damaged_backup_changes_nothing(installation: Environment, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    run_program("backup", str(archive), environment=installation)
    before = counts(installation)
    unpacked = tmp_path / "unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    manifest = json.loads((unpacked / "manifest.json").read_text())
    (unpacked / "manifest.json").write_text(json.dumps({**manifest, "digest": "0" * 64}))
    with tarfile.open(archive, "w") as tar:
        for child in unpacked.iterdir():
            tar.add(child, arcname=child.name)
    refused = run_program("restore", str(archive), "--yes", environment=installation, check=False)
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    (tmp_path / "noise.tar").write_bytes(b"no archive at all")
    refused = run_program(
        "restore", str(tmp_path / "noise.tar"), "--yes", environment=installation, check=False
    )
    assert refused.returncode == 1
    assert counts(installation) == before


def test_nothing_is_put_back_under_a_working_server(installation: Environment, tmp_path: Path) -> None:
    archive = tmp_path / "saved.tar"
    run_program("backup", str(archive), environment=installation)
    lock = Path(installation["TADAMUN_DATA"]) / "running.lock"
    holder = subprocess.Popen(
        ["flock", "--shared", str(lock), "-c", "echo held; read -r _"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    refused = run_program("restore", str(archive), "--yes", environment=installation, check=False)
    holder.kill()
    holder.wait()
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr


def test_a_market_that_grows_moves_from_sqlite_to_postgresql(
    installation: Environment, elsewhere: Environment, tmp_path: Path
) -> None:
    if "DATABASE_URL" not in elsewhere:
        pytest.skip("there is no PostgreSQL in this run")
    small = {"TADAMUN_DATA": str(tmp_path / "small")}
    (tmp_path / "small").mkdir()
    template.copy_to(tmp_path / "small" / "tadamun.sqlite3")
    run_program("migrate", environment=small)
    progress = tmp_path / "progress"
    writer = program(small, "write", str(progress))
    wait_for(lambda: progress.exists() and progress.stat().st_size > 5)
    writer.kill()
    writer.wait()
    archive = tmp_path / "small.tar"
    run_program("backup", str(archive), environment=small)
    run_program("restore", str(archive), "--yes", environment=elsewhere)
    assert counts(elsewhere) == counts(small)
    more = program(elsewhere, "write", str(tmp_path / "more"))
    wait_for(lambda: (tmp_path / "more").exists() and (tmp_path / "more").stat().st_size > 2)
    more.kill()
    more.wait()
