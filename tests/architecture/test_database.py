"""What the tables promise: append-only triggers are there after all migrations, and migrations form a line."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tadamun.kernel.triggers import AppendOnly


def append_only_tables() -> list[str]:
    loader = MigrationLoader(None)
    return [
        operation.table
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    ]


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.broad
@pytest.mark.django_db
def test_append_only_tables_have_their_triggers() -> None:
    """SQLite makes a table anew when a later migration changes it, and the triggers go with the old one."""
    tables = append_only_tables()
    wanted = {f"{table}_no_{verb}" for table in tables for verb in ("update", "delete")}
    assert tables
    assert wanted - triggers() == set()


@pytest.mark.broad
@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_of_an_app_form_a_line() -> None:
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("tadamun.")}
    forks = []
    for app in ours:
        follow: dict[tuple[str, str], list[str]] = {}
        for (label, name), migration in loader.disk_migrations.items():
            if label == app:
                for dependency in migration.dependencies:
                    if dependency[0] == app:
                        follow.setdefault(dependency, []).append(name)
        forks += [
            f"{app}: {names} both follow {before[1]}" for before, names in follow.items() if len(names) > 1
        ]
    assert forks == []
