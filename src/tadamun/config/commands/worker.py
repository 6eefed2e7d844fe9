"""``tadamun worker``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help=_("do what is due now, then end"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """SIGTERM lets the current job end, then the command ends with 0."""
    start_django()
    from tadamun.config.running import at_work
    from tadamun.config.work import work_until_told, work_what_is_due

    with at_work():
        done = work_what_is_due() if arguments.once else work_until_told()
    report.add(done=done)
    report.say(_("jobs done: %d") % done)
    return 0
