"""What must be true before the first request: words compiled, tables up to date, static files collected.

Each step looks first whether there is anything to do, and only one process of a machine does it at a time.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tadamun.solidarity.training.operations import sync_courses

MIGRATION_LOCK = 7_221_936  # any number, as long as every machine uses the same


@contextmanager
def alone(name: str) -> Iterator[None]:
    """One process of this machine at a time; a killed one leaves nothing behind."""
    with (Path(settings.DATA) / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone_among_machines() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def pending_migrations() -> list[str]:
    """The migrations that this database lacks, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def apply_migrations() -> list[str]:
    """Bring the database to this version; returns what was applied. Two that start together do it once."""
    if not pending_migrations():
        return []
    with alone("migrate"), _alone_among_machines():
        pending = pending_migrations()
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
    return pending


def write_courses() -> list[str]:
    """Bring the shipped courses to this version; returns those that changed. Two that start together do it once."""
    with alone("courses"), _alone_among_machines():
        return sync_courses()


def collect_static() -> bool:
    """Copy, hash and compress the static files if any changed since the last time; True if it did."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".stamp"
    with alone("static"):
        present = _fingerprint()
        if stamp.exists() and stamp.read_text() == present:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(present)
    return True


def _fingerprint() -> str:
    """Changes when a static file is added, removed or written."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
