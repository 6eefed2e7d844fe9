"""An address put right in time, and baskets filled by their token."""

import pytest

from tadamun.goods.stock.operations import SoldOut
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.operations import cancel_order, confirm_purchase, correct_address, fill_cart
from tadamun.trade.checkout.operations.carts import NotShown
from tadamun.trade.checkout.operations.correcting import TooLate, may_correct
from tadamun.trade.checkout.queries import count_in, line_of, open_cart_of, purchase_of
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.queries import purchase_by_short
from tests.factories import (
    make_market,
    make_organisation,
    make_product,
    make_purchase,
    orders_of,
    variant_of,
)

pytestmark = pytest.mark.django_db


def fresh(purchase):
    with everything("a test's own purchase"):
        return Purchase.objects.get(pk=purchase.pk)


def test_an_address_is_corrected_until_a_seller_begins():
    market = make_market()
    purchase = make_purchase(market, [make_product(make_organisation(market))])
    correct_address(purchase, address="7 زنقة النخيل", landmark="")
    confirm_purchase(purchase)
    correct_address(purchase, address="8 زنقة النخيل", landmark="المدرسة")
    assert (fresh(purchase).address, fresh(purchase).landmark) == ("8 زنقة النخيل", "المدرسة")
    record_fact(orders_of(purchase)[0], "accepted")
    with pytest.raises(TooLate):
        correct_address(purchase, address="9", landmark="")
    assert fresh(purchase).address == "8 زنقة النخيل"


@pytest.mark.broad
def test_a_cancelled_part_does_not_stand_in_the_way_but_a_cancelled_purchase_does():
    market = make_market()
    products = [make_product(make_organisation(market)) for _ in range(2)]
    purchase = make_purchase(market, products)
    first, second = orders_of(purchase)
    cancel_order(first, reason="mistake")
    assert may_correct(orders_of(purchase))
    cancel_order(second, reason="mistake")
    assert not may_correct(orders_of(purchase))


@pytest.mark.broad
def test_a_refused_addition_leaves_no_basket_behind():
    market = make_market()
    piece = make_product(make_organisation(market), mode="unique", quantity=1)
    fill_cart(market, "", variant_of(piece))
    hidden = make_product(make_organisation(market, admitted=False))
    with everything("a test"):
        before = Cart.objects.count()
    with pytest.raises(SoldOut):
        fill_cart(market, "", variant_of(piece))
    with pytest.raises(NotShown):
        fill_cart(market, "", variant_of(hidden))
    with everything("a test"):
        assert Cart.objects.count() == before


@pytest.mark.broad
def test_a_basket_is_found_by_its_token_in_its_own_market_alone():
    market, other = make_market(), make_market("other")
    cart = fill_cart(market, "", variant_of(make_product(make_organisation(market))), 3)
    with scope(market_id=market.pk):
        assert open_cart_of(cart.token) == cart
        assert count_in(cart) == 3
        assert purchase_of(cart.token) is None
        assert open_cart_of("") is None
    with scope(market_id=other.pk):
        assert open_cart_of(cart.token) is None


@pytest.mark.broad
def test_a_line_is_found_in_its_own_basket_alone():
    market = make_market()
    product = make_product(make_organisation(market))
    mine, theirs = (fill_cart(market, "", variant_of(product)) for _ in range(2))
    with scope(market_id=market.pk):
        line = theirs.lines.get()
        assert line_of(theirs, line.pk) == line
        assert line_of(mine, line.pk) is None


@pytest.mark.broad
def test_the_short_address_of_a_message_finds_one_purchase_and_no_beginning_does():
    market, other = make_market(), make_market("other")
    purchase = make_purchase(market, [make_product(make_organisation(market))])
    short = purchase.secret[:10]
    with scope(market_id=market.pk):
        assert purchase_by_short(short) == purchase
        for wrong in (short[:9], short.swapcase(), "", "%" * 10, "_" * 10, purchase.secret, "~" * 10):
            assert purchase_by_short(wrong) is None, wrong
    with scope(market_id=other.pk):
        assert purchase_by_short(short) is None
