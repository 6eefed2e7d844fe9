"""An order paid by card, as its gateway and its buyer leave it."""

from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import settle_payment
from tadamun.trade.orders.models import SellerOrder
from tadamun.treasury.payments.models import Contract, Payment, Refund
from tadamun.treasury.payments.operations import note_begun, write_contract
from tadamun.treasury.payments.providers.base import Start
from tests.web.backoffice.conftest import MakeOrder


def card_contract(market: Market, api_url: str = "") -> Contract:
    """Of an acquirer that listens nowhere, unless an address is given."""
    return write_contract(
        market, provider="est", acquirer="Banque d’essai", channels=["web"], active=True,
        settings={
            "page_url": "https://bank.test/fim", "client_id": "600000001", "tran_type": "PreAuth", "api_url": api_url,
        },
        secrets={"storekey": "TEST1234"},
    )  # fmt: skip


def sent_to_gateway(market: Market, make_order: MakeOrder, api_url: str = "") -> Payment:
    order = make_order(method=card_contract(market, api_url).method)
    payment = payment_for(order)
    note_begun(payment, Start())
    return payment


def paid_by_card(market: Market, make_order: MakeOrder, api_url: str = "") -> SellerOrder:
    payment = sent_to_gateway(market, make_order, api_url)
    settle_payment(payment, key="gateway/1", reference="TX-1")
    with everything("a test's own order"):
        return SellerOrder.objects.select_related("market", "purchase").get(
            purchase__code=payment.subject.partition(":")[2]
        )


def payment_for(order: SellerOrder) -> Payment:
    with scope(market_id=order.market_id):
        rows = Payment.objects.select_related("market", "contract")
        return rows.get(subject=str(order.purchase.reference))


def only_refund() -> Refund:
    with everything("a test's own refund"):
        return Refund.objects.select_related("payment__market", "payment__contract").get()
