"""What she pressed waits ten seconds: taken back it never was, else it is done once, by whoever does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.checkout.operations import (
    TooManyDays,
    begin_act,
    cancel_order,
    confirm_purchase,
    take_back,
)
from tadamun.trade.checkout.operations.escalating import escalate_unanswered
from tadamun.trade.checkout.operations.pending import WAIT, do_overdue_acts, do_pending_act
from tadamun.trade.checkout.reactions import tell_of_move
from tadamun.trade.orders.events import OrderMoved
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.standing import standing

pytestmark = pytest.mark.django_db
What, G, K = PendingAct.What, SellerOrder.GoodsState, Fact.Kind


@standing
def sold() -> SellerOrder:
    market = make_market()
    organisation, person = make_organisation(market), make_person("+212611111111")
    add_member(organisation, person)
    appoint(market, make_person("+212622222222"), "operator")
    purchase = make_purchase(market, [make_product(organisation)])
    confirm_purchase(purchase)
    return orders_of(purchase)[0]


def facts(order: SellerOrder) -> list[str]:
    with everything("a test's own order"):
        return list(Fact.objects.filter(order=order).order_by("pk").values_list("kind", flat=True))


def state(order: SellerOrder) -> str:
    with everything("a test's own order"):
        return SellerOrder.objects.get(pk=order.pk).goods_state


@contextmanager
def later(by: timedelta = WAIT) -> Iterator[None]:
    with clock.shifted(by):
        yield


@pytest.mark.broad
def test_taken_back_it_never_was(sold: SellerOrder) -> None:
    act = begin_act(sold, What.ACCEPT)
    assert act and begin_act(sold, What.ACCEPT) == act, "two presses are one"
    do_pending_act(act.pk)
    assert state(sold) == G.TO_ACCEPT, "its seconds are not over"
    assert take_back(act) and take_back(act)
    with later():
        do_pending_act(act.pk)
    assert K.ACCEPTED not in facts(sold) and begin_act(sold, What.ACCEPT) != act


def test_it_is_done_once_in_her_name(sold: SellerOrder) -> None:
    helper, seller = Reference("person", "7"), sold.organisation.reference
    with acting(actor=helper, on_behalf_of=seller, under=Reference("grant", "G")):
        act = begin_act(sold, What.DECLINE, reason="broken")
    assert act
    with later(WAIT + timedelta(minutes=2)):
        do_overdue_acts()  # its own job was lost with a worker
        do_pending_act(act.pk)
    assert facts(sold).count(K.DECLINED) == 1 and not take_back(act)
    with everything("a test's own order"):
        fact = Fact.objects.get(order=sold, kind=K.DECLINED)
    assert (fact.actor, fact.on_behalf_of) == ("person:7", f"{seller} under grant:G")
    assert begin_act(sold, What.DECLINE) is None, "done long ago"


def test_an_act_that_cannot_be_done_keeps_no_other_waiting(
    sold: SellerOrder, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tadamun.trade.checkout.operations.pending.AT_ONCE", 1)
    bad = begin_act(sold, What.ACCEPT)
    assert bad
    bad.what = "unknown"
    bad.save()
    other = make_purchase(sold.market, [make_product(sold.organisation)])
    confirm_purchase(other)
    begin_act(orders_of(other)[0], What.ACCEPT)
    with later(WAIT + timedelta(minutes=2)):
        do_overdue_acts()
    assert state(orders_of(other)[0]) == G.TO_PREPARE and "cannot be done" in caplog.text


@pytest.mark.broad
def test_going_on_does_what_waits_and_what_moved_on_is_void(sold: SellerOrder) -> None:
    begin_act(sold, What.ACCEPT)
    packed = begin_act(sold, What.PACK, photo="")
    assert state(sold) == G.TO_PREPARE and packed
    cancel_order(sold, reason="asked")
    with later():
        do_pending_act(packed.pk)
    packed.refresh_from_db()
    assert packed.state == PendingAct.State.VOID and K.PACKED not in facts(sold)
    with pytest.raises(WrongState):
        begin_act(sold, What.HAND_OVER, carrier="self")


def test_more_days_are_promised_once_and_told(sold: SellerOrder) -> None:
    with pytest.raises(TooManyDays):
        begin_act(sold, What.LATER, days=8)
    act = begin_act(sold, What.LATER, days=3)
    assert act
    with later():
        do_pending_act(act.pk)
    assert facts(sold)[-2:] == [K.ACCEPTED, K.MORE_DAYS]
    with everything("a test's own order"):
        order = SellerOrder.objects.get(pk=sold.pk)
    assert order.prepare_by > sold.prepare_by and order.arrives_to > sold.arrives_to
    assert begin_act(sold, What.LATER, days=1) is None
    tell_of_move(moved(order, K.MORE_DAYS))
    with everything("a test's messages"):
        assert Message.objects.filter(kind="order_more_days").count() == 1


def moved(order: SellerOrder, fact: str) -> OrderMoved:
    return OrderMoved(
        market_id=order.market_id, code=order.code, organisation_id=order.organisation_id, fact=fact,
        goods=order.goods_state, money=order.money_state,
    )  # fmt: skip


@pytest.mark.broad
def test_an_unanswered_order_is_told_step_by_step_and_never_twice(sold: SellerOrder) -> None:
    assert escalate_unanswered() == 0
    with clock.shifted(timedelta(hours=35)):  # a day, and the night in which nobody is woken
        assert (escalate_unanswered(), escalate_unanswered()) == (1, 0)
    with clock.shifted(timedelta(hours=60)):
        assert (escalate_unanswered(), escalate_unanswered()) == (1, 0)
    for _twice in range(2):
        tell_of_move(moved(sold, K.ESCALATED))
    with everything("a test's messages"):
        told = Message.objects.filter(kind="order_unanswered").order_by("key")
        assert [message.to for message in told] == ["+212611111111", "+212622222222"]
        assert sold.code in told[0].text and "/workshop/" in told[0].link and "/office/" in told[1].link


@pytest.mark.broad
def test_what_was_told_keeps_no_other_order_waiting(
    sold: SellerOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tadamun.trade.checkout.operations.escalating.AT_ONCE", 1)
    with clock.shifted(timedelta(hours=60)):
        assert escalate_unanswered() == 2
        other = make_purchase(sold.market, [make_product(sold.organisation)])
        confirm_purchase(other)
    with clock.shifted(timedelta(hours=120)):
        assert escalate_unanswered() == 2
        assert facts(orders_of(other)[0]).count(K.ESCALATED) == 2


def test_an_answered_order_is_told_nobody(sold: SellerOrder) -> None:
    with clock.shifted(timedelta(hours=60)):
        begin_act(sold, What.ACCEPT)
        assert escalate_unanswered() == 0
