"""A seller asks a visitor in her shop for money by a link: a purchase as any other, over the counter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.db.models import Sum

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.stock.operations import free, hold
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.jobs import cancel_unanswered
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.operations import ask_by_link, choose_way, give_in_shop, hear_notice, refund_order
from tadamun.trade.checkout.operations.paying import NotOffered
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.checkout.queries import is_by_link, ways_for
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.papers.operations import issue_invoice
from tadamun.trade.papers.rendering import pdf_of
from tadamun.trade.papers.ubl import xml_of
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.operations import note_begun, write_contract
from tadamun.treasury.payments.providers.base import Said, Start
from tadamun.treasury.payments.providers.est import NUMERIC, ver3
from tests.factories import make_market, make_organisation, make_product, orders_of, variant_of
from tests.standing import standing

pytestmark = pytest.mark.django_db
KEY = "TEST1234"
G, M = SellerOrder.GoodsState, SellerOrder.MoneyState


class Shop:
    """A seller with a rug, in a market whose bank takes cards by link."""

    def __init__(self) -> None:
        self.market = make_market()
        self.contract = make_contract(self.market, ["link"])
        self.organisation = make_organisation(self.market)
        self.rug = make_product(self.organisation, price=45000, quantity=3)

    def ask(self, product: Product | None = None, quantity: int = 1, key: str = "one") -> Purchase:
        """As the workshop does, in the scope of the seller."""
        with scope(market_id=self.market.pk, organisation_id=self.organisation.pk):
            return ask_by_link(
                self.organisation, self.market, variant_of(product or self.rug), quantity, key=key, language="fr"
            )  # fmt: skip

    def refused(self, product: Product | None = None, quantity: int = 1) -> list[Code]:
        with pytest.raises(CannotPlace) as refusal:
            self.ask(product, quantity)
        with everything("a test's own rows"):
            assert not Purchase.objects.exists()
            assert not Cart.objects.exists()
        return [problem.code for problem in refusal.value.problems]

    def payment(self) -> Payment:
        with scope(market_id=self.market.pk):
            return Payment.objects.select_related("market", "contract").order_by("-pk")[0]

    def pay(self) -> None:
        """The bank says, truly signed, that a card paid."""
        payment = self.payment()
        note_begun(payment, Start())
        fields = {
            "oid": payment.code, "clientid": "600000001", "amount": f"{payment.amount.major}",
            "currency": NUMERIC[payment.currency], "ProcReturnCode": "00", "Response": "Approved",
            "TransId": f"T-{payment.code}", "mdStatus": "1", "MaskedPan": "400000***0010", "TranType": "PreAuth",
        }  # fmt: skip
        fields["HASH"] = ver3(fields.items(), KEY)
        hear_notice("est", self.contract.code, Said(urlencode(fields).encode(), {}))

    def balance(self, kind: str) -> int:
        with everything("a test's own book"):
            accounts = Account.objects.filter(kind=kind)
            owed = Entry.objects.filter(credit__in=accounts).aggregate(sum=Sum("amount_minor"))["sum"] or 0
            had = Entry.objects.filter(debit__in=accounts).aggregate(sum=Sum("amount_minor"))["sum"] or 0
            return owed - had


def make_contract(market: Market, channels: list[str]) -> Contract:
    return write_contract(
        market, provider="est", acquirer="Banque d’essai", channels=channels, active=True,
        settings={"page_url": "https://bank.test/fim/est3Dgate", "client_id": "600000001", "tran_type": "PreAuth"},
        secrets={"storekey": KEY},
    )  # fmt: skip


@standing
def shop() -> Shop:
    return Shop()


def test_it_is_a_purchase_over_the_counter(shop: Shop) -> None:
    purchase = shop.ask(quantity=2)
    (order,) = orders_of(purchase)
    assert purchase.total == purchase.goods == Money(90000, "MAD")
    assert purchase.delivery == Money(0, "MAD")
    assert (purchase.full_name, purchase.phone, purchase.city, purchase.country) == ("", "", "", "MA")
    assert purchase.city_name, "where it is handed over is written on papers"
    assert (order.goods_state, order.arrives_to) == (G.TO_PAY, clock.today())
    assert free(variant_of(shop.rug)) == 1
    due = shop.payment().due_at
    assert due and timedelta(hours=23, minutes=59) < due - clock.now() <= timedelta(hours=24)


def test_asked_again_with_one_key_it_is_one_purchase(shop: Shop) -> None:
    assert shop.ask().pk == shop.ask().pk
    assert shop.ask(key="two").pk != shop.ask().pk
    assert free(variant_of(shop.rug)) == 1


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_purchase() -> None:
    shop = Shop()
    piece = make_product(shop.organisation, mode=Variant.Mode.UNIQUE, quantity=1)
    both = Barrier(2)

    def press(_: int) -> int:
        try:
            both.wait(10)
            return shop.ask(piece).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(press, range(2))
    assert first == second


@pytest.mark.broad
def test_paid_it_is_in_the_book_and_given(shop: Shop) -> None:
    purchase = shop.ask()
    shop.pay()
    (order,) = orders_of(purchase)
    assert (order.goods_state, order.money_state) == (G.TO_ACCEPT, M.PAID)
    assert (shop.balance("gateway"), shop.balance("buyers")) == (-45000, 45000)
    assert give_in_shop(order)
    assert not give_in_shop(order)
    (order,) = orders_of(purchase)
    assert order.goods_state == G.DELIVERED
    assert shop.balance("held_for_seller") == order.earning.minor
    assert not list(verify_ledger())


@pytest.mark.broad
def test_without_a_name_it_has_its_invoice_and_its_refund(shop: Shop) -> None:
    purchase = shop.ask()
    shop.pay()
    (order,) = orders_of(purchase)
    give_in_shop(order)
    (order,) = orders_of(purchase)
    invoice = issue_invoice(order)
    assert pdf_of(invoice).startswith(b"%PDF")
    assert b"<cbc:Name" in xml_of(invoice)
    refund_order(order, goods=Money(5000, "MAD"), delivery=Money(0, "MAD"), reason="flaw")
    assert orders_of(purchase)[0].money_state == M.REFUND_DUE
    assert not list(verify_ledger())


def test_unpaid_it_is_not_given(shop: Shop) -> None:
    (order,) = orders_of(shop.ask())
    with pytest.raises(WrongState):
        give_in_shop(order)
    assert orders_of(Purchase(pk=order.purchase_id))[0].goods_state == G.TO_PAY


def test_after_a_day_the_goods_are_free_again(shop: Shop) -> None:
    purchase = shop.ask(quantity=3)
    with clock.shifted(timedelta(hours=23)):
        cancel_unanswered()
    assert orders_of(purchase)[0].goods_state == G.TO_PAY
    with clock.shifted(timedelta(hours=24, minutes=1)):
        cancel_unanswered()
    assert orders_of(purchase)[0].goods_state == G.CANCELLED
    assert free(variant_of(shop.rug)) == 3


def test_another_try_keeps_its_day_and_its_ways(shop: Shop) -> None:
    purchase = shop.ask()
    due = shop.payment().due_at
    with scope(market_id=shop.market.pk):
        assert is_by_link(purchase)
        assert ways_for(purchase, purchase.total) == (shop.contract.method,)
        assert choose_way(purchase, shop.contract.method).due_at == due
        with pytest.raises(NotOffered):
            choose_way(purchase, "cash_on_delivery")


def test_what_is_gone_is_not_asked_for(shop: Shop) -> None:
    assert shop.refused(quantity=4) == [Code.FEWER_LEFT]
    empty = make_product(shop.organisation, quantity=0)
    assert shop.refused(empty) == [Code.SOLD_OUT]


def test_a_piece_in_somebodys_basket_is_not_asked_for(shop: Shop) -> None:
    piece = make_product(shop.organisation, mode=Variant.Mode.UNIQUE, quantity=1)
    hold(variant_of(piece), 1, holder="cart:0", minutes=10)
    assert shop.refused(piece) == [Code.HELD_BY_ANOTHER]


def test_a_piece_of_its_own_kind_is_taken_once(shop: Shop) -> None:
    piece = make_product(shop.organisation, mode=Variant.Mode.UNIQUE, quantity=1)
    assert shop.ask(piece, quantity=5).total == Money(45000, "MAD")
    assert free(variant_of(piece)) == 0


def test_another_sellers_product_is_refused(shop: Shop) -> None:
    theirs = make_product(make_organisation(shop.market))
    with everything("a test's own product"):
        variant = variant_of(theirs)
    with pytest.raises(CannotPlace) as refusal:
        ask_by_link(shop.organisation, shop.market, variant, key="one", language="fr")
    assert [problem.code for problem in refusal.value.problems] == [Code.GONE]
    assert free(variant) == 10


def test_a_market_without_such_a_contract_offers_none(shop: Shop) -> None:
    shop.market = make_market("autre")
    make_contract(shop.market, ["web"])
    shop.organisation = make_organisation(shop.market)
    assert shop.refused(make_product(shop.organisation)) == [Code.METHOD_NOT_OFFERED]
