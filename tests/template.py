"""A migrated, empty SQLite database to copy, so that not every test run applies every migration anew.

Kept in the system's temporary folder under a name made of all migrations: another migration, another file.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.apps import apps


def path() -> Path:
    """Where the template lies, or would lie."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for app in apps.get_app_configs():
        for pattern in ("migrations/*.py", "data/*.json"):  # some migrations read data
            for file in sorted(Path(app.path).glob(pattern)):
                digest.update(file.read_bytes())
    return Path(tempfile.gettempdir()) / f"tadamun-template-{os.getuid()}-{digest.hexdigest()[:16]}.sqlite3"


def copy_to(target: Path) -> bool:
    """Put a copy of the template there; False when there is none yet."""
    with contextlib.suppress(FileNotFoundError):
        shutil.copyfile(path(), target)
        return True
    return False


def keep(source: Path) -> None:
    """Make a freshly migrated database the template."""
    unfinished = path().with_suffix(f".{os.getpid()}")
    with (
        contextlib.closing(sqlite3.connect(source)) as read,
        contextlib.closing(sqlite3.connect(unfinished)) as copy,
    ):
        read.backup(copy)
    unfinished.replace(path())
