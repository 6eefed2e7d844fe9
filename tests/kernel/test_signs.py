"""Amounts that were taken: where the sign stands."""

import pytest

from tadamun.kernel.formats import format_money
from tadamun.kernel.money import Money


@pytest.mark.parametrize(
    ("locale", "text"),
    [("ar_MA", "\u200f\u200e-4,40\u00a0د.م.\u200f"), ("fr_MA", "-4,40\u00a0MAD"), ("en", "-MAD\u00a04.40")],
)
def test_the_sign_stays_on_the_left_of_latin_digits(locale: str, text: str) -> None:
    assert format_money(Money(-440, "MAD"), locale) == text
