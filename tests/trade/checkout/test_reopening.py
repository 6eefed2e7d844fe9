"""The market sends a link to pay: another day for an order that waits, and for one that ran out of time."""

from datetime import timedelta

import pytest

from tadamun.goods.stock.operations import SoldOut, free
from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.jobs import cancel_unanswered
from tadamun.trade.checkout.operations import cancel_order, choose_way, confirm_purchase, settle_payment
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered
from tadamun.trade.checkout.operations.reopening import ran_out, send_pay_link
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.queries import verify_orders
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of, variant_of
from tests.standing import standing
from tests.trade.checkout.test_linking import make_contract

pytestmark = pytest.mark.django_db
G = SellerOrder.GoodsState


class Stage:
    def __init__(self) -> None:
        self.market: Market = make_market()
        self.contract = make_contract(self.market, ["web"])
        self.rug = make_product(make_organisation(self.market), price=45000, quantity=1)

    def order(self, method: str = "") -> SellerOrder:
        return orders_of(make_purchase(self.market, [self.rug], method=method or self.contract.method))[0]

    def left(self) -> int:
        return free(variant_of(self.rug))


@standing
def stage() -> Stage:
    return Stage()


def again(order: SellerOrder) -> SellerOrder:
    with everything("a test's own order"):
        return SellerOrder.objects.select_related("market", "purchase__market", "organisation").get(
            pk=order.pk
        )


def told(kind: str) -> int:
    with everything("a test's own messages"):
        return Message.objects.filter(kind=f"order_{kind}").count()


@pytest.mark.broad
def test_an_order_that_ran_out_is_open_for_a_day_again(stage: Stage) -> None:
    order = stage.order()
    days = again(order).prepare_by
    with clock.shifted(timedelta(days=2)):
        cancel_unanswered()
        ended = again(order)
        assert ran_out(ended) and stage.left() == 1
        payment = send_pay_link(ended, reason="she called")
        assert payment.due_at and payment.due_at - clock.now() == pytest.approx(
            timedelta(hours=24), abs=timedelta(minutes=1)
        )
        assert (again(order).goods_state, stage.left(), told("pay_link")) == (G.TO_PAY, 0, 1)
        assert again(order).prepare_by == days + timedelta(days=2)
        cancel_unanswered()
        assert again(order).goods_state == G.TO_PAY
        assert settle_payment(payment, key="gateway/1", reference="TX")
        assert again(order).goods_state == G.TO_ACCEPT
    assert list(verify_orders()) == []


@pytest.mark.broad
def test_it_runs_out_again_and_is_asked_for_again(stage: Stage) -> None:
    order = stage.order()
    for times in (1, 2):
        with clock.shifted(timedelta(days=2 * times)):
            cancel_unanswered()
            assert (again(order).goods_state, stage.left()) == (G.CANCELLED, 1)
            send_pay_link(again(order), reason="she called")
            assert (again(order).goods_state, stage.left(), told("pay_link")) == (G.TO_PAY, 0, times)
    assert cancel_order(again(order), reason="mistake")
    assert not cancel_order(again(order), reason="mistake")
    assert stage.left() == 1
    with pytest.raises(NothingToPay):
        send_pay_link(again(order), reason="x")


@pytest.mark.broad
def test_each_time_she_may_choose_to_pay_at_the_door(stage: Stage) -> None:
    order = stage.order()
    for times in (1, 2):
        with clock.shifted(timedelta(days=4 * times)):
            cancel_unanswered()
            send_pay_link(again(order), reason="she called")
            choose_way(again(order).purchase, "cash_on_delivery")
            assert again(order).goods_state == G.TO_CONFIRM
    with clock.shifted(timedelta(days=8)):
        assert confirm_purchase(again(order).purchase) == 1
        assert again(order).goods_state == G.TO_ACCEPT
    assert list(verify_orders()) == []


@pytest.mark.broad
def test_goods_that_are_gone_open_nothing(stage: Stage) -> None:
    order = stage.order()
    with clock.shifted(timedelta(days=2)):
        cancel_unanswered()
        stage.order()
        with pytest.raises(SoldOut):
            send_pay_link(again(order), reason="x")
        assert again(order).goods_state == G.CANCELLED and told("pay_link") == 0


@pytest.mark.broad
def test_a_transfer_may_be_paid_online_and_keeps_its_days(stage: Stage) -> None:
    order = stage.order("bank_transfer")
    payment = send_pay_link(again(order), reason="x")
    assert payment.provider == "est"
    with clock.shifted(timedelta(hours=25)):
        cancel_unanswered()
        assert again(order).goods_state == G.TO_PAY


@pytest.mark.broad
def test_where_nothing_is_open_online_nothing_moves() -> None:
    market = make_market()
    rug = make_product(make_organisation(market), price=45000, quantity=1)
    order = again(orders_of(make_purchase(market, [rug], method="bank_transfer"))[0])
    with pytest.raises(NotOffered):
        send_pay_link(order, reason="x")
