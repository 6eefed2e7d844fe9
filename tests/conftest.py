"""What every test may ask for."""

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tadamun.kernel.pagecache.versions import shared
from tests import template
from tests.simulators.process import simulated_bank
from tests.standing import STANDING, Standing, asked

__all__ = ["simulated_bank"]  # a fixture of every test

# A machine with other work to do is slow, not wrong: timing never fails a test.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")


def _test_database() -> Path:
    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite begin from a copy of a migrated database, if one was kept."""
    return connection.vendor == "sqlite" and template.copy_to(_test_database())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool) -> None:
    """Keep the database that was migrated for this run, for the runs to come."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        template.keep(_test_database())


@pytest.fixture(scope="session")
def standing_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, pytestconfig: pytest.Config
) -> Iterator[Standing]:
    """Rows that tests share, see ``tests.standing``."""
    rows = pytestconfig.stash[STANDING] = Standing(django_db_blocker)
    yield rows
    rows.prepare([])


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the test's own transaction begins: let stand what it asks for, and nothing else."""
    if rows := item.config.stash.get(STANDING, None):
        rows.prepare(asked(item))


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> None:
    """What a process kept of another test's rows is not shown in this one: a rollback bumps no tag."""
    shared().forget()


@pytest.fixture(scope="session", autouse=True)
def _flush_may_delete(request: pytest.FixtureRequest) -> Iterator[None]:
    """Append-only tables forbid DELETE, which is how Django empties SQLite after a test with real transactions."""
    if connection.vendor != "sqlite":
        yield
        return
    plain = connection.ops.sql_flush

    def with_triggers_away(style: object, tables: list[str], **kwargs: bool) -> list[str]:
        statements = plain(style, tables, **kwargs)
        if not statements:
            return statements
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        return [
            *(f'DROP TRIGGER "{name}"' for name, _ in triggers),
            *statements,
            *(sql for _, sql in triggers),
        ]

    connection.ops.sql_flush = with_triggers_away
    yield
    connection.ops.sql_flush = plain


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a migrated, empty installation that no test touches: ``installation`` copies it."""
    if os.environ.get("DATABASE_URL"):
        environment = {"TADAMUN_DATA": str(tmp_path_factory.mktemp("template"))}
        environment["DATABASE_URL"] = new_database(f"template_{os.getpid()}")
    else:
        environment = {"TADAMUN_DATA": str(tmp_path_factory.mktemp("template"))}
        template.copy_to(Path(environment["TADAMUN_DATA"]) / "tadamun.sqlite3")
    run_program("migrate", environment=environment)
    return environment


@pytest.fixture
def installation(empty_database: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An installation of its own, migrated and empty, for programs that a test starts.

    Returns the environment to start them in: a data folder and, on PostgreSQL, a database.
    """
    data = tmp_path / "data"
    shutil.copytree(empty_database["TADAMUN_DATA"], data)
    environment = {"TADAMUN_DATA": str(data)}
    if "DATABASE_URL" in empty_database:
        template = urlsplit(empty_database["DATABASE_URL"]).path.lstrip("/")
        environment["DATABASE_URL"] = new_database(
            f"test_{data.parent.name}_{os.getpid()}", template=template
        )
    return environment


def run_program(
    *arguments: str, environment: dict[str, str], check: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run ``tadamun`` with these arguments in that environment and wait for its end."""
    done = subprocess.run(
        [sys.executable, "-m", "tadamun.config.cli", *arguments],
        env=program_environment(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if check and done.returncode:
        pytest.fail(
            f"tadamun {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done


def program_environment(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a program: ours without what belongs to this test process, plus what is given."""
    ours = {name: value for name, value in os.environ.items() if name not in {"TADAMUN_DATA", "DATABASE_URL"}}
    return {**ours, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings", "TADAMUN_BANK": "0", **environment}


def new_database(name: str, template: str = "template0") -> str:
    """Make a database beside the one of the settings and return its URL."""
    import psycopg

    url = os.environ["DATABASE_URL"]
    safe = "".join(letter if letter.isalnum() else "_" for letter in name.lower())
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{safe}"')
        server.execute(f'CREATE DATABASE "{safe}" TEMPLATE "{template}"')
    parts = urlsplit(url)
    return f"postgres://{parts.netloc}/{safe}?{parts.query}"


@pytest.fixture
def on_sqlite() -> None:
    """For tests of what only SQLite does."""
    if settings.DATABASES["default"]["ENGINE"] != "tadamun.kernel.sqlite":
        pytest.skip("about SQLite alone")
