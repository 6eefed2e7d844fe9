"""Numbers, money and dates as CLDR writes them in Morocco and Palestine."""

from datetime import UTC, date, datetime

import pytest

from tadamun.kernel.formats import (
    format_date,
    format_instant,
    format_interval,
    format_money,
    format_number,
    latin_digits,
)
from tadamun.kernel.money import Money

RLM, NBSP, NNBSP = "\u200f", "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("locale", "digits", "text"),
    [
        ("ar-MA", None, f"{RLM}1.450{NBSP}د.م.{RLM}"),
        ("ar-PS", None, f"{RLM}١٬٤٥٠{NBSP}د.م.{RLM}"),
        ("ar-PS", "latn", f"{RLM}1,450{NBSP}د.م.{RLM}"),
        ("fr-MA", None, f"1{NNBSP}450{NBSP}MAD"),
        ("en", None, f"MAD{NBSP}1,450"),
    ],
)
def test_whole_prices(locale: str, digits: str | None, text: str) -> None:
    assert format_money(Money(145000, "MAD"), locale, digits=digits) == text


def test_a_price_with_cents_shows_all_its_decimals() -> None:
    assert "1.450,50" in format_money(Money(145050, "MAD"), "ar-MA")
    assert "12,345" in format_money(Money(12345, "JOD"), "fr-MA")


def test_months_are_those_of_the_country() -> None:
    assert format_date(date(2026, 8, 12), "ar-MA") == "12 غشت 2026"
    assert format_date(date(2026, 8, 12), "ar-PS") == "١٢ آب ٢٠٢٦"
    assert format_date(date(2026, 8, 12), "fr-MA") == "12 août 2026"
    assert format_interval(date(2026, 7, 24), date(2026, 7, 26), "ar-MA") == "24–26 يوليوز"


def test_numbers_and_typed_digits() -> None:
    assert format_number(12345, "ar-MA") == "12.345"
    assert latin_digits("٠٦۱2") == "0612"


def test_plain_english_says_days_in_one_order() -> None:
    day, at = date(2026, 5, 10), datetime(2026, 5, 10, 15, 4, tzinfo=UTC)
    assert [format_date(day, "en", style) for style in ("short", "medium", "long", "d MMMM y")] == [
        "10/05/2026", "10 May 2026", "10 May 2026", "10 May 2026",
    ]  # fmt: skip
    assert format_instant(at, "en", "Africa/Casablanca", "short") == "10/05/2026, 16:04"
    assert format_date(day, "en-US", "medium") == "May 10, 2026"
    assert format_interval(day, date(2026, 5, 12), "en") == "10–12 May"
