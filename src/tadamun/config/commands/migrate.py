"""``tadamun migrate``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be applied"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    start_django()
    from tadamun.config.prepare import apply_migrations, pending_migrations, write_courses

    if arguments.dry_run:
        pending = pending_migrations()
        report.add(pending=pending)
    else:
        pending = apply_migrations()
        write_courses()
        report.add(applied=pending)
    for name in pending:
        report.say(name)
    if not pending:
        report.say(_("The database is up to date."))
    return 0
