"""A file whose age tells idle workers of this machine that a job was enqueued, so that they need not ask the
database.

Workers of other machines find the job by their next look, a second later at most.
"""

from pathlib import Path

from django.conf import settings


def _file() -> Path:
    return Path(settings.DATA) / "jobs.wake"


def wake_workers() -> None:
    """Called when the transaction that enqueued has committed."""
    _file().touch()


def last_woken() -> int:
    """Changes whenever ``wake_workers`` was called; 0 before the first time."""
    try:
        return _file().stat().st_mtime_ns
    except FileNotFoundError:
        return 0
