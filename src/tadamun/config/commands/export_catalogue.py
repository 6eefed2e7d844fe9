"""``tadamun export``"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import BinaryIO

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="CODE", help=_("the seller"))
    parser.add_argument("--market", required=True, metavar="SLUG", help=_("the market"))
    parser.add_argument("--dialect", default="tadamun", help=_("whose way of writing: tadamun loses nothing"))
    parser.add_argument("--language", default="", help=_("the one language other tools get"))
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help=_("- is standard output"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    start_django()
    from tadamun.config.sellers import market_named, seller_named
    from tadamun.goods.imports.dialects import DIALECTS
    from tadamun.goods.imports.operations import export_products
    from tadamun.web.shared.links import absolute

    known = [dialect.slug for dialect in DIALECTS]
    if arguments.dialect not in known:
        raise Failed(_("The dialect must be one of: %s.") % ", ".join(known))
    if arguments.output == "-" and report.json:
        raise Failed(_("Say -o FILE: standard output cannot hold both the file and the answer."))
    market = market_named(arguments.market)
    organisation = seller_named(arguments.organisation, market)
    with _output(arguments.output) as out:
        count = export_products(
            organisation=organisation,
            market=market,
            dialect=arguments.dialect,
            out=out,
            language=arguments.language,
            origin=absolute(market, ""),
        )
    report.add(products=count, dialect=arguments.dialect, file=arguments.output)
    report.warn(_("products written: %d") % count)
    return 0


@contextmanager
def _output(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with Path(name).open("wb") as file:
            yield file
    except OSError as error:
        raise Failed(f"{name}: {error.strerror}") from error
