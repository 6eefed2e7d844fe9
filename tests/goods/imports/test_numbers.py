"""Prices, counts and measures as people and tools write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.goods.imports.numbers import (
    BadNumber,
    parse_count,
    parse_currency,
    parse_measure,
    parse_price,
    parse_stock,
    written_price,
)
from tadamun.kernel.money import EXPONENTS, MAX_MINOR, exponent

READ = [
    ("1450", "MAD", 145000),
    ("1450.5", "MAD", 145050),
    ("1450.50", "MAD", 145050),
    ("1450.500", "MAD", 145050),
    ("12,50", "MAD", 1250),
    ("1,234.50", "MAD", 123450),
    ("1.234,50", "MAD", 123450),
    ("1 234,50", "MAD", 123450),
    ("1\u00a0234,50", "MAD", 123450),
    ("1\u202f234\u202f567,5", "MAD", 123456750),
    ("1'234.50", "EUR", 123450),
    ("1,234,567", "MAD", 123456700),
    ("1,234", "MAD", 123400),
    ("45.00 MAD", "MAD", 4500),
    ("MAD 45.00", "MAD", 4500),
    ("45 DH", "MAD", 4500),
    ("45 د.م.", "MAD", 4500),
    ("٤٥٫٥٠ درهم", "MAD", 4550),
    ("١٬٢٣٤٫٥٠", "MAD", 123450),
    ("۱۲۳۴", "MAD", 123400),
    ("\u200f12,5\u200e", "MAD", 1250),
    ("$12.50", "USD", 1250),
    ("12,50 €", "EUR", 1250),
    ("₪ 99", "ILS", 9900),
    ("12.345", "JOD", 12345),
    ("1,234.500", "JOD", 1234500),
    ("12,3450 JD", "JOD", 12345),
    (".5", "MAD", 50),
    ("5.", "MAD", 500),
    ("+5", "MAD", 500),
    ("1500", "XOF", 1500),
]
REFUSED = [
    ("12.345", "MAD", "price_decimals"),
    ("12.3456", "JOD", "price_decimals"),
    ("5.5", "XOF", "price_decimals"),
    ("12,345", "JOD", "price_ambiguous"),
    ("-5", "MAD", "price_negative"),
    ("−5,00", "MAD", "price_negative"),
    ("(5)", "MAD", "price_negative"),
    ("-5.00 MAD", "MAD", "price_negative"),
    ("5 USD", "MAD", "currency_mismatch"),
    ("abc", "MAD", "price_unreadable"),
    ("-", "MAD", "price_unreadable"),
    ("1.2.3", "MAD", "price_unreadable"),
    ("1,23,456.00", "MAD", "price_unreadable"),
    ("1e5", "MAD", "price_unreadable"),
    ("12²", "MAD", "price_unreadable"),
    ("=1+1", "MAD", "price_unreadable"),
    ("MAD", "MAD", "price_unreadable"),
    ("99999999999.00", "MAD", "price_too_large"),
    ("1" * 60, "MAD", "price_too_large"),
]


@pytest.mark.parametrize(("text", "currency", "minor"), READ)
def test_reads(text: str, currency: str, minor: int) -> None:
    assert parse_price(text, currency) == (minor, currency)


@pytest.mark.parametrize(("text", "currency", "code"), REFUSED)
def test_refuses_with_a_reason(text: str, currency: str, code: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_price(text, currency)
    assert refused.value.code == code


def test_a_currency_beside_the_price_counts_when_the_file_names_none() -> None:
    assert parse_price("45.500 JOD", "MAD", named=False) == (45500, "JOD")


@given(st.sampled_from(sorted(EXPONENTS)), st.integers(0, MAX_MINOR))
def test_what_we_write_we_read(currency: str, minor: int) -> None:
    assert parse_price(written_price(minor, currency), currency) == (minor, currency)


@given(st.sampled_from(["MAD", "USD", "ILS"]), st.integers(0, 10**9), st.sampled_from(["ar", "fr", "plain"]))
def test_every_writing_of_an_amount_is_the_amount(currency: str, minor: int, manner: str) -> None:
    whole, part = divmod(minor, 10 ** exponent(currency))
    text = f"{whole:,}.{part:02d}"
    if manner == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    if manner == "ar":
        text = text.replace(",", "٬").replace(".", "٫").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert parse_price(text, currency) == (minor, currency)


@pytest.mark.broad
@given(st.text(max_size=30))
def test_nothing_but_a_reason_comes_of_noise(text: str) -> None:
    for parse in (lambda: parse_price(text, "MAD"), lambda: parse_count(text), lambda: parse_measure(text)):
        try:
            parse()
        except BadNumber as error:
            assert error.code


@pytest.mark.parametrize(
    ("text", "code"),
    [("mad", "MAD"), (" DH ", "MAD"), ("درهم", "MAD"), ("€", "EUR"), ("nis", "ILS"), ("xof", "XOF")],
)
def test_currencies_by_code_symbol_or_word(text: str, code: str) -> None:
    assert parse_currency(text) == code


def test_an_unknown_currency_says_which_are_known() -> None:
    with pytest.raises(BadNumber) as refused:
        parse_currency("ZWL")
    assert refused.value.code == "currency_unknown"
    assert "MAD" in str(refused.value.params["accepted"])


def test_counts() -> None:
    assert [parse_count(text) for text in ("5", "٥", "5.0", "1 000", "+3", "007")] == [5, 5, 5, 1000, 3, 7]
    assert parse_stock("-3") == 0
    for text, code in (("-1", "count_negative"), ("1.5", "count_unreadable"), ("x", "count_unreadable")):
        with pytest.raises(BadNumber) as refused:
            parse_count(text)
        assert refused.value.code == code
    with pytest.raises(BadNumber):
        parse_count("9999999999")


def test_measures_are_rounded_half_up() -> None:
    assert parse_measure("0.0005", Decimal(1000)) == 1
    assert parse_measure("1,5", Decimal(10)) == 15
    assert parse_measure("٢٫٥", Decimal(1000)) == 2500
    assert parse_measure("3200") == 3200
    with pytest.raises(BadNumber):
        parse_measure("-1")
    with pytest.raises(BadNumber):
        parse_measure("10000000001")
