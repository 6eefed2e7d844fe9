"""From a basket to a settled sale, by the operations alone."""

from datetime import timedelta

import pytest

from tadamun.goods.stock.models import Item
from tadamun.goods.stock.operations import SoldOut, free
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry, OutboxEvent
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything, scope
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.operations import verify_rows
from tadamun.trade.checkout.operations import (
    add_to_cart,
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    open_cart,
    place_order,
    refuse_delivery,
    settle_transfer,
)
from tadamun.trade.checkout.operations.refunding import refund_all
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.operations import WrongState, record_fact
from tadamun.trade.orders.queries import verify_orders
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.trade.shipping.queries import find_place
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import money_to_come, verify_ledger
from tests.factories import (
    BUYER,
    make_market,
    make_organisation,
    make_product,
    make_purchase,
    make_rates,
    orders_of,
    variant_of,
)

pytestmark = pytest.mark.django_db
A = Account.Kind


def all_is_well() -> bool:
    found = [*verify_stock(), *verify_rows(), *verify_orders(), *verify_ledger()]
    assert found == []
    return True


@pytest.mark.broad
def test_a_cash_order_of_two_sellers_is_delivered_and_settled():
    market = make_market()
    sellers = [make_organisation(market), make_organisation(market)]
    rug, jar = make_product(sellers[0], price=45000), make_product(sellers[1], price=8000, quantity=3)
    purchase = make_purchase(market, [rug, jar])

    assert purchase.goods == Money(53000, "MAD")
    assert purchase.delivery == Money(5000, "MAD")
    first, second = orders_of(purchase)
    assert first.goods_state == "to_confirm"
    assert OutboxEvent.objects.filter(kind="PurchasePlaced", payload__code=purchase.code).count() == 1
    assert AuditEntry.objects.filter(action="place_order", subject=str(purchase.reference)).count() == 1
    assert free(variant_of(jar)) == 2

    assert confirm_purchase(purchase) == 2
    assert confirm_purchase(purchase) == 0
    record_fact(first, "accepted")
    pack(first)
    hand_over(first, carrier="Amana", number="QD136777911MA")
    assert deliver_order(first)
    assert not deliver_order(first)
    assert (first.money_state, first.goods_state) == ("paid", "delivered")
    with scope(market_id=market.pk):
        coming = money_to_come(sellers[0].pk)
        assert coming.held == [Money(45000 - 2250, "MAD")]
        assert ripen() == 0
    decline_order(second, reason="broken")
    assert second.goods_state == "cancelled"
    assert free(variant_of(jar)) == 3
    assert all_is_well()


@pytest.mark.broad
def test_the_earning_ripens_when_the_return_period_ends():
    market = make_market()
    seller = make_organisation(market)
    other = make_organisation(market)
    sale = Posting(
        "sale", A.BUYERS, A.HELD_FOR_SELLER, Money(1, "MAD"), credit_of=other.pk, available_at=clock.now()
    )
    post(market, key="sale/bad", subject="nobody", postings=[sale])  # can never ripen, and stops nobody else
    order = _delivered(market, make_product(seller, price=10000))
    with clock.shifted(timedelta(days=8)):
        assert ripen(limit=1) == 1
        assert ripen() == 0
    with scope(market_id=market.pk):
        coming = money_to_come(seller.pk)
    assert (coming.held, coming.payable) == ([], [Money(9500, "MAD")])
    assert order.money_state == "paid"


@pytest.mark.broad
def test_what_went_back_whole_is_not_looked_at_again(django_assert_num_queries):
    market = make_market()
    seller = make_organisation(market)
    for _ in range(2):
        order = _delivered(market, make_product(seller, price=10000))
        refund_all(order, reason="flaw")
    with clock.shifted(timedelta(days=8)), django_assert_num_queries(1):
        assert ripen() == 0


def _delivered(market, product, **kwargs):
    purchase = make_purchase(market, [product], **kwargs)
    (order,) = orders_of(purchase)
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    pack(order)
    hand_over(order, carrier="Amana", number="1")
    deliver_order(order)
    return order


@pytest.mark.broad
def test_cash_taken_by_the_seller_leaves_only_the_fee_as_her_debt():
    market = make_market(policies={"cash_collected_by": "seller"})
    seller = make_organisation(market)
    _delivered(market, make_product(seller, price=10000))
    with scope(market_id=market.pk):
        assert money_to_come(seller.pk).debt == [Money(500, "MAD")]
    assert all_is_well()


@pytest.mark.broad
def test_a_seller_in_shekels_is_owed_shekels_and_the_buyer_pays_dirhams():
    make_rates()
    market = make_market()
    seller = make_organisation(market, currency="ILS")
    product = make_product(seller, price=10000, currency="ILS")
    order = _delivered(market, product)
    assert order.goods_minor == 27000
    with scope(market_id=market.pk):
        assert money_to_come(seller.pk).held == [Money(9500, "ILS")]
    assert all_is_well()


@pytest.mark.broad
def test_a_transfer_waits_for_its_money():
    market = make_market()
    purchase = make_purchase(market, [make_product(make_organisation(market))], method="bank_transfer")
    (order,) = orders_of(purchase)
    assert order.goods_state == "to_pay"
    with pytest.raises(WrongState):
        record_fact(order, "accepted")
    assert settle_transfer(purchase, reference="VIR-1")
    assert not settle_transfer(purchase, reference="VIR-1")
    (order,) = orders_of(purchase)
    assert (order.money_state, order.goods_state) == ("paid", "to_accept")
    cancel_order(order, reason="buyer")
    assert order.money_state == "refund_due"
    assert all_is_well()


def test_placing_twice_from_one_basket_is_one_purchase():
    market = make_market()
    product = make_product(make_organisation(market))
    with scope(market_id=market.pk):
        cart = open_cart(market)
        add_to_cart(cart, variant_of(product))
        total = quote_cart(cart, find_place("meknes", "MA", "ar"), "ar").total
        once = place_order(cart, buyer=BUYER, method="cash_on_delivery", seen_total=total, language="ar")
        again = place_order(cart, buyer=BUYER, method="cash_on_delivery", seen_total=total, language="ar")
    assert once.pk == again.pk
    assert free(variant_of(product)) == 9


def test_a_total_she_has_not_seen_is_refused_and_nothing_is_written():
    market = make_market()
    product = make_product(make_organisation(market))
    with scope(market_id=market.pk):
        cart = open_cart(market)
        add_to_cart(cart, variant_of(product))
        with pytest.raises(CannotPlace) as refusal:
            place_order(
                cart, buyer=BUYER, method="cash_on_delivery", seen_total=Money(1, "MAD"), language="ar"
            )
    assert [problem.code for problem in refusal.value.problems] == [Code.TOTAL_CHANGED]
    assert free(variant_of(product)) == 10


def test_a_unique_piece_is_held_in_one_basket_and_told_in_the_other():
    market = make_market()
    product = make_product(make_organisation(market), mode="unique", quantity=1)
    variant = variant_of(product)
    with scope(market_id=market.pk):
        mine, theirs = open_cart(market), open_cart(market)
        add_to_cart(mine, variant)
        add_to_cart(mine, variant)
        with pytest.raises(SoldOut) as refusal:
            add_to_cart(theirs, variant)
        assert refusal.value.until is not None
    with everything("a test"):
        assert Item.objects.get(variant=variant).held == 1
    assert all_is_well()


@pytest.mark.broad
def test_a_sold_unique_piece_leaves_its_card_sold_out_and_comes_back_when_refused():
    market = make_market(policies={"confirm_cash": False})
    product = make_product(make_organisation(market), mode="unique", quantity=1)
    purchase = make_purchase(market, [product])
    with everything("a test"):
        states = set(CatalogueRow.objects.filter(product=product).values_list("availability", flat=True))
    assert states == {"sold_out"}
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    pack(order)
    hand_over(order, carrier="self")
    refuse_delivery(order, reason="absent")
    with everything("a test"):
        states = set(CatalogueRow.objects.filter(product=product).values_list("availability", flat=True))
    assert states == {"in_stock"}
    assert all_is_well()
