"""From the bytes of a file to products and problems."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from tadamun.goods.imports.checking import checked
from tadamun.goods.imports.dialects.base import Dialect, Outcome
from tadamun.goods.imports.dialects.detecting import dialect_of
from tadamun.goods.imports.neutral import Defaults, NeutralProduct
from tadamun.goods.imports.problems import RowProblem, UnreadableFile
from tadamun.goods.imports.reading import Limits, Table
from tadamun.goods.imports.spool import Seen

# What each dialect calls the columns that rules common to all of them speak of.
_COLUMNS = {
    "title": ("title", "name", "TITLE", "title_ar", "title_fr", "title_en"),
    "description": ("description", "DESCRIPTION", "story_ar", "story_fr", "story_en"),
    "care": ("care_ar", "care_fr", "care_en"),
    "handle": ("handle", "id", "sku", "TITLE"),
    "sku": ("sku", "SKU"),
    "barcode": ("barcode", "gtin"),
    "edition_size": ("edition_size",),
    "lead_days_max": ("lead_days_max",),
    "quantity": ("quantity", "stock", "QUANTITY"),
    "currency": ("currency", "CURRENCY_CODE", "price"),
    "craft": ("craft", "category", "type", "categories", "TAGS"),
    "price": ("price", "PRICE"),
    "origin": ("origin",),
    "makers": ("makers",),
    "labels": ("labels",),
    "voice": ("voice",),
    "export_profile": ("export_profile",),
    "option": ("option1_value", "attribute_value_1", "VARIATION 1 VALUES"),
    "image": ("image", "images", "IMAGE1"),
}


class Catalogue:
    """One catalogue file whose dialect is known. Read it as often as needed.

    Raises ``UnreadableFile`` when it is no CSV in UTF-8, or its columns are nobody's.
    """

    def __init__(self, file: BinaryIO, limits: Limits | None = None) -> None:
        self.table = Table(file, limits)
        self.dialect: Dialect = dialect_of(self.table.header)
        self._index = self.dialect.index(self.table.header)

    def column(self, field: str) -> str:
        """The file's own name of the column that carries the field."""
        at = next((self._index[name] for name in _COLUMNS[field] if name in self._index), None)
        return "" if at is None else self.table.header[at]

    def outcomes(self, defaults: Defaults) -> Iterator[Outcome]:
        """Products and problems. Raises ``UnreadableFile`` where the file breaks off, or holds no row at all."""
        anything = False
        with Seen() as seen:
            for outcome in checked(self.dialect.parse(self.table, defaults), seen, self.column):
                anything = True
                yield outcome
        if not anything:
            raise UnreadableFile(RowProblem(1, "", "no_products"))

    def sample(self, defaults: Defaults, products: int = 20) -> tuple[list[NeutralProduct], list[RowProblem]]:
        """The first products, and the problems met on the way to them."""
        kept: list[NeutralProduct] = []
        problems: list[RowProblem] = []
        for outcome in self.outcomes(defaults):
            if isinstance(outcome, RowProblem):
                problems.append(outcome)
            else:
                kept.append(outcome)
            if len(kept) >= products or len(problems) >= 200:
                break
        return kept, problems

    def raw(self, rows: int = 20) -> list[list[str]]:
        """The first rows below the header as they stand, for a preview."""
        return [list(row.cells) for row in islice(self.table.rows(self._index), rows)]
