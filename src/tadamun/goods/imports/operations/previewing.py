"""A look into a file before anything is written."""

from dataclasses import dataclass
from typing import BinaryIO

from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.opening import Catalogue
from tadamun.goods.imports.planning import UNDETERMINED
from tadamun.goods.imports.problems import RowProblem, UnreadableFile


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as they stand, the products they mean, what is wrong on the way. ``dialect`` empty: nobody's file."""

    dialect: str
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    products: tuple[NeutralProduct, ...]
    problems: tuple[RowProblem, ...]

    @property
    def readable(self) -> bool:
        return bool(self.dialect)


def preview_import(file: BinaryIO, *, currency: str = "MAD", language: str = "", rows: int = 20) -> Preview:
    """Never raises for what is in the file: a file that cannot be read is a preview with that one problem."""
    try:
        catalogue = Catalogue(file)
    except UnreadableFile as error:
        return Preview("", "", (), (), (), (error.problem,))
    raw: list[list[str]] = []
    products: list[NeutralProduct] = []
    problems: list[RowProblem] = []
    try:
        raw = catalogue.raw(rows)
        products, problems = catalogue.sample(Defaults(currency, language or UNDETERMINED), rows)
    except UnreadableFile as error:
        problems.append(error.problem)
    return Preview(
        catalogue.dialect.slug,
        catalogue.dialect.name,
        tuple(catalogue.table.header),
        tuple(map(tuple, raw)),
        tuple(products),
        tuple(problems),
    )
