"""Tax and refunds lose nothing, whatever the amounts."""

from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel.money import Money, total
from tadamun.trade.papers.vat import LIABLE, class_of, shared_back, statuses, tax_back, tax_within
from tadamun.trade.papers.wording import GROUNDS, STATUSES

AMOUNTS = st.lists(st.integers(1, 10**7), min_size=1, max_size=6)


@given(AMOUNTS, st.sampled_from([0, 1000, 1400, 2000]))
def test_taxes_of_lines_sum_to_the_tax_of_the_sum(amounts: list[int], rate: int) -> None:
    lines = [Money(amount, "MAD") for amount in amounts]
    taxes = tax_within(lines, rate)
    whole = sum(amounts)
    assert all(0 <= tax.minor <= line.minor for tax, line in zip(taxes, lines, strict=True))
    assert abs(total(taxes, "MAD").minor - whole * rate / (10_000 + rate)) <= 0.5 + 1e-6


@given(AMOUNTS, st.lists(st.integers(1, 10**6), max_size=6))
def test_credit_notes_never_give_back_more_and_end_exactly(amounts: list[int], refunds: list[int]) -> None:
    left = list(amounts)
    taxes = [tax.minor for tax in tax_within([Money(amount, "MAD") for amount in amounts], 2000)]
    for asked in [*refunds, sum(amounts)]:
        refund = min(asked, sum(left))
        parts = shared_back(refund, left)
        assert sum(parts) == refund
        backs = [tax_back(part, rest, tax) for part, rest, tax in zip(parts, left, taxes, strict=True)]
        left = [rest - part for rest, part in zip(left, parts, strict=True)]
        taxes = [tax - back for tax, back in zip(taxes, backs, strict=True)]
        assert min(left) >= 0
        assert min(taxes) >= 0
    assert (sum(left), sum(taxes)) == (0, 0)


def test_the_nearest_craft_above_decides() -> None:
    assert class_of("carpet-azilal", LIABLE, abroad=False).code == "carpets"
    assert class_of("couscous-barley", LIABLE, abroad=False).ground == "flours"
    assert class_of("handira", LIABLE, abroad=False).rate_bp == 2000
    assert class_of("unknown-craft", LIABLE, abroad=False).code == "standard"
    assert class_of("handira", LIABLE, abroad=True).ground == "export"
    assert class_of("handira", "cooperative", abroad=True).ground == "cooperative"


def test_every_ground_and_status_has_words() -> None:
    assert set(STATUSES) == set(statuses())
    crafts = ("carpets", "couscous", "dates", "olive-oil", "pottery")
    found = {
        class_of(craft, status, abroad=abroad).ground
        for craft in crafts
        for status in statuses()
        for abroad in (True, False)
    }
    assert found - {""} <= set(GROUNDS)
