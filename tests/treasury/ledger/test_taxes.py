"""What the market owes the state: paid once, set off, taken back; the book stays at zero."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post, receive_gift
from tadamun.treasury.ledger.queries import had_by, verify_ledger
from tadamun.treasury.ledger.taxes import (
    TAXES,
    NothingOwed,
    TaxPaid,
    pay_tax,
    take_back_tax,
    tax_accounts,
    taxes_paid,
)
from tests.factories import make_market

pytestmark = pytest.mark.django_db
SALE, FEE, A = Account.Kind.SALE_VAT, Account.Kind.FEE_VAT, Account.Kind
LATER = timedelta(days=1)


def mad(minor: int) -> Money:
    return Money(minor, "MAD")


def owe(market: Market, key: str, **amounts: Money) -> None:
    """Tax of sales (``sale_vat``) or fees (``fee_vat``); below zero, of purchases and refunds."""
    postings = [
        Posting(kind, A.MARGIN, kind, amount)
        if amount.minor > 0
        else Posting(f"{kind}_back", kind, A.MARGIN, -amount)
        for kind, amount in amounts.items()
    ]
    with transaction.atomic():
        post(market, key=key, subject="order:test", postings=postings)


def left(market: Market, until: datetime | None = None) -> dict[tuple[str, str], int]:
    end = until or clock.now() + LATER
    with scope(market_id=market.pk):
        return {(one.kind, one.left.currency): one.left.minor for one in tax_accounts(end, end)}


def had(market: Market, kind: str, currency: str = "MAD") -> int:
    with everything("a test"):
        return sum(had_by(Account.objects.filter(market=market, kind=kind, currency=currency)).values())


def paid(market: Market) -> list[TaxPaid]:
    with scope(market_id=market.pk):
        return taxes_paid()


def pay(market: Market, amount: Money, reference: str = "DGI-1", until: datetime | None = None) -> bool:
    return pay_tax(
        market, currency=amount.currency, until=until or clock.now() + LATER, paid=amount, reference=reference
    )


def test_what_is_owed_is_paid_once_and_leaves_the_bank() -> None:
    market = make_market()
    owe(market, "one", sale_vat=mad(2417), fee_vat=mad(300))
    assert pay(market, mad(2717))
    assert not pay(market, mad(2717))
    with pytest.raises(NothingOwed):
        pay(market, mad(2717), "DGI-2")
    assert left(market) == {(SALE, "MAD"): 0, (FEE, "MAD"): 0} and had(market, A.BANK) == -2717
    (row,) = paid(market)
    assert (row.reference, row.amount, row.taken_back) == ("DGI-1", mad(2717), False)


def test_what_comes_after_the_month_waits_for_the_next_payment() -> None:
    market = make_market()
    owe(market, "one", fee_vat=mad(100))
    month = clock.now() + timedelta(seconds=1)
    with clock.shifted(LATER):
        owe(market, "two", fee_vat=mad(40))
        assert pay(market, mad(100), until=month)
        assert left(market, month) == {(FEE, "MAD"): 0}
        assert left(market, clock.now() + LATER) == {(FEE, "MAD"): 40}
        with scope(market_id=market.pk):
            (one,) = tax_accounts(month, clock.now() + LATER)
        assert one.moved == (("fee_vat", mad(40)),)  # a payment belongs to no month's declaration


def test_a_credit_is_set_off_and_more_credit_than_tax_waits() -> None:
    market = make_market()
    owe(market, "one", sale_vat=mad(-30), fee_vat=mad(100))
    assert pay(market, mad(70))
    assert set(left(market).values()) == {0} and had(market, A.BANK) == -70
    owe(market, "two", sale_vat=mad(-50), fee_vat=mad(20))
    with pytest.raises(NothingOwed):
        pay(market, mad(20), "DGI-2")
    assert left(market) == {(SALE, "MAD"): -50, (FEE, "MAD"): 20}


def test_another_amount_than_is_owed_is_refused_and_nothing_written() -> None:
    market = make_market()
    owe(market, "one", fee_vat=mad(100))
    for wrong in (mad(99), mad(101), Money(100, "JOD")):
        with pytest.raises(ValueError, match="were paid"):
            pay_tax(market, currency="MAD", until=clock.now() + LATER, paid=wrong, reference="DGI-1")
    assert not paid(market) and left(market) == {(FEE, "MAD"): 100}


def test_tax_of_another_currency_goes_through_the_exchange() -> None:
    market = make_market()
    owe(market, "one", fee_vat=Money(1_234, "JOD"))
    assert pay_tax(market, currency="JOD", until=clock.now() + LATER, paid=mad(1_720), reference="DGI-9")
    assert left(market) == {(FEE, "JOD"): 0}
    assert (had(market, A.BANK), had(market, A.EXCHANGE), had(market, A.EXCHANGE, "JOD")) == (
        -1720,
        1720,
        -1234,
    )
    assert [(row.reference, row.amount) for row in paid(market)] == [("DGI-9", Money(1_234, "JOD"))]
    assert take_back_tax(market, "DGI-9", reason="a mistake")
    assert had(market, A.BANK) == had(market, A.EXCHANGE) == had(market, A.EXCHANGE, "JOD") == 0


def test_a_payment_recorded_by_mistake_is_taken_back_once_and_owed_again() -> None:
    market = make_market()
    owe(market, "one", sale_vat=mad(-30), fee_vat=mad(100))
    pay(market, mad(70))
    assert take_back_tax(market, "DGI-1", reason="the wrong month")
    assert not take_back_tax(market, "DGI-1", reason="again")
    assert not take_back_tax(market, "DGI-7", reason="never written")
    assert left(market) == {(SALE, "MAD"): -30, (FEE, "MAD"): 100} and had(market, A.BANK) == 0
    assert [row.taken_back for row in paid(market)] == [True]
    assert not pay(market, mad(70)), "its receipt is in the book"
    assert pay(market, mad(70), "DGI-2")


def test_two_markets_may_have_receipts_and_gifts_of_one_number() -> None:
    for slug in ("one", "two"):
        market = make_market(slug)
        owe(market, slug, fee_vat=mad(100))
        assert pay(market, mad(100)) and receive_gift(market, mad(500), reference="VIR-1")
        assert not receive_gift(market, mad(500), reference="VIR-1")
        assert len(paid(market)) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from(["sale_vat", "fee_vat", "pay", "back"]), st.integers(-500, 500)),
        max_size=14,
    )
)
@pytest.mark.broad
def test_whatever_happens_the_bank_paid_what_was_owed_and_is_no_more(steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        market, owed, out, receipts = make_market(), 0, 0, []
        for number, (what, amount) in enumerate(steps):
            if what in TAXES and amount:
                owe(market, f"{number}", **{what: mad(amount)})
                owed += amount
            elif what == "pay" and owed - out > 0:
                assert pay(market, mad(owed - out), f"R{number}")
                receipts.append((f"R{number}", owed - out))
                out = owed
            elif what == "back" and receipts:
                reference, gone = receipts.pop()
                assert take_back_tax(market, reference, reason="a test")
                out -= gone
            assert sum(left(market).values()) == owed - out
            assert had(market, A.BANK) == -out
        with everything("a test"):
            assert Entry.objects.filter(amount_minor__lte=0).count() == 0
        assert not list(verify_ledger())
        transaction.set_rollback(True)
