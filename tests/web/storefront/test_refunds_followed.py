"""Her money on its way back, on the page where she follows her order."""

from typing import Any

import pytest

from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import (
    cancel_order,
    choose_way,
    execute_refund,
    settle_payment,
    settle_transfer,
)
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import note_begun, write_contract
from tadamun.treasury.payments.providers.base import Start
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of
from tests.standing import standing
from tests.web.storefront.shopper import Shopper, text_of

pytestmark = pytest.mark.django_db


@standing
def market() -> Market:
    return make_market()


def place(market: Market, method: str) -> Purchase:
    return make_purchase(market, [make_product(make_organisation(market))], method=method)


def card(market: Market) -> str:
    contract = write_contract(
        market, provider="est", acquirer="Banque d’essai", channels=["web"], active=True, names={"fr": "Ma carte"},
        settings={"page_url": "https://bank.test/fim", "client_id": "1", "tran_type": "PreAuth"},
        secrets={"storekey": "x"},
    )  # fmt: skip
    return contract.method


def page(purchase: Purchase, language: str = "fr") -> str:
    return text_of(Shopper(purchase.market, language).get(f"orders/{purchase.secret}/"))


def latest() -> Payment:
    with everything("a test's own payment"):
        return Payment.objects.select_related("market", "contract").latest("pk")


def refund() -> Refund:
    with everything("a test's own refund"):
        return Refund.objects.select_related("payment__market", "payment__contract").get()


@pytest.mark.broad
def test_decided_then_sent_by_hand(market: Market) -> None:
    purchase = place(market, "bank_transfer")
    settle_transfer(purchase, reference="VIR 1")
    assert 'id="refunds"' not in _html(purchase)
    cancel_order(orders_of(purchase)[0], reason="x")
    before = page(purchase, "en")
    assert "Your refund" in before
    assert "Not sent yet" in before
    assert "by the market" in before
    execute_refund(refund(), reference="VIR 2")
    after = page(purchase, "en")
    assert "Not sent yet" not in after
    assert "VIR 2" not in after


def _html(purchase: Purchase) -> str:
    return str(Shopper(purchase.market, "fr").get(f"orders/{purchase.secret}/").content.decode())


@pytest.mark.broad
def test_paid_twice_the_second_goes_back_to_her_card(market: Market) -> None:
    """No fact of the order tells of it: it never was this order's money."""
    purchase = place(market, card(market))
    first = latest()
    note_begun(first, Start())
    with everything("a test's own purchase"):
        choose_way(Purchase.objects.select_related("market").get(pk=purchase.pk), first.method)
    second = latest()
    note_begun(second, Start())
    settle_payment(second, key="a")
    settle_payment(first, key="b")
    assert refund().reason == "twice"
    assert "Ma carte" in page(purchase)
    assert 'id="refunds"' in _html(purchase)


def test_no_question_is_asked_for_cash(market: Market, django_assert_num_queries: Any) -> None:
    purchase = place(market, "cash_on_delivery")
    shopper = Shopper(market, "fr")
    shopper.get(f"orders/{purchase.secret}/")
    with django_assert_num_queries(7):
        shopper.get(f"orders/{purchase.secret}/")
