"""``tadamun bank``"""

import argparse
import os
import sys
from gettext import gettext as _

from tadamun.config.commands import whole
from tadamun.config.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=whole(0, 65_535), default=8200, help=_("port to listen on (8200), 0 for a free one")
    )
    parser.add_argument(
        "--webhook",
        action="append",
        default=[],
        metavar=_("GATEWAY=ADDRESS"),
        help=_("where notices of a gateway go whose requests name no address"),
    )


def run(arguments: argparse.Namespace, report: Report) -> int:
    """The bank takes the place of this process: another program, of which this one knows the name alone."""
    from tadamun.config.settings import DATA
    from tadamun.config.simulated import bank_command

    command = bank_command(arguments.port, DATA)
    for webhook in arguments.webhook:
        command += ["--webhook", webhook]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter and our own words
