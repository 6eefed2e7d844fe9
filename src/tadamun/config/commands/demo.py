"""``tadamun demo``"""

import argparse
from gettext import gettext as _

from tadamun.config.commands import start_django, whole
from tadamun.config.compiled import compile_if_stale
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--if-empty", action="store_true", help=_("do nothing when there is a market already")
    )
    parser.add_argument(
        "--products", type=whole(1), metavar="N", help=_("this many products instead of a few hundred")
    )


def run(arguments: argparse.Namespace, report: Report) -> int:
    compile_if_stale(report)
    start_django()
    from tadamun.config.demo import make
    from tadamun.config.demo.filling import AlreadyFilled
    from tadamun.config.prepare import apply_migrations, write_courses

    apply_migrations()
    write_courses()
    try:
        made = make(products=arguments.products, if_empty=arguments.if_empty, progress=report.say)
    except AlreadyFilled as error:
        raise Failed(
            _("There are markets already. Say --if-empty to leave them, or choose another TADAMUN_DATA.")
        ) from error
    report.add(made=made)
    return 0
