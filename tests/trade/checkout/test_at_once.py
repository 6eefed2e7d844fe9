"""Two who act on the same money at the same moment: whoever comes first, the book says the same in the end."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connections

from tadamun.goods.stock.operations import free
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations import (
    NothingToPay,
    add_to_cart,
    cancel_order,
    choose_way,
    open_cart,
    place_order,
)
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.queries import verify_orders
from tadamun.trade.shipping.queries import find_place
from tadamun.treasury.payments.models import Refund
from tadamun.treasury.payments.operations import note_begun
from tadamun.treasury.payments.providers.base import Start
from tadamun.treasury.payouts.operations import AboveBalance
from tadamun.treasury.payouts.operations.confirming import NotUnderWay
from tadamun.treasury.payouts.operations.preparing import WrongState as WrongStateOfBatch
from tests.factories import BUYER, make_market, make_organisation, make_product, variant_of
from tests.trade.checkout.test_paying import Desk, G, M

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each returned; what it may refuse is told by the exception."""
    start, found = Barrier(len(acts)), list[object]([None] * len(acts))

    def act(number: int) -> None:
        try:
            start.wait(10)
            found[number] = acts[number]()
        except (
            WrongState,
            WrongStateOfBatch,
            NothingToPay,
            NotUnderWay,
            AboveBalance,
            OperationalError,
        ) as refusal:
            found[number] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.broad
def test_the_same_notice_by_four_doors_is_posted_once() -> None:
    desk = Desk()
    assert at_once(*[desk.say] * 4) == ["ACTION=POSTAUTH"] * 4
    assert sorted(desk.verdicts()) == ["repeated", "repeated", "repeated", "settled"]
    assert desk.balance("gateway") == -desk.payment.amount_minor
    assert desk.balance("buyers") == desk.payment.amount_minor


@pytest.mark.broad
def test_paid_while_she_cancels_it_is_owed_back() -> None:
    desk = Desk()
    first, second = desk.orders()
    found = at_once(desk.say, lambda: cancel_order(first, reason="changed_mind"))
    assert found == ["ACTION=POSTAUTH", True]
    assert [(order.goods_state, order.money_state) for order in desk.orders()] == [
        (G.CANCELLED, M.REFUND_DUE), (G.TO_ACCEPT, M.PAID),
    ]  # fmt: skip
    assert [refund.amount for refund in desk.refunds()] == [first.total]
    assert desk.balance("buyers") == second.total.minor


@pytest.mark.broad
def test_paid_while_she_chooses_another_way_is_paid_once() -> None:
    desk = Desk()
    found = at_once(desk.say, lambda: choose_way(desk.purchase, desk.contract.method))
    assert found[0] == "ACTION=POSTAUTH"
    assert not isinstance(found[1], OperationalError)
    assert {order.money_state for order in desk.orders()} == {M.PAID}
    assert desk.balance("buyers") == desk.payment.amount_minor
    assert not desk.refunds()


@pytest.mark.broad
def test_two_payments_at_once_end_in_one_refund_an_order() -> None:
    desk = Desk()
    other = choose_way(desk.purchase, desk.contract.method)
    note_begun(other, Start())
    assert at_once(desk.say, lambda: desk.say(other)) == ["ACTION=POSTAUTH"] * 2
    assert desk.balance("gateway") == -2 * desk.payment.amount_minor
    assert desk.balance("buyers") == desk.payment.amount_minor
    assert {refund.state for refund in desk.refunds()} == {Refund.State.DECIDED}
    assert len(desk.refunds()) == 2


@pytest.mark.broad
@pytest.mark.parametrize("mode", ["unique", "stock"])
def test_one_basket_sent_four_times_is_one_purchase(mode: str) -> None:
    market = make_market()
    variant = variant_of(make_product(make_organisation(market), mode=mode, quantity=1))
    with scope(market_id=market.pk):
        cart = open_cart(market)
        add_to_cart(cart, variant)
        total = quote_cart(cart, find_place("meknes", "MA", "ar"), "ar").total
        posts = [
            partial(
                place_order, open_cart(market, cart.token), buyer=BUYER, method="cash_on_delivery", seen_total=total,
                language="ar",
            )
            for _ in range(4)
        ]  # fmt: skip
    found = at_once(*posts)
    with everything("a test's own"):
        assert found == [Purchase.objects.get()] * 4
        assert [*verify_stock(), *verify_orders()] == []
    assert free(variant) == 0
