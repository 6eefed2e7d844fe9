"""Amounts, counts and measures as people and tools write them, read without a float and without a guess."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import EXPONENTS, MAX_MINOR, exponent

MAX_COUNT = 1_000_000
MAX_MEASURE = 10_000_000  # ten tonnes in grams, ten kilometres in millimetres

# Marks of direction are invisible and come along when amounts are copied from right-to-left pages.
_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
# Every space, the Arabic and Swiss marks: they only ever group digits.
_GROUPING = re.compile("[\\s\u00a0\u202f\u2009\u066c'’]")
_SIGNS_ONLY = re.compile(r"[0-9.,٫\s\u00a0\u202f\u2009\u066c'’+\-−()]*\Z")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,12},[0-9]{1,2}\Z")
_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,3})?\Z")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+\Z")
_SIGN = re.compile("[.,]")

_WORDS_FOR = {
    "MAD": ("د.م.", "د.م", "درهم", "دراهم", "dirhams", "dirham", "dhs", "dh", "mad"),
    "JOD": ("د.أ.", "د.أ", "دينار أردني", "jod", "jd"),
    "ILS": ("₪", "ش.ج.", "ش.ج", "شيكل", "شيقل", "nis", "ils"),
    "USD": ("us$", "usd", "دولار", "$"),
    "EUR": ("euros", "euro", "eur", "يورو", "أورو", "€"),
    "GBP": ("gbp", "£"),
}
_TOKENS = sorted(
    [(word, code) for code, words in _WORDS_FOR.items() for word in words]
    + [(code.casefold(), code) for code in EXPONENTS if code not in _WORDS_FOR],
    key=lambda pair: -len(pair[0]),
)


class BadNumber(ValueError):
    """Not a number of the kind asked for. ``code`` and ``params`` are those of a ``RowProblem``."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def parse_currency(text: str) -> str:
    """The ISO code of a currency written as code, symbol or word. Raises ``BadNumber``."""
    word = _INVISIBLE.sub("", text).strip()
    if word.upper() in EXPONENTS:
        return word.upper()
    for token, code in _TOKENS:
        if word.casefold() == token:
            return code
    raise BadNumber("currency_unknown", accepted=", ".join(EXPONENTS))


def parse_price(text: str, currency: str, *, named: bool = True) -> tuple[int, str]:
    """The amount in minor units and its currency.

    Digits of the three families, ``.`` ``,`` ``٫``, groups by any space, comma, dot or ``٬``; a currency beside the amount
    is understood, and must be ``currency`` when the file names one (``named``). Raises ``BadNumber`` rather than take
    twelve thousand for twelve.
    """
    if _PLAIN.match(text):
        return _minor(text, currency), currency
    if _DECIMAL_COMMA.match(text):
        return _minor(text.replace(",", "."), currency), currency
    amount = _INVISIBLE.sub("", latin_digits(text)).strip()
    amount, found = _without_currency(amount)
    if found and found != currency:
        if named:
            raise BadNumber("currency_mismatch", expected=currency)
        currency = found
    return _minor(_decimal(amount, exponent(currency)), currency), currency


def _without_currency(amount: str) -> tuple[str, str]:
    if _SIGNS_ONLY.match(amount):
        return amount, ""
    lower = amount.casefold()
    for token, code in _TOKENS:
        if lower.endswith(token):
            return amount[: -len(token)].strip(), code
        if lower.startswith(token):
            return amount[len(token) :].strip(), code
    return amount, ""


def _decimal(amount: str, places: int) -> str:
    """The amount with a dot for its decimals and nothing else but digits."""
    amount = _GROUPING.sub("", amount)
    bare = amount.strip("-−()")
    if bare != amount:
        raise BadNumber("price_negative" if any(map(str.isdigit, bare)) else "price_unreadable")
    whole, part = _halves(amount.removeprefix("+"), places)
    if not (whole or part) or not (whole + part).isascii() or not (whole + part).isdigit():
        raise BadNumber("price_unreadable")
    return f"{whole or '0'}.{part}" if part else whole


def _halves(amount: str, places: int) -> tuple[str, str]:
    """What stands before and after the decimal sign, the groups of the former joined."""
    sign = (
        "٫"
        if "٫" in amount
        else amount[max(amount.rfind("."), amount.rfind(","))]
        if _SIGN.search(amount)
        else ""
    )
    if not sign:
        return amount, ""
    if sign != "٫" and _is_grouped(amount, places):
        return amount.replace(",", "").replace(".", ""), ""
    whole, _, part = amount.rpartition(sign)
    if _SIGN.search(whole):
        if sign in whole or not _GROUPED.match(whole):
            raise BadNumber("price_unreadable")
        whole = whole.replace(",", "").replace(".", "")
    return whole, part


def _is_grouped(amount: str, places: int) -> bool:
    """Whether every separator groups thousands: ``1,234,567`` does, and ``1,234`` where money has two decimals."""
    if not _GROUPED.match(amount) or ("," in amount and "." in amount):
        return False
    if amount.count(",") + amount.count(".") > 1:
        return True
    if "." in amount or amount.startswith("0"):
        return False
    if places == 3:
        raise BadNumber("price_ambiguous", one=amount.replace(",", "."), other=amount.replace(",", ""))
    return True


def _minor(amount: str, currency: str) -> int:
    places = exponent(currency)
    whole, _, part = amount.partition(".")
    if len(part.rstrip("0")) > places:
        raise BadNumber("price_decimals", currency=currency, places=places)
    if len(whole.lstrip("0")) > 13:
        raise BadNumber("price_too_large")
    minor: int = int(whole) * 10**places + int(part[:places].ljust(places, "0") or 0)
    if minor > MAX_MINOR:
        raise BadNumber("price_too_large")
    return minor


def parse_count(text: str, *, most: int = MAX_COUNT) -> int:
    """A whole number, not negative: ``5``, ``٥``, ``5.0``, ``1 000``. Raises ``BadNumber``."""
    count = _whole(text)
    if count < 0:
        raise BadNumber("count_negative")
    if count > most:
        raise BadNumber("count_too_large")
    return count


def parse_stock(text: str) -> int:
    """As ``parse_count``, but what a shop has oversold counts as none left."""
    return min(max(_whole(text), 0), MAX_COUNT)


def _whole(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 12:
        return int(text)
    digits = _GROUPING.sub("", _INVISIBLE.sub("", latin_digits(text))).replace("−", "-")
    match = re.fullmatch(r"([+-]?[0-9]{1,12})(?:[.,٫]0*)?", digits)
    if not match:
        raise BadNumber("count_unreadable")
    return int(match[1])


def parse_measure(text: str, factor: Decimal = Decimal(1)) -> int:
    """A mass or length times ``factor`` (to grams or millimetres), rounded half up. Raises ``BadNumber``."""
    if factor == 1 and text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    digits = _GROUPING.sub("", _INVISIBLE.sub("", latin_digits(text))).replace("٫", ".").replace("−", "-")
    if digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}", digits):
        raise BadNumber("measure_unreadable")
    measure = int((Decimal(digits) * factor).to_integral_value(ROUND_HALF_UP))
    if measure < 0:
        raise BadNumber("measure_negative")
    if measure > MAX_MEASURE:
        raise BadNumber("measure_too_large")
    return measure


def written_price(minor: int, currency: str) -> str:
    """The amount with a dot and all decimals of its currency, as every dialect reads it."""
    places = exponent(currency)
    if not places:
        return str(minor)
    return f"{minor // 10**places}.{minor % 10**places:0{places}d}"
