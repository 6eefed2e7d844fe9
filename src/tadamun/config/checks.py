"""Checks of the installation as a whole, beside those that the apps register with ``kernel.health``."""

from collections.abc import Iterator

from django.db import connection

from tadamun.config.prepare import pending_migrations
from tadamun.goods.catalogue.models import Picture
from tadamun.goods.catalogue.operations.pictures import folder
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel import health
from tadamun.kernel.jobs import dead_letters
from tadamun.kernel.scopes import everything
from tadamun.people.recordings import files as voices
from tadamun.people.recordings.models import Recording
from tadamun.showcase.search.jobs import verify_index
from tadamun.showcase.window.operations import verify_rows
from tadamun.trade.orders.queries import verify_orders
from tadamun.trade.papers.queries import verify_papers
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payouts.verifying import verify_payouts


def check_names() -> list[str]:
    return [*_OWN, *health.check_names()]


def run_check(name: str) -> list[str]:
    """What one check finds, one sentence each. Raises KeyError for a name that is none."""
    if name in _OWN:
        return list(_OWN[name]())
    return health.run_checks([name])[name]


def _database() -> Iterator[str]:
    """The database file itself: pages, indexes and foreign keys."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (said for (said,) in cursor.fetchall() if said != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _ in cursor.fetchall():
                yield f"{table} row {row} points to a row of {parent} that is not there"


def _migrations() -> Iterator[str]:
    for name in pending_migrations():
        yield f"{name} is not applied: run tadamun migrate"


def _jobs() -> Iterator[str]:
    for row in dead_letters():
        yield f"{row.task_path} is dead: {row.exception_class_path} (tadamun jobs revive {row.pk})"


def _pictures() -> Iterator[str]:
    """Every picture a row speaks of is on the disk, in every size and format."""
    with everything("a check of the whole installation"):
        for picture in Picture.objects.order_by("pk").iterator():
            for width in picture.widths:
                for form in picture.formats:
                    if not (folder(picture.key) / f"{width}.{form}").exists():
                        yield f"picture {picture.key}: {width}.{form} is missing"


def _recordings() -> Iterator[str]:
    """Every voice a row speaks of is on the disk, in each format."""
    with everything("a check of the whole installation"):
        for recording in Recording.objects.order_by("pk").iterator():
            for name in voices.NAMES:
                if not (voices.folder(recording.key) / name).exists():
                    yield f"recording {recording.code}: {name} is missing"


_OWN = {
    "migrations": _migrations,
    "database": _database,
    "jobs": _jobs,
    "pictures": _pictures,
    "recordings": _recordings,
    "stock": verify_stock,
    "orders": verify_orders,
    "papers": verify_papers,
    "ledger": verify_ledger,
    "payouts": verify_payouts,
    "window": verify_rows,
    "index": verify_index,
}
