"""``tadamun restore``"""

import argparse
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the archive that backup wrote"))
    parser.add_argument("--yes", action="store_true", help=_("replace the present data without asking"))
    parser.add_argument("--dry-run", action="store_true", help=_("only look whether the archive is complete"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    start_django()
    from tadamun.config import backup, running

    try:
        if arguments.dry_run:
            manifest = backup.inspect(arguments.file)
        elif not arguments.yes:
            raise Failed(_("This replaces all present data. Say --yes if that is what you want."))
        else:
            manifest = backup.put_back(arguments.file)
    except backup.BadBackup as error:
        raise Failed(_("This backup cannot be put back: %s") % error) from error
    except running.StillRunning as error:
        raise Failed(_("A server or worker is at work on these data: stop it first.")) from error
    report.add(**asdict(manifest))
    if arguments.dry_run:
        report.say(_("The archive is complete."))
    else:
        report.say(_("Put back. Now run: tadamun rebuild, then tadamun check."))
    return 0
