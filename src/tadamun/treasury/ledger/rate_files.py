"""Rates of exchange as files bring them: the European Central Bank's reference rates (XML or CSV), and our own table.

The bank names units of each currency for one euro (ecb.europa.eu, euro foreign exchange reference rates). Ours has the columns
``base``, ``quote``, ``on``, ``rate``: units of ``quote`` for one ``base`` on a day, as a central bank at home publishes them.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from defusedxml import ElementTree

EURO = "EUR"
MOST = 4 * 1024 * 1024


class BadRates(ValueError):
    """No file of rates, or a line of it cannot be read: ``line`` counts from 1, 0 is the whole file."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(f"line {line}")
        self.line = line


@dataclass(frozen=True, slots=True)
class NamedRate:
    """Units of ``quote`` for one ``base`` on a day."""

    base: str
    quote: str
    on: date
    rate: Decimal


def read_rates(data: bytes) -> list[NamedRate]:
    """In the order of the file. Raises ``BadRates``."""
    if len(data) > MOST:
        raise BadRates
    if data.lstrip()[:1] == b"<":
        return _xml(data)
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=_delimiter(data)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadRates from error
    head = [cell.strip() for cell in rows[0]] if rows else []
    if [cell.lower() for cell in head[:4]] == ["base", "quote", "on", "rate"]:
        return [_own(row, number) for number, row in enumerate(rows[1:], start=2) if any(row)]
    if head and head[0] == "Date":
        return [
            each
            for number, row in enumerate(rows[1:], start=2)
            if any(row)
            for each in _ecb(head, row, number)
        ]
    raise BadRates


def _delimiter(data: bytes) -> str:
    first = data.split(b"\n", 1)[0]
    return ";" if first.count(b";") > first.count(b",") else ","


def _xml(data: bytes) -> list[NamedRate]:
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # also an encoding nobody knows
        raise BadRates from error
    found = []
    for day in root.iter():
        if (on := day.get("time")) is None:
            continue
        for cube in day:
            found.append(
                NamedRate(EURO, str(cube.get("currency")), _day(on, 0), _rate(str(cube.get("rate")), 0))
            )
    if not found:
        raise BadRates
    return found


def _ecb(head: list[str], row: list[str], number: int) -> list[NamedRate]:
    on = _day(row[0], number)
    pairs = zip(head[1:], (cell.strip() for cell in row[1:]), strict=False)
    return [
        NamedRate(EURO, name, on, _rate(cell, number))
        for name, cell in pairs
        if name and cell not in ("", "N/A")
    ]


def _own(row: list[str], number: int) -> NamedRate:
    if len(row) < 4:
        raise BadRates(number)
    base, quote, on, rate = (cell.strip() for cell in row[:4])
    return NamedRate(base.upper(), quote.upper(), _day(on, number), _rate(rate, number))


def _day(text: str, number: int) -> date:
    for style in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text.strip(), style).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    raise BadRates(number)


def _rate(text: str, number: int) -> Decimal:
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise BadRates(number) from error
    if not rate.is_finite() or not Decimal("0.00000001") <= rate < 10**9:
        raise BadRates(number)
    return rate


def crossed(
    named: list[NamedRate], wanted: set[tuple[str, str]], known: dict[str, Decimal]
) -> list[NamedRate]:
    """Those ``wanted`` (base, quote): as the file names them, turned round, or by way of the euro.

    ``known``: units of a currency for one euro where the file does not name it (the dirham is not among the bank's).
    """
    days: dict[date, dict[tuple[str, str], Decimal]] = {}
    for each in named:
        days.setdefault(each.on, {})[each.base, each.quote] = each.rate
    found = []
    for on, rates in sorted(days.items()):
        for base, quote in sorted(wanted):
            if rate := _crossed(base, quote, rates, known):
                found.append(NamedRate(base, quote, on, round(rate, 8)))
    return [each for each in found if each.rate > 0]


def _crossed(
    base: str, quote: str, rates: Mapping[tuple[str, str], Decimal], known: Mapping[str, Decimal]
) -> Decimal | None:
    """``rates``: of one day, by base and quote."""
    if rate := rates.get((base, quote)):
        return rate
    if rate := rates.get((quote, base)):
        return 1 / rate

    def per_euro(currency: str) -> Decimal | None:
        return Decimal(1) if currency == EURO else rates.get((EURO, currency)) or known.get(currency)

    one, other = per_euro(base), per_euro(quote)
    # Only what the file itself names in part: two rates we knew before would say nothing new of this day.
    news = any((EURO, currency) in rates for currency in (base, quote))
    return other / one if one and other and news else None
