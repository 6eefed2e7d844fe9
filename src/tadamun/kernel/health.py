"""Is the server able to work, and do its data agree with themselves?

*Alive*: this process answers. *Ready*: it can do its work; a load balancer sends nobody to one that is not.
*Checks* are slower and look for contradictions in the data: apps register theirs, ``tadamun check`` runs
them.
"""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tadamun.kernel import clock
from tadamun.kernel.jobs.models import ScheduledJob
from tadamun.kernel.jobs.worker import BEAT, HEARTBEAT

Check = Callable[[], Iterable[str]]

LATE_AFTER = 4 * BEAT  # seconds without a word from any worker
DISK_LOW = 500 * 1024 * 1024  # bytes; below this somebody should look
DISK_OUT = 50 * 1024 * 1024  # bytes; below this the next order may not find room

_checks: dict[str, Check] = {}
_migrated: set[str] = set()


def register_check(name: str, check: Check) -> None:
    """Called by an app when it is ready. ``check`` yields one sentence per contradiction it finds."""
    _checks[name] = check


def run_checks(names: Iterable[str] = ()) -> dict[str, list[str]]:
    """What the named checks find, or all of them; in the order they were registered.

    Raises KeyError for others.
    """
    chosen = list(names) or list(_checks)
    return {name: list(_checks[name]()) for name in chosen}


def check_names() -> list[str]:
    return list(_checks)


def liveness() -> tuple[int, str]:
    """Status and text of ``/livez``: says only that this process answers."""
    return 200, "alive\n"


def readiness() -> tuple[int, str]:
    """Status and JSON text of ``/readyz``: 503 when visitors should be sent elsewhere.

    A late worker or a filling disk is told but sends nobody away.
    """
    parts = {"database": _database(), "migrations": "unknown", "worker": "unknown", "disk": _disk()}
    if parts["database"] == "ok":
        parts["migrations"] = _migrations()
        parts["worker"] = _worker()
    ready = parts["database"] == "ok" and parts["migrations"] == "ok" and not parts["disk"].startswith("full")
    status = "ready" if all(part == "ok" for part in parts.values()) else "degraded" if ready else "not ready"
    return 200 if ready else 503, json.dumps({"status": status, **parts}) + "\n"


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseTrouble as error:
        return f"does not answer: {type(error).__name__}"
    return "ok"


def _migrations() -> str:
    # Once complete, they stay so for the life of this process, and reading them all takes a while.
    name = str(connection.settings_dict["NAME"])
    if name in _migrated:
        return "ok"
    try:
        executor = MigrationExecutor(connection)
        lacking = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseTrouble as error:
        return f"unreadable: {type(error).__name__}"
    if lacking:
        return f"{lacking} not applied"
    _migrated.add(name)
    return "ok"


def _worker() -> str:
    promised = ScheduledJob.objects.filter(name=HEARTBEAT).values_list("next_at", flat=True).first()
    if promised is None:
        return "never seen"
    silent = (clock.now() - promised).total_seconds() + BEAT
    return "ok" if silent <= LATE_AFTER else f"silent for {int(silent)} s"


def _disk() -> str:
    free = shutil.disk_usage(Path(settings.DATA)).free
    if free < DISK_OUT:
        return f"full: {free // (1024 * 1024)} MB left"
    return "ok" if free >= DISK_LOW else f"low: {free // (1024 * 1024)} MB left"
