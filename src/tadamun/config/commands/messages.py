"""``tadamun messages``"""

import argparse
from gettext import gettext as _
from pathlib import Path

from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--compile", action="store_true", help=_("only compile the catalogues that changed"))
    what.add_argument("--check", action="store_true", help=_("only look for mistakes; change nothing"))
    what.add_argument(
        "--words",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=_("take translations from these files or folders"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("change nothing"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    from tadamun.config import messages

    if arguments.check or arguments.dry_run:
        return _check(report)
    if not arguments.compile:
        lacking = messages.update()
        if arguments.words:
            _merge(arguments.words, report)
            lacking = messages.update()
        report.add(lacking=lacking)
        for language, count in lacking.items():
            report.say(
                _("%(language)s: %(count)d texts not translated") % {"language": language, "count": count}
            )
    report.add(compiled=messages.compile_all(stale_only=arguments.compile))
    return 0


def _merge(files: list[Path], report: Report) -> None:
    from tadamun.config import messages

    missing = [str(path) for path in files if not path.exists()]
    if missing:
        raise Failed(_("There is no file %s.") % ", ".join(missing))
    try:
        merged = messages.merge_words(files)
    except ValueError as error:
        raise Failed(_("A file of words cannot be read: %s") % error) from error
    report.add(taken=merged.taken, unknown=merged.unknown)
    report.say(_("translations taken: %d") % merged.taken)
    for msgid in merged.unknown:
        report.warn(_("the code does not say: %s") % repr(msgid))


def _check(report: Report) -> int:
    from tadamun.config import messages

    problems = messages.check()
    report.add(problems=problems)
    for problem in problems:
        report.say(problem)
    if not problems:
        report.say(_("The catalogues are complete and in step with the code."))
    return 1 if problems else 0
