"""Amounts as gateways write them: with all decimals of the currency and a dot."""

import re

from tadamun.kernel.money import Money, exponent

_WRITTEN = re.compile(r"[0-9]{1,10}([.,][0-9]{1,3})?")


def written(amount: Money) -> str:
    """``149.50``, in dinars of Jordan ``149.500``."""
    return f"{amount.major:.{exponent(amount.currency)}f}"


def read_amount(text: str, currency: str) -> Money | None:
    """``None`` for whatever is no amount of a currency we know: a notice that names none moves nothing."""
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        return Money.of(text.replace(",", "."), currency)
    except ValueError:
        return None
