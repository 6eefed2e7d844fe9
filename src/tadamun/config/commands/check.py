"""``tadamun check``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="CHECK", help=_("only these checks"))
    parser.add_argument("--list", action="store_true", help=_("list the checks there are"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """Exit code 1 when anything was found."""
    start_django()
    from tadamun.config.checks import check_names, run_check

    known = check_names()
    if arguments.list:
        report.add(checks=known)
        for name in known:
            report.say(name)
        return 0
    if unknown := set(arguments.names) - set(known):
        raise Failed(_("There is no check %s.") % ", ".join(sorted(unknown)))
    names = arguments.names or known
    if run_check("migrations"):
        names = ["migrations"]  # the others read tables that are not there yet
    found: dict[str, list[str]] = {}
    for name in names:
        found[name] = run_check(name)
        count = len(found[name]) or _("nothing")
        report.say(f"{name}: {count}")
        for finding in found[name]:
            report.say(f"  {finding}")
    report.add(findings=found)
    return 1 if any(found.values()) else 0
