"""``tadamun import``"""

import argparse
import gc
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tadamun.config.commands import start_django
from tadamun.config.report import Failed, Report

if TYPE_CHECKING:
    from tadamun.goods.imports.models import Import
    from tadamun.goods.imports.operations.picturing import PictureSource

COUNTS = ("products", "created", "updated", "unchanged", "refused", "errors", "warnings")
SHOWN = 50  # problems; --report has them all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=_("CSV file; - reads standard input"))
    parser.add_argument("--organisation", required=True, metavar="CODE", help=_("the seller"))
    parser.add_argument("--market", required=True, metavar="SLUG", help=_("the market"))
    parser.add_argument(
        "--images", type=Path, metavar="PATH", help=_("folder or zip of the pictures it names")
    )
    parser.add_argument("--language", default="", help=_("of its words; guessed when not said"))
    parser.add_argument("--currency", default="", help=_("of prices that name none"))
    parser.add_argument("--report", type=Path, metavar="FILE", help=_("write all problems to this CSV"))
    parser.add_argument("--dry-run", action="store_true", help=_("only read and check; write nothing"))


def run(arguments: argparse.Namespace, report: Report) -> int:
    """Exit code 1 when a product was refused or the file could not be read."""
    start_django()
    gc.set_threshold(50_000)  # rows come and go by the thousand, and refer to each other in no circle
    from tadamun.config.sellers import market_named, seller_named
    from tadamun.goods.imports.operations import NotAdmitted, run_import
    from tadamun.kernel.money import EXPONENTS
    from tadamun.kernel.text import LANGUAGES

    currency = _one_of(arguments.currency.upper(), EXPONENTS, _("The currency must be one of: %s."))
    language = _one_of(arguments.language.lower(), LANGUAGES, _("The language must be one of: %s."))
    market = market_named(arguments.market)
    organisation = seller_named(arguments.organisation, market)
    with ExitStack() as opened:
        try:
            done = run_import(
                organisation=organisation,
                market=market,
                file=opened.enter_context(_file(arguments.file)),
                file_name="" if arguments.file == "-" else Path(arguments.file).name,
                images=opened.enter_context(_pictures(arguments.images)),
                dry_run=arguments.dry_run,
                language=language,
                currency=currency,
            )
        except NotAdmitted as error:
            raise Failed(_("That seller has no place in that market.")) from error
    _tell(done, report)
    if arguments.report:
        _write_report(done, arguments.report)
    return 1 if done.state == done.State.FAILED or done.refused or done.errors else 0


def _one_of(said: str, known: Iterable[str], sentence: str) -> str:
    """What was said, if anything, and known; raises ``Failed`` with what is."""
    if said and said not in known:
        raise Failed(sentence % ", ".join(known))
    return said


@contextmanager
def _file(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        with tempfile.TemporaryFile() as file:  # as large as it may be, and read twice
            shutil.copyfileobj(sys.stdin.buffer, file)
            yield file
        return
    if not Path(name).is_file():
        raise Failed(_("There is no file %s.") % name)
    with Path(name).open("rb") as file:
        yield file


@contextmanager
def _pictures(path: Path | None) -> "Iterator[PictureSource | None]":
    from tadamun.goods.imports.pictures.archives import ZipPictures
    from tadamun.goods.imports.pictures.folders import FolderPictures
    from tadamun.goods.imports.problems import UnreadableFile, problem_text

    if path is None:
        yield None
    elif path.is_dir():
        yield FolderPictures(path)
    else:
        try:
            with _file(str(path)) as file, ZipPictures(file) as pictures:
                yield pictures
        except UnreadableFile as error:
            raise Failed(problem_text(error.problem, _language())) from error


def _language() -> str:
    from django.utils.translation import get_language

    return get_language() or "en"


def _tell(done: "Import", report: Report) -> None:
    from tadamun.goods.imports.problems import problem_text
    from tadamun.kernel.scopes import scope

    counts = {name: getattr(done, name) for name in COUNTS}
    with scope(market_id=done.market_id, organisation_id=done.organisation_id):
        problems = [row.problem for row in done.problems.all()]
    report.add(code=done.code, state=str(done.state), dialect=done.dialect, **counts)
    report.add(
        problems=[{"row": p.row, "column": p.column, "code": p.code, "value": p.value} for p in problems]
    )
    for name, count in counts.items():
        report.say(f"{name}: {count}")
    for problem in problems[:SHOWN]:
        report.say(f"{problem.row} {problem.column}: {problem_text(problem, _language())}")
    if len(problems) > SHOWN:
        report.say(_("… and %d more; --report FILE writes them all.") % (len(problems) - SHOWN))


def _write_report(done: "Import", path: Path) -> None:
    from tadamun.goods.imports.problems import write_report
    from tadamun.kernel.scopes import scope

    with (
        scope(market_id=done.market_id, organisation_id=done.organisation_id),
        path.open("w", encoding="utf-8-sig") as out,
    ):
        write_report((row.problem for row in done.problems.iterator()), out, _language())
