"""``tadamun rates``"""

import argparse
from gettext import gettext as _
from pathlib import Path

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("a file of the European Central Bank, or our own table"))
    parser.add_argument("--source", default="", help=_("who named these rates (the file’s name)"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """Repeating it changes nothing."""
    start_django()
    from tadamun.treasury.ledger.operations import take_rates
    from tadamun.treasury.ledger.rate_files import BadRates

    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise Failed(_("%s cannot be read.") % arguments.file) from error
    try:
        count = take_rates(data, source=(arguments.source or arguments.file.name)[:60])
    except BadRates as error:
        raise Failed(_("Line %d is not a rate: nothing was written.") % error.line) from error
    report.add(rates=count)
    report.say(_("%d rates are named.") % count)
    return 0
