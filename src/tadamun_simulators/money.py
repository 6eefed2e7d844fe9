"""Amounts as the gateways write them, and the two names of a currency."""

import re
from decimal import Decimal

NUMBERS = {"MAD": "504", "EUR": "978", "USD": "840", "ILS": "376", "JOD": "400"}
"""ISO 4217 letters to numbers, of the currencies a merchant here may ask for."""

LETTERS = {number: letters for letters, number in NUMBERS.items()}

_AMOUNT = re.compile(r"[0-9]{1,10}([.,][0-9]{1,3})?")


def exponent(currency: str) -> int:
    """How many decimals the currency has."""
    return 3 if currency == "JOD" else 2


def parse_amount(text: str, currency: str) -> Decimal | None:
    """The amount, or None where it is not a positive one that the currency can hold. Comma or dot, no separators."""
    if not _AMOUNT.fullmatch(text):
        return None
    amount = Decimal(text.replace(",", "."))
    whole = amount.quantize(Decimal(1).scaleb(-exponent(currency)))
    return whole if whole == amount and amount > 0 else None


def from_minor(units: int, currency: str) -> Decimal:
    return Decimal(units).scaleb(-exponent(currency))


def minor(amount: Decimal, currency: str) -> int:
    return int(amount.scaleb(exponent(currency)))


def written(amount: Decimal, currency: str) -> str:
    """With all decimals of the currency and a dot: ``149.50``."""
    return f"{amount:.{exponent(currency)}f}"


def number(amount: Decimal, currency: str) -> float:
    """For interfaces whose JSON writes amounts as numbers; never to calculate with."""
    return float(written(amount, currency))
