"""A bank's statement as CSV: date, amount (or debit and credit), reference and label, in Arabic, French or English heads."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import AmountTooLarge, Money, UnknownCurrency
from tadamun.treasury.payouts.statements.line import BadStatement, Line

HEADS = {
    "on": ("date", "date operation", "date opération", "date de l'operation", "date comptable", "التاريخ", "تاريخ العملية"),
    "amount": ("amount", "montant", "المبلغ"),
    "debit": ("debit", "débit", "مدين"),
    "credit": ("credit", "crédit", "دائن"),
    "reference": ("reference", "référence", "ref", "réf", "المرجع"),
    "label": ("label", "libellé", "libelle", "description", "البيان"),
    "key": ("id", "number", "numéro", "numero", "الرقم"),
    "currency": ("currency", "devise", "العملة"),
}  # fmt: skip
_DATE = "تاريخ"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read_table(data: bytes, currency: str) -> Iterator[Line]:
    """Separated by comma, semicolon or tab; amounts with comma or point. Raises ``BadStatement``."""
    text = _decoded(data)
    rows = csv.reader(io.StringIO(text), delimiter=_separator(text))
    columns: dict[str, int] = {}
    try:
        for number, row in enumerate((row for row in rows if any(cell.strip() for cell in row)), 1):
            if columns:
                yield _line(row, number, columns, currency)
            else:
                columns = _columns(row)
    except csv.Error as error:
        raise BadStatement("unreadable") from error
    if not columns:
        raise BadStatement("empty")


def _separator(text: str) -> str:
    return max(";\t,", key=text.split("\n", 1)[0].count)


def _decoded(data: bytes) -> str:
    """UTF-8, or what a spreadsheet writes: UTF-16, or in one byte a letter Arabic, where its head is, and French."""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1256", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and (encoding != "cp1256" or _DATE in text.split("\n", 1)[0]):
            return text
    raise BadStatement("unreadable")


def _columns(head: list[str]) -> dict[str, int]:
    said = [" ".join(cell.lower().split()) for cell in head]
    found = {name: said.index(word) for name, words in HEADS.items() for word in words if word in said}
    if "on" not in found or not ({"amount"} <= found.keys() or {"debit", "credit"} <= found.keys()):
        raise BadStatement("columns", 1)
    return found


def _line(row: list[str], number: int, columns: dict[str, int], currency: str) -> Line:
    def cell(name: str) -> str:
        place = columns.get(name, len(row))
        return row[place].strip() if place < len(row) else ""

    money = cell("currency").upper() or currency
    if "amount" in columns:
        amount = _amount(cell("amount"), money, number)
    else:
        came, went = (_amount(cell(side) or "0", money, number) for side in ("credit", "debit"))
        amount = came - (went if went.minor > 0 else -went)
    if not amount:
        raise BadStatement("amount", number)
    return Line(
        _day(cell("on"), number), amount, cell("reference")[:140], cell("label")[:500], cell("key")[:60]
    )


def _day(said: str, number: int) -> date:
    text = latin_digits(said)
    iso, other = _ISO.match(text), _DAY_FIRST.match(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif other:
        day, month, year = (int(part) for part in other.groups())
    else:
        raise BadStatement("date", number)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadStatement("date", number) from error


def _amount(said: str, currency: str, number: int) -> Money:
    """The last of comma and point is the decimal sign."""
    text = "".join(
        c for c in latin_digits(said).replace("−", "-").replace("٫", ".") if not c.isspace() and c != "٬"
    )
    sign = max(text.rfind(","), text.rfind("."))
    whole, part = (text[:sign], text[sign + 1 :]) if sign >= 0 else (text, "")
    whole = whole.replace(",", "").replace(".", "")
    if not re.fullmatch(r"[+-]?\d{1,15}", whole) or (part and not part.isdecimal()):
        raise BadStatement("amount", number)
    try:
        return Money.of(Decimal(f"{whole}.{part or 0}"), currency)
    except UnknownCurrency as error:
        raise BadStatement("currency", number) from error
    except (AmountTooLarge, ValueError) as error:
        raise BadStatement("amount", number) from error
