"""``tadamun backup``"""

import argparse
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, help=_("the archive to write: .tar, or .tar.gz for a compressed one")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be saved"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    start_django()
    from tadamun.config import backup

    if not arguments.file.parent.is_dir():
        raise Failed(_("There is no folder %s.") % arguments.file.parent)
    if arguments.dry_run:
        report.say(_("The database and the pictures would be written to %s.") % arguments.file)
        return 0
    try:
        manifest = backup.take(arguments.file)
    except OSError as error:
        raise Failed(_("The backup could not be written: %s") % error.strerror) from error
    report.add(file=str(arguments.file), bytes=arguments.file.stat().st_size, **asdict(manifest))
    report.say(_("Saved to %s.") % arguments.file)
    return 0
