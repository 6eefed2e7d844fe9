"""``manage.py migrate``"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from tadamun.kernel.schema import write_tables


class Command(migrate.Command):
    """Django's, that finds nothing to do where an empty database was written at once."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options[name] for name in ("app_label", "fake", "plan", "check_unapplied", "prune")):
            write_tables(connections[options["database"]])
        super().handle(*args, **options)
