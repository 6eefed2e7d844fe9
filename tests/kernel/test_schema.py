"""Tables written at once are those that the migrations make one after another."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tadamun.kernel.schema import write_tables
from tests.conftest import new_database, program_environment

# What Django asks when it is given no tables: nothing of ours stands between. It renders all models again and again: a field
# that belongs to none yet is copied as it is, not made anew from its arguments, and nobody looks for what may be thrown away.
STEP_BY_STEP = """
import copy, gc
gc.disable()
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field
anew = Field.clone
Field.clone = lambda field: anew(field) if hasattr(field, "model") else copy.deepcopy(field)
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
with connection.cursor() as cursor:
    for table in set(connection.introspection.table_names()) - {"django_migrations"}:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        assert cursor.fetchone() == (0,), f"a migration adds rows to {table}: tables written at once lack them"
"""
OF_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


@pytest.mark.broad
def test_the_same_tables_as_step_by_step(empty_database: dict[str, str], tmp_path: Path) -> None:
    """Their columns, constraints, indexes and triggers; the order of columns is another, and no row was added."""
    steps = {"TADAMUN_DATA": str(tmp_path)}
    if "DATABASE_URL" in empty_database:
        steps["DATABASE_URL"] = new_database(f"steps_{os.getpid()}")
    subprocess.run(
        [sys.executable, "-c", STEP_BY_STEP], env=program_environment(steps), check=True, timeout=300
    )
    made, expected = drawn(empty_database), drawn(steps)
    assert len(expected) > 300
    assert made == expected


@pytest.mark.django_db
def test_where_tables_are_nothing_is_written() -> None:
    assert not write_tables(connection)


def drawn(environment: dict[str, str]) -> set[tuple[object, ...]]:
    """Everything of a database but its rows and the order of columns."""
    if "DATABASE_URL" not in environment:
        return _drawn_by_sqlite(Path(environment["TADAMUN_DATA"]) / "tadamun.sqlite3")
    import psycopg

    with psycopg.connect(environment["DATABASE_URL"].replace("postgres://", "postgresql://")) as server:
        return {tuple(row) for question in OF_POSTGRESQL for row in server.execute(question)}


def _drawn_by_sqlite(file: Path) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as database:
        found = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name, *sorted(re.findall(r"\w+|[<>=]+", sql))) for kind, name, sql in found}
