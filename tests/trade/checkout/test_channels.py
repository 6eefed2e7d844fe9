"""Where a contract is used is its own: on our pages, by a link, at a terminal in a shop, on a bill. It is offered there alone."""

import pytest

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations import ask_by_link, choose_way, give_in_shop, refund_order
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered
from tadamun.trade.checkout.operations.terminals import ReceiptUsed, pay_at_terminal
from tadamun.trade.checkout.queries import ways_for
from tadamun.trade.orders.models import SellerOrder
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Contract, Payment, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.queries import methods_for, terminal_for
from tadamun.treasury.payouts.clearing import gateway_balances
from tests.factories import make_organisation, make_product, make_purchase, orders_of, variant_of
from tests.standing import standing
from tests.trade.checkout.test_linking import Shop

pytestmark = pytest.mark.django_db
C, G = Contract.Channel, SellerOrder.GoodsState
PRICE = Money(45_000, "MAD")


@standing
def shop() -> Shop:
    return Shop()


def contract(shop: Shop, provider: str, channels: list[str], **settings: str) -> Contract:
    """Filled in as its examples say."""
    fields = GATEWAYS[provider].fields
    filled = {
        field.name: field.choices[0] if field.choices else field.example or "x"
        for field in fields
        if not field.secret
    }
    return write_contract(
        shop.market, provider=provider, acquirer="Banque", channels=channels, active=True, settings={**filled, **settings},
        secrets={field.name: "x" for field in fields if field.secret},
    )  # fmt: skip


@pytest.fixture
def terminal(shop: Shop) -> Contract:
    return contract(
        shop, "terminal", ["terminal"], merchant="1", sellers=f"AAA, {shop.organisation.code.lower()}"
    )


def asked(shop: Shop, key: str = "one") -> SellerOrder:
    return orders_of(shop.ask(key=key))[0]


@pytest.mark.parametrize("channel", [C.WEB, C.LINK, C.TERMINAL, C.BILL])
def test_each_way_is_offered_where_its_contract_says(shop: Shop, channel: str) -> None:
    provider = next(
        name for name, gateway in GATEWAYS.items() if channel in gateway.channels and name != "est"
    )
    made = contract(shop, provider, [channel])
    for each in (C.WEB, C.LINK, C.TERMINAL, C.BILL):
        assert (made.method in methods_for(shop.market, PRICE, "MA", each)) == (each == channel)


def test_a_protocol_is_not_used_where_it_cannot_be(shop: Shop) -> None:
    made = contract(shop, "est", ["terminal", "bill"])
    assert all(made.method not in methods_for(shop.market, PRICE, "MA", each) for each in C.values)


def test_a_bill_is_for_an_order_that_stands(shop: Shop) -> None:
    bill = contract(shop, "binga", ["bill"])
    assert bill.method not in methods_for(shop.market, PRICE, "MA")
    bought = make_purchase(shop.market, [shop.rug], method="bank_transfer")
    with scope(market_id=shop.market.pk):
        assert bill.method in ways_for(bought, PRICE)
        assert choose_way(bought, bill.method).contract == bill
    asked_for = shop.ask(key="two")
    with scope(market_id=shop.market.pk), pytest.raises(NotOffered):
        choose_way(asked_for, bill.method)


@pytest.mark.broad
def test_the_receipt_of_the_terminal_pays_once(shop: Shop, terminal: Contract) -> None:
    order = asked(shop)
    assert pay_at_terminal(order, receipt=" ٠٠٠١٢٣ a ")
    assert shop.payment().state == Payment.State.CAPTURED
    assert asked_state(order) == G.TO_ACCEPT
    with pytest.raises(NothingToPay):
        pay_at_terminal(order, receipt="000124")
    with scope(market_id=shop.market.pk):
        assert gateway_balances(shop.market.pk, "MAD") == [(terminal, PRICE)]
        assert list(verify_ledger()) == []
    other = asked(shop, "two")
    with pytest.raises(ReceiptUsed):
        pay_at_terminal(other, receipt="000123 A")
    assert asked_state(other) == G.TO_PAY
    with scope(market_id=shop.market.pk):
        assert give_in_shop(SellerOrder.objects.select_related("market", "purchase").get(pk=order.pk))


def test_only_by_who_holds_one_and_not_on_the_buyers_page(shop: Shop, terminal: Contract) -> None:
    order = asked(shop)
    with scope(market_id=shop.market.pk):
        assert terminal.method not in ways_for(order.purchase, PRICE)
        with pytest.raises(NotOffered):
            choose_way(order.purchase, terminal.method)
        stranger = make_organisation(shop.market)
        assert terminal_for(shop.market, stranger.code, PRICE) == ""
        assert terminal_for(shop.market, shop.organisation.code, PRICE) == terminal.method
    with everything("a test's own sale"):
        sale = ask_by_link(
            stranger, shop.market, variant_of(make_product(stranger)), key="hers", language="fr"
        )
    with pytest.raises(NotOffered):
        pay_at_terminal(orders_of(sale)[0], receipt="1")
    with pytest.raises(NotOffered):
        pay_at_terminal(order, receipt="  ")


def test_what_was_paid_there_is_given_back_by_hand(shop: Shop, terminal: Contract) -> None:
    order = asked(shop)
    pay_at_terminal(order, receipt="77")
    with scope(market_id=shop.market.pk):
        order = SellerOrder.objects.select_related("market", "purchase").get(pk=order.pk)
        refund_order(order, goods=PRICE, delivery=Money(0, "MAD"), reason="flaw")
        assert Refund.objects.get().provider == "hand"


def asked_state(order: SellerOrder) -> str:
    with everything("a test's own order"):
        return SellerOrder.objects.get(pk=order.pk).goods_state
