"""Money, numbers, days and translated words as elements, in the locale of the page that asks.

A page's context says which: `page_locale` (Babel code), `page_digits` (`latn`, `arab` or None), `page_zone`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tadamun.kernel import formats
from tadamun.kernel.money import Money
from tadamun.kernel.text import chosen

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def direction(language: str) -> str:
    """`rtl` or `ltr`, by a language or locale code."""
    return "rtl" if language[:2] in _RIGHT_TO_LEFT else "ltr"


def _locale(context: Context) -> str:
    return str(context.get("page_locale") or "en")


def _digits(context: Context) -> str | None:
    return context.get("page_digits") or None


def money_text(context: Context, amount: Money) -> str:
    """The price as a person reads it."""
    return formats.format_money(amount, _locale(context), digits=_digits(context))


def money_html(context: Context, amount: Money) -> SafeString:
    """Isolated with the direction of the locale, so that the currency stays on its side in a mixed line."""
    return _money_html(amount, _locale(context), _digits(context))


@lru_cache(maxsize=4096)
def _money_html(amount: Money, locale: str, digits: str | None) -> SafeString:
    words = formats.format_money(amount, locale, digits=digits)
    return format_html('<bdi dir="{}">{}</bdi>', direction(locale), words)


def number_text(context: Context, value: int | Decimal) -> str:
    """A number with the grouping and digits of the page."""
    return formats.format_number(value, _locale(context), _digits(context))


def number_html(context: Context, value: int | Decimal) -> SafeString:
    """A number, isolated."""
    return format_html("<bdi>{}</bdi>", number_text(context, value))


def percent_html(context: Context, value: int | Decimal) -> SafeString:
    """A percentage, isolated: 12 is 12 %."""
    text = formats.format_share(Decimal(value) / 100, _locale(context), _digits(context))
    return format_html("<bdi>{}</bdi>", text)


def date_text(context: Context, value: date, style: str = "long") -> str:
    """A day; `style` is short, medium, long, full or a CLDR pattern."""
    return formats.format_date(value, _locale(context), style, _digits(context))


def date_html(context: Context, value: date, style: str = "long") -> SafeString:
    """A day with its machine-readable twin."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_text(context, value, style))


def instant_html(context: Context, value: datetime, style: str = "medium") -> SafeString:
    """Day and time in the zone of the page."""
    zone = str(context.get("page_zone") or "UTC")
    text = formats.format_instant(value, _locale(context), zone, style, _digits(context))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), text)


def interval_html(context: Context, start: date, end: date) -> SafeString:
    """From one day to another, saying once what they share."""
    text = formats.format_interval(start, end, _locale(context), _digits(context))
    return format_html("<bdi>{}</bdi>", text)


def words_html(context: Context, text: Mapping[str, Any] | None) -> SafeString:
    """Translated text in the page's language; marked with its own language when it is a fallback."""
    language = str(context.get("page_lang") or "en").partition("-")[0]
    words, found = chosen(text, language)
    if found == language:
        return format_html("<bdi>{}</bdi>", words)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', found, direction(found), words)
