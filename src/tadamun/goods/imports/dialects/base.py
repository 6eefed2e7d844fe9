"""What every dialect can do, and the reading of single cells with their problems noted."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from tadamun.goods.imports.neutral import Defaults, ImageRef, NeutralProduct, Words
from tadamun.goods.imports.numbers import (
    BadNumber,
    parse_count,
    parse_currency,
    parse_measure,
    parse_price,
    parse_stock,
)
from tadamun.goods.imports.problems import RowProblem
from tadamun.goods.imports.reading import Row, Table
from tadamun.goods.imports.spool import Seen
from tadamun.kernel.text import words

Outcome = NeutralProduct | RowProblem


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written: the language other tools get, and what our own dialect makes columns of."""

    language: str = "fr"
    languages: tuple[str, ...] = ("ar", "fr", "en")
    options: int = 3


def header_key(name: str) -> str:
    """A column name as compared: case, kind of apostrophe and number of spaces do not count."""
    return " ".join(name.replace("’", "'").replace("\u00a0", " ").split()).casefold()


class Dialect(ABC):
    """One tool's CSV. ``slug`` is stored and given on the command line, ``name`` is shown and never translated."""

    slug: str
    name: str
    mark: bool = True  # Excel reads Arabic in a CSV only when it begins with a byte order mark

    @abstractmethod
    def index(self, header: Sequence[str]) -> dict[str, int]:
        """Where each field of the dialect stands; the first of two columns of one name counts."""

    @abstractmethod
    def missing(self, header: Sequence[str]) -> list[str]:
        """The necessary columns that are not there, by their own names."""

    @abstractmethod
    def recognised(self, header: Sequence[str]) -> int:
        """How many of these columns the dialect knows."""

    @abstractmethod
    def parse(self, table: Table, defaults: Defaults) -> Iterator[Outcome]:
        """Products and problems in the order of the file. A product with any error is not among them."""

    @abstractmethod
    def _write(self, products: Iterable[NeutralProduct], out: TextIO, writing: Writing) -> None: ...

    def write(self, products: Iterable[NeutralProduct], out: BinaryIO, writing: Writing | None = None) -> int:
        """The products as a file of this dialect, UTF-8 with CRLF. Returns how many there were; ``out`` stays open."""
        number = 0

        def counted() -> Iterator[NeutralProduct]:
            nonlocal number
            for product in products:
                number += 1
                yield product

        with _text(out, mark=self.mark) as text:
            self._write(counted(), text, writing or Writing())
        return number


@contextmanager
def _text(out: BinaryIO, *, mark: bool) -> Iterator[TextIO]:
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=False)
    if mark:
        text.write("\ufeff")
    try:
        yield text
    finally:
        text.flush()
        text.detach()


def columns_by_name(header: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    """The index of a header whose columns have fixed names (``header_key`` → field)."""
    index: dict[str, int] = {}
    for position, name in enumerate(header):
        field = names.get(header_key(name))
        if field is not None:
            index.setdefault(field, position)
    return index


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Iterator[tuple[str, list[Row]]]:
    """Consecutive rows of one key; a row without a key stands alone."""
    current, group = "", list[Row]()
    for row in rows:
        found = key(row)
        if group and (not found or found != current):
            yield current, group
            group = []
        current = found
        group.append(row)
    if group:
        yield current, group


def scattered(handle: str, row: Row, seen: Seen, notes: "Notes") -> bool:
    """Whether rows of this handle stood further up, with others in between; noted if so."""
    first = seen.first("handle", handle, row.number)
    if first:
        notes.add(row, "handle", "handle_scattered", handle, first=first)
    return bool(first)


class Notes:
    """The problems of one product while its rows are read."""

    __slots__ = ("_header", "_index", "problems")

    def __init__(self, header: Sequence[str], index: Mapping[str, int]) -> None:
        self._header = header
        self._index = index
        self.problems: list[RowProblem] = []

    @property
    def refused(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)

    def column(self, field: str) -> str:
        """The file's own name of the column; the field's where there is none."""
        at = self._index.get(field)
        return self._header[at] if at is not None else field

    def add(
        self, row: Row | int, field: str, code: str, value: str | None = None, **params: str | int
    ) -> None:
        number = row if isinstance(row, int) else row.number
        if value is None:
            value = "" if isinstance(row, int) else row.get(field)
        self.problems.append(RowProblem(number, self.column(field), code, value[:200], params))

    def broken(self, rows: Iterable[Row]) -> None:
        """Take over what is wrong with the records themselves."""
        self.problems += [row.problem for row in rows if row.problem]

    def price(self, row: Row, field: str, currency: str, *, named: bool) -> tuple[int | None, str]:
        """Minor units and currency; ``None`` with a problem noted when it is not a price to sell at."""
        text = row.get(field)
        if not text:
            self.add(row, field, "price_missing")
            return None, currency
        try:
            minor, currency = parse_price(text, currency, named=named)
        except BadNumber as error:
            self.add(row, field, error.code, text, **error.params)
            return None, currency
        if not minor:
            self.add(row, field, "price_zero", text)
            return None, currency
        return minor, currency

    def old_price(self, row: Row, field: str, currency: str) -> int | None:
        """A price to compare with: only information, so a strange one is left out without a word."""
        text = row.get(field)
        try:
            return parse_price(text, currency)[0] or None if text else None
        except BadNumber:
            return None

    def currency(self, row: Row, field: str, default: str) -> str | None:
        text = row.get(field)
        try:
            return parse_currency(text) if text else default
        except BadNumber as error:
            self.add(row, field, error.code, text, **error.params)
            return None

    def count(self, row: Row, field: str) -> int | None:
        return self._number(row, field, parse_count)

    def stock(self, row: Row, field: str) -> int | None:
        return self._number(row, field, parse_stock)

    def measure(self, row: Row, field: str, factor: Decimal = Decimal(1)) -> int | None:
        """Grams or millimetres; zero is how other tools write "unknown"."""
        return self._number(row, field, lambda text: parse_measure(text, factor)) or None

    def _number(self, row: Row, field: str, parse: Callable[[str], int]) -> int | None:
        text = row.get(field)
        if not text:
            return None
        try:
            return parse(text)
        except BadNumber as error:
            self.add(row, field, error.code, text, **error.params)
            return None

    def barcode(self, row: Row, field: str) -> str:
        """Digits as written; ``6.11E+12`` is what a spreadsheet made of them, and they are gone."""
        text = row.get(field)
        if "E+" in text.upper() and text[:1].isdigit():
            self.add(row, field, "barcode_mangled", text)
            return ""
        return text

    def image(self, row: Row, field: str, source: str, alts: Words | None = None) -> ImageRef | None:
        """A picture by web address or file name. ``data:``, ``file:`` and the like are passed over."""
        scheme, colon, _ = source.partition("://")
        bad = (
            scheme.casefold() not in ("http", "https")
            if colon
            else source.lower().startswith(("data:", "javascript:"))
        )
        if bad or len(source) > 2000:
            self.add(row, field, "image_unreadable", source)
            return None
        return ImageRef(source, alts or {})


def in_language(text: Words, language: str) -> str:
    """The text in this language or the nearest that has any."""
    return words(dict(text), language)
