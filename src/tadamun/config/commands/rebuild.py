"""``tadamun rebuild``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django
from tadamun.config.report import Report

PARTS = ("window", "index", "pages")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=_("window, index or pages; all when none is named")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("change nothing"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """May run beside a server: visitors are answered from what was there until the new is complete."""
    if unknown := set(arguments.parts) - set(PARTS):
        report.warn(_("There is no part %s.") % ", ".join(sorted(unknown)))
        return 2
    start_django()
    from tadamun.config.work import join_machines

    join_machines()
    chosen = [part for part in PARTS if part in (arguments.parts or PARTS)]
    if not arguments.dry_run:
        for part in chosen:
            count = _rebuild(part)
            report.add(**{part: count})
            report.say(f"{part}: {count}")
    return 0


def _rebuild(part: str) -> int:
    from tadamun.kernel.pagecache import store, versions
    from tadamun.showcase.search.jobs import rebuild_index
    from tadamun.showcase.window.operations import rebuild_everything

    if part == "window":
        return rebuild_everything()
    if part == "index":
        return rebuild_index()
    versions.shared().forget()
    return store.sweep().removed
