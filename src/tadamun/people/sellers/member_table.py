"""A cooperative's list of members out of a spreadsheet: judged by what it is, read row by row, nothing run, nothing fetched.

A *table* is rows of text. An *entry* is one member as the list says; a *fault* says row, column and code of what is wrong.
"""

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from xml.parsers.expat import ExpatError

from tadamun.kernel.formats import latin_digits
from tadamun.people.accounts.operations import BadPhone, normal_phone

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 40
MOST_CELL = 200
MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 200
Craft = Callable[[str], str]
"""Slug of a craft's name in any language; empty for an unknown one."""

HEADERS: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "member", "nom", "nom complet", "nom et prenom", "nom prenom", "prenom et nom", "adherente",
        "adherent", "membre", "الاسم", "الاسم الكامل", "الاسم العائلي والشخصي", "الاسم والنسب", "العضو", "العضوة", "اسم",
    ),
    "phone": (
        "phone", "mobile", "telephone", "tel", "gsm", "portable", "numero de telephone", "phone number", "الهاتف",
        "رقم الهاتف", "الجوال", "المحمول", "هاتف",
    ),
    "craft": ("craft", "trade", "metier", "activite", "artisanat", "الحرفة", "الصنعة", "النشاط", "حرفة"),
    "card": (
        "card", "card number", "artisan card", "carte", "carte artisan", "carte d'artisan", "numero de carte", "n carte", "rna",
        "numero rna", "بطاقة الصانع", "رقم البطاقة", "البطاقة", "رقم بطاقة الصانع", "بطاقة",
    ),
    "since": ("since", "since year", "annee", "depuis", "منذ", "سنة البداية", "منذ سنة"),
}  # fmt: skip


class UnreadableTable(ValueError):
    """``code``: empty, large, encoding, kind, rows, columns, header. Nothing can be taken from the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One member. ``phone`` in E.164 or empty; ``craft`` a slug or empty."""

    row: int
    name: str
    phone: str = ""
    craft: str = ""
    card: str = ""
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` as the spreadsheet counts; ``column`` as the file calls it; ``code``: what is wrong with ``value``."""

    row: int
    column: str
    code: str
    value: str = ""


def read_members(data: bytes, craft_of: Craft) -> tuple[list[Entry], list[Fault]]:
    """Every member that can be taken, and every fault. Raises ``UnreadableTable``."""
    rows = _rows(data)
    header = next(rows, None)
    if header is None:
        raise UnreadableTable("empty")
    columns = _columns(header)
    if "name" not in columns:
        raise UnreadableTable("header")
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=2):
        if number - 1 > MOST_ROWS:
            raise UnreadableTable("rows")
        if not any(row):
            continue
        wrong = list(_judge(number, row, columns, header, craft_of, seen, entries))
        faults.extend(wrong)
    if not entries and not faults:
        raise UnreadableTable("empty")
    return entries, faults


def _judge(
    number: int, row: Sequence[str], columns: dict[str, int], header: Sequence[str], craft_of: Craft,
    seen: dict[tuple[str, str], int], entries: list[Entry],
) -> Iterator[Fault]:  # fmt: skip
    """Faults of one row; without any the entry is added."""
    said = {name: row[at] if at < len(row) else "" for name, at in columns.items()}

    def fault(name: str, code: str) -> Fault:
        return Fault(number, header[columns[name]], code, said.get(name, "")[:80])

    wrong: list[Fault] = []
    if not said["name"]:
        wrong.append(fault("name", "name_missing"))
    phone = ""
    if said.get("phone"):
        try:
            phone = normal_phone(_whole_number(said["phone"]))
        except BadPhone:
            wrong.append(fault("phone", "phone"))
    craft = craft_of(said["craft"]) if said.get("craft") else ""
    if said.get("craft") and not craft:
        wrong.append(fault("craft", "craft"))
    card = " ".join(latin_digits(said.get("card", "")).upper().split())
    if len(card) > 30:
        wrong.append(fault("card", "card"))
    since = _year(said.get("since", ""))
    if since == 0:
        wrong.append(fault("since", "year"))
    for name, key in (("phone", phone), ("card", card)):
        if key and seen.setdefault((name, key), number) != number:
            wrong.append(fault(name, "twice"))
    if wrong:
        yield from wrong
    else:
        entries.append(Entry(number, said["name"], phone, craft, card, since))


def _year(said: str) -> int | None:
    """``None`` without one, 0 for what is none."""
    if not said:
        return None
    text = latin_digits(_whole_number(said)).strip()
    return int(text) if text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100 else 0


def _whole_number(said: str) -> str:
    """A spreadsheet writes a phone as a number: 612345678.0 has lost its zero."""
    text = latin_digits(said).strip().removesuffix(".0")
    if text.isdecimal() and len(text) == 9 and text[0] in "5678":
        return f"0{text}"
    if text.isdecimal() and len(text) == 12 and text.startswith("212"):
        return f"+{text}"
    return text


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Field → place, the first of each."""
    known = {plain_word(word): field for field, words in HEADERS.items() for word in words}
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        field = known.get(plain_word(cell))
        if field and field not in found:
            found[field] = at
    return found


_SAME: dict[int, str] = {
    ord(a): b
    for a, b in {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "_": " ", "’": "'", "°": " "}.items()
}


def plain_word(text: str) -> str:
    """Without marks, case and signs, with one shape of each Arabic letter that people write in two."""
    marks = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in marks if not unicodedata.combining(c) and c != "ـ").casefold()
    bare = bare.translate(_SAME)
    return " ".join("".join(c if c.isalnum() or c == "'" else " " for c in bare).split())


def _rows(data: bytes) -> Iterator[tuple[str, ...]]:
    if not data:
        raise UnreadableTable("empty")
    if len(data) > MOST_BYTES:
        raise UnreadableTable("large")
    raw = _of_workbook(data) if data.startswith(b"PK\x03\x04") else _of_text(data)
    return _cleaned(raw)


def _cleaned(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if len(row) > MOST_COLUMNS and any(cell not in (None, "") for cell in row[MOST_COLUMNS:]):
            raise UnreadableTable("columns")
        yield tuple(_cell(cell) for cell in row[:MOST_COLUMNS])


def _cell(value: Any) -> str:
    """One line of printable text. A formula is words like any other: nothing is ever run."""
    text = "" if value is None else str(value)
    plain = "".join(c if c.isprintable() else " " for c in text[: MOST_CELL * 2])
    return " ".join(plain.split())[:MOST_CELL].lstrip("'")


def _of_text(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableTable("kind")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_ROWS + 2)
    except csv.Error as error:
        raise UnreadableTable("kind") from error


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for signature in (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"<htm", b"<!DO"):
        if data.startswith(signature):
            raise UnreadableTable("kind")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTable("encoding") from error


def _of_workbook(data: bytes) -> Iterator[tuple[Any, ...]]:
    _refuse_bombs(data)
    # Here: the library takes a tenth of the start of every process, and few ever read a table.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        yield from islice(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), MOST_ROWS + 2)
    except (
        InvalidFileException, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, EOFError,
        zipfile.BadZipFile, SyntaxError, ExpatError, OverflowError,
    ) as error:  # fmt: skip
        if isinstance(error, UnreadableTable):
            raise
        raise UnreadableTable("kind") from error


def _refuse_bombs(data: bytes) -> None:
    """What a zip claims to unpack to is counted before anything is unpacked; declarations of XML have no place in a sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableTable("large")
            if not any(part.filename.startswith("xl/") for part in parts):
                raise UnreadableTable("kind")
            for part in parts:
                with archive.open(part) as file:
                    if b"<!" in file.read(4096).replace(b"<!--", b""):
                        raise UnreadableTable("kind")
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise UnreadableTable("kind") from error
