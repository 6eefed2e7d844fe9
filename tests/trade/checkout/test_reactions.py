"""Who is told what, and that nobody is told twice."""

from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import scope
from tadamun.people.notices.models import Message
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import cancel_order, confirm_purchase, deliver_order
from tadamun.trade.checkout.reactions import tell_of_move, tell_of_purchase
from tadamun.trade.orders.events import OrderMoved, PurchasePlaced
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.shifted(datetime(2026, 11, 23, 12, 0, tzinfo=UTC) - datetime.now(UTC)):
        yield


def kinds(market):
    """What was said to whom, in order."""
    run_worker(once=True, scheduled=False)
    with scope(market_id=market.pk):
        rows = Message.objects.exclude(kind__startswith="admission").order_by("pk")
        return [(row.kind, row.to) for row in rows]


BUYER_PHONE, SELLER_PHONE = "+212612345678", "+212535000000"


def one_order(market, **kwargs):
    product = make_product(make_organisation(market, phone=SELLER_PHONE))
    return make_purchase(market, [product], **kwargs)


@pytest.mark.broad
def test_a_seller_hears_of_a_cash_order_when_it_is_confirmed_and_not_before():
    market = make_market()
    purchase = one_order(market)
    assert kinds(market) == [("order_placed", BUYER_PHONE)]
    confirm_purchase(purchase)
    assert kinds(market)[1:] == [("order_confirmed", BUYER_PHONE), ("new_order", SELLER_PHONE)]


@pytest.mark.broad
def test_without_confirmation_she_hears_at_once():
    market = make_market(policies={"confirm_cash": False})
    one_order(market)
    assert kinds(market) == [("order_placed", BUYER_PHONE), ("new_order", SELLER_PHONE)]


@pytest.mark.broad
def test_everyone_who_acts_for_the_seller_hears_of_a_new_order():
    market = make_market(policies={"confirm_cash": False})
    organisation = make_organisation(market, phone=SELLER_PHONE, email="coop@example.org")
    for phone in ("+212600000001", "+212600000002"):
        add_member(organisation, make_person(phone))
    make_purchase(market, [make_product(organisation)])
    assert [to for kind, to in kinds(market) if kind == "new_order"] == [
        "+212600000001",
        "+212600000002",
        "coop@example.org",
    ]


@pytest.mark.broad
def test_cash_at_the_door_says_only_that_it_was_delivered():
    market = make_market()
    purchase = one_order(market)
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="Amana", number="1")
    deliver_order(order)
    said = [kind for kind, to in kinds(market) if to == BUYER_PHONE]
    assert said == ["order_placed", "order_confirmed", "order_handed_over", "order_delivered"]


@pytest.mark.broad
def test_a_seller_who_never_heard_of_an_order_does_not_hear_of_its_end():
    market = make_market()
    cancel_order(orders_of(one_order(market))[0], reason="mistake")
    assert kinds(market) == [("order_placed", BUYER_PHONE), ("order_cancelled", BUYER_PHONE)]


@pytest.mark.broad
def test_a_seller_who_did_is_asked_not_to_send_it():
    market = make_market()
    purchase = one_order(market)
    confirm_purchase(purchase)
    cancel_order(orders_of(purchase)[0], reason="mistake")
    assert ("order_withdrawn", SELLER_PHONE) in kinds(market)


@pytest.mark.broad
def test_an_event_delivered_twice_tells_once():
    market = make_market()
    purchase = one_order(market)
    confirm_purchase(purchase)
    before = kinds(market)
    tell_of_purchase(PurchasePlaced(market_id=market.pk, code=purchase.code))
    (order,) = orders_of(purchase)
    tell_of_move(
        OrderMoved(
            market_id=market.pk, code=order.code, organisation_id=order.organisation_id, fact="confirmed",
            goods="to_accept", money="unpaid",
        )
    )  # fmt: skip
    assert kinds(market) == before


@pytest.mark.broad
def test_nothing_is_said_that_no_one_reads():
    market = make_market()
    purchase = one_order(market)
    type(purchase).objects.model._base_manager.filter(pk=purchase.pk).update(phone="", email="")
    run_worker(once=True, scheduled=False)
    assert kinds(market) == []
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
