"""Whose cash it is: each carrier's apart, also of what was collected before they were."""

from importlib import import_module

import pytest
from django.apps import apps

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payouts.clearing import carrier_balances
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of
from tests.trade.papers.selling import sell

pytestmark = pytest.mark.django_db
A = Account.Kind


@pytest.mark.broad
def test_cash_stands_with_the_carrier_that_took_the_parcel() -> None:
    market = make_market()
    for carrier in ("Amana", "CTM  Messagerie", "self"):
        sell(market, carrier=carrier)
    found = carrier_balances(market.pk, "MAD")
    assert {name: amount.minor for name, amount in found.items()} == {
        "Amana": 47_500,
        "CTM Messagerie": 47_500,
    }


@pytest.mark.broad
def test_what_was_collected_together_is_told_apart() -> None:
    """Three parcels on one account, the first and half of the second brought: the newest are still with their carriers."""
    market = make_market()
    for number, carrier in enumerate(("Amana", "CTM", "Amana"), 1):
        (order,) = orders_of(
            make_purchase(market, [make_product(make_organisation(market))], method="bank_transfer")
        )
        with everything("a test's own parcel"):
            apps.get_model("shipping", "Parcel")._base_manager.create(order=order, carrier=carrier)
        with scope(market_id=market.pk):
            _post(
                market, f"t/{number}", str(order.reference), "received", A.CASH_WITH_CARRIER, A.BUYERS, 10_000
            )
    _post(market, "t/back", "carrier:all", "settled", A.BANK, A.CASH_WITH_CARRIER, 15_000)
    tell_apart = import_module("tadamun.trade.shipping.migrations.0002_cash_by_carrier").tell_apart
    with everything("a migration"):
        tell_apart(apps, None)
        tell_apart(apps, None)
        assert Entry.objects.filter(kind="carrier_named").count() == 2
    found = carrier_balances(market.pk, "MAD")
    assert {name: amount.minor for name, amount in found.items()} == {"Amana": 10_000, "CTM": 5_000}
    assert list(verify_ledger()) == []


def _post(market: Market, key: str, subject: str, kind: str, debit: str, credit: str, minor: int) -> None:
    posting = Posting(kind, debit, credit, Money(minor, "MAD"))
    with everything("a test"):
        post(market, key=key, subject=subject, postings=[posting])
