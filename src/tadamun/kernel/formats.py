"""Numbers, money, days and instants as CLDR writes them, through Babel; digits by the market's choice.

Django's own Arabic data name Moroccan months wrongly and group no digits, so nothing here asks Django.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_interval as babel_interval
from babel.dates import get_timezone
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_name

from tadamun.kernel.money import Money, exponent

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_FAMILIES = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Which digits a locale writes unless the market says otherwise (CLDR: Morocco 0-9, Palestine ٠-٩).
_DEFAULT_DIGITS = {"ar_PS": "arab", "ar_EG": "arab", "ar_SA": "arab"}


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    return Locale.parse(code.replace("-", "_"))


def _days(code: str) -> Locale:
    """Of days and hours: plain English says them as our markets do, 10 May 2026 and not May 10, as its pages do elsewhere."""
    return _locale("en-GB" if code == "en" else code)


def _system(locale: str, digits: str | None) -> str:
    if not locale.startswith("ar"):
        return "latn"
    return digits or _DEFAULT_DIGITS.get(locale.replace("-", "_"), "latn")


def _arabic(text: str) -> str:
    """Babel picks the separators of a numbering system and leaves its digits to us."""
    return text.translate(_ARABIC)


def _plain(text: str, locale: str, digits: str | None) -> str:
    """Dates carry no separators of numbers: only the digits change."""
    latin = text.translate(_FAMILIES)
    return _arabic(latin) if _system(locale, digits) == "arab" else latin


def format_number(value: int | Decimal, locale: str, digits: str | None = None) -> str:
    return _format_number(value, locale, digits)


@lru_cache(maxsize=8192)
def _format_number(value: int | Decimal, locale: str, digits: str | None) -> str:
    system = _system(locale, digits)
    text = format_decimal(value, locale=_locale(locale), numbering_system=system)
    return _arabic(text) if system == "arab" else text


def format_decimals(value: Decimal, places: int, locale: str, digits: str | None = None) -> str:
    """With exactly so many decimals: columns of amounts."""
    system = _system(locale, digits)
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    text = format_decimal(value, format=pattern, locale=_locale(locale), numbering_system=system)
    return _arabic(text) if system == "arab" else text


def format_share(value: Decimal, locale: str, digits: str | None = None) -> str:
    """A part of one as a percentage: ``Decimal("0.125")`` is 12.5 %."""
    system = _system(locale, digits)
    text = format_percent(value, locale=_locale(locale), numbering_system=system, decimal_quantization=False)
    return _arabic(text) if system == "arab" else text


def format_money(money: Money, locale: str, *, digits: str | None = None) -> str:
    """The price as a person reads it. Whole amounts show no decimals, others all of the currency's."""
    return _format_money(money.minor, money.currency, locale, digits)


def currency_name(currency: str, locale: str) -> str:
    """The currency in words, as beside a field for an amount: ISO codes are for files and machines."""
    return str(get_currency_name(currency, locale=_locale(locale)))


_TO_THE_LEFT = "\N{RIGHT-TO-LEFT MARK}"


@lru_cache(maxsize=8192)
def _format_money(minor: int, currency: str, locale: str, digits: str | None) -> str:
    money = Money(minor, currency)
    places = exponent(currency)
    whole = minor % (10**places) == 0
    known = _locale(locale)
    pattern = known.currency_formats["standard"].pattern
    if whole:
        pattern = pattern.replace(".00", "")
    else:
        pattern = pattern.replace(".00", "." + "0" * places)
    if pattern.startswith("¤#"):
        pattern = pattern.replace(
            "¤#", "¤\N{NO-BREAK SPACE}#"
        )  # CLDR's currency spacing, which Babel leaves out
    text = format_currency(
        money.major,
        currency,
        format=pattern,
        locale=known,
        currency_digits=False,
        numbering_system=_system(locale, digits),
    )
    if _system(locale, digits) == "arab":
        return _arabic(text)
    # Latin digits among Arabic letters: the sign stays on the left of its number.
    return (
        text.replace("-", "\N{LEFT-TO-RIGHT MARK}-") if minor < 0 and text.startswith(_TO_THE_LEFT) else text
    )


def format_date(value: date | datetime, locale: str, style: str = "long", digits: str | None = None) -> str:
    """``style``: a CLDR length (short, medium, long, full) or a pattern."""
    return _plain(babel_date(value, format=style, locale=_days(locale)), locale, digits)


def format_instant(
    value: datetime, locale: str, zone: str, style: str = "medium", digits: str | None = None
) -> str:
    return _plain(
        babel_datetime(value, format=style, tzinfo=get_timezone(zone), locale=_days(locale)), locale, digits
    )


def format_interval(start: date, end: date, locale: str, digits: str | None = None) -> str:
    """From one day to another, once what they share: 24–26 Jul."""
    return _format_interval(start, end, locale, digits)


@lru_cache(maxsize=1024)
def _format_interval(start: date, end: date, locale: str, digits: str | None) -> str:
    if start == end:
        return format_date(start, locale, "d MMMM", digits)
    return _plain(babel_interval(start, end, "MMMMd", locale=_days(locale)), locale, digits)


def latin_digits(text: str) -> str:
    """What a person typed with any of the three digit families, in 0-9."""
    return text.translate(_FAMILIES)
