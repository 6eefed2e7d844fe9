"""Money adds up and splits without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel.money import MAX_MINOR, AmountTooLarge, CurrencyMismatch, Money, UnknownCurrency, total

amounts = st.integers(-(10**9), 10**9)


@pytest.mark.broad
@given(amounts, st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_parts_sum_to_the_whole(minor: int, weights: list[int]) -> None:
    whole = Money(minor, "MAD")
    parts = whole.split(weights)
    assert total(parts, "MAD") == whole
    assert all(part.minor * minor >= 0 for part in parts)


@given(amounts)
def test_major_and_minor_agree(minor: int) -> None:
    assert Money.of(Money(minor, "JOD").major, "JOD").minor == minor


def test_three_decimals_belong_to_the_dinar_alone() -> None:
    assert Money.of("1.234", "JOD").minor == 1234
    with pytest.raises(ValueError, match="more decimals"):
        Money.of("1.234", "MAD")


def test_refusals() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "MAD") + Money(1, "EUR")
    with pytest.raises(UnknownCurrency):
        Money(1, "XXX")
    with pytest.raises(AmountTooLarge):
        Money(MAX_MINOR + 1, "MAD")
    with pytest.raises(TypeError):
        Money(1.5, "MAD")  # type: ignore[arg-type]
