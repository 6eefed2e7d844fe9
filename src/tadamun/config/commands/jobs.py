"""``tadamun jobs``"""

import argparse
import uuid
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=["list", "revive"], default="list")
    parser.add_argument(
        "identifiers", nargs="*", metavar="ID", help=_("dead jobs; all of them when none is named")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("change nothing"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    start_django()
    return _revive(arguments, report) if arguments.what == "revive" else _list(report)


def _list(report: Report) -> int:
    from tadamun.kernel.jobs import counts, dead_letters

    dead = [
        {"id": str(row.pk), "job": row.task_path, "error": row.exception_class_path, "at": row.finished_at}
        for row in dead_letters()
    ]
    report.add(counts=counts(), dead=dead)
    for state, count in counts().items():
        report.say(f"{state}: {count}")
    for row in dead:
        report.say("{id}  {job}  {error}".format(**row))
    return 0


def _revive(arguments: argparse.Namespace, report: Report) -> int:
    from tadamun.kernel.jobs import dead_letters, revive

    try:
        chosen = [uuid.UUID(text) for text in arguments.identifiers]
    except ValueError as error:
        raise Failed(_("That is no job's identifier: %s") % error) from error
    chosen = chosen or list(dead_letters().values_list("pk", flat=True))
    revived = [] if arguments.dry_run else [str(pk) for pk in chosen if revive(pk)]
    report.add(revived=revived)
    report.say(_("jobs revived: %d") % len(revived))
    return 0 if len(revived) == len(chosen) or arguments.dry_run else 1
