"""A process that writes: ``python -m tests.kernel.sqlite.writer DATABASE COUNT`` or ``… DATABASE hold``.

Needs no application, only the backend. Prints ``ready``, waits for a line on its input, and then either adds one
to a counter COUNT times in as many transactions and prints the longest wait in seconds, or takes the lock, prints
``held`` and keeps it until it is killed.
"""

import sys
import time

import django
from django.conf import settings
from django.db import connection, transaction

OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def configure(database: str, timeout: float = 20) -> None:
    databases = {
        "default": {
            "ENGINE": "tadamun.kernel.sqlite",
            "NAME": database,
            "OPTIONS": {**OPTIONS, "timeout": timeout},
        }
    }
    settings.configure(DATABASES=databases, INSTALLED_APPS=[])
    django.setup()


def add_one() -> float:
    """One transaction; returns the seconds until it could write."""
    started = time.monotonic()
    with transaction.atomic():
        waited = time.monotonic() - started
        with connection.cursor() as cursor:
            cursor.execute("SELECT n FROM counter")
            (n,) = cursor.fetchone()
            with transaction.atomic():  # a savepoint asks for no second lock
                cursor.execute("UPDATE counter SET n = %s", [n + 1])
    return waited


def main() -> None:
    database, what = sys.argv[1:]
    configure(database)
    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    if what == "hold":
        with transaction.atomic():
            print("held", flush=True)
            sys.stdin.readline()
        return
    print(max(add_one() for _ in range(int(what))), flush=True)


if __name__ == "__main__":
    main()
