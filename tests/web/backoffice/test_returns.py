"""The office takes a delivered order back."""

import pytest
from django.test import Client

from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.operations import ask_to_return, confirm_purchase, deliver_order, receive_return
from tadamun.trade.orders.models import Line, SellerOrder
from tadamun.trade.orders.queries import verify_orders
from tests.factories import make_organisation, make_product, make_purchase, orders_of
from tests.trade.papers.selling import ship
from tests.web.backoffice.card import only_refund
from tests.web.backoffice.conftest import MakeOrder, again, words_of

ORDERS = "/en/office/orders/"


@pytest.fixture
def order(make_order: MakeOrder) -> SellerOrder:
    placed = make_order(confirmed=True)
    deliver_order(ship(placed))
    return again(placed)


def said(**more: str) -> dict[str, str]:
    return {
        "line0": "1",
        "fit": "yes",
        "gives": "all",
        "reason": "returned",
        "note": "",
        "before": "0",
        **more,
    }


def test_it_is_back_and_all_she_paid_goes_back(support: Client, order: SellerOrder) -> None:
    address = f"{ORDERS}{order.code}/return/"
    assert address in support.get(f"{ORDERS}{order.code}/").content.decode()
    page = support.get(address)
    assert "may change her mind until" in words_of(page)
    assert 'name="before" value="0"' in page.content.decode()
    assert support.post(address, said(line0="١")).status_code == 303
    assert (again(order).goods_state, only_refund().amount_minor) == ("returned", order.total.minor)
    assert "already recorded" in words_of(support.post(address, said(), follow=True))
    assert support.get(address).status_code == 303
    assert "Returned" in words_of(support.get(f"{ORDERS}{order.code}/"))


WRONG = [
    ({"line0": "0"}, "how many came back"),
    ({"line0": "2"}, "no more than 1"),
    ({"line0": "x"}, "number"),
    ({"fit": "perhaps"}, "perhaps"),
    ({"gives": ""}, "Please choose what goes back"),
    ({"before": "-1"}, "0"),
    ({"before": "x"}, "number"),
]


def test_what_makes_no_sense_is_refused(support: Client, order: SellerOrder) -> None:
    for wrong, words in WRONG:
        answer = support.post(f"{ORDERS}{order.code}/return/", said(**wrong))
        assert (answer.status_code, words in words_of(answer)) == (422, True), wrong
    assert again(order).goods_state == "delivered"


@pytest.mark.broad
def test_what_a_seller_has_back_waits_for_a_decision(support: Client, order: SellerOrder) -> None:
    receive_return(order, fit=True, said_by="seller")
    assert order.code in words_of(support.get("/en/office/payments/refunds/"))
    whole = {"goods": "450", "delivery": "0", "reason": "returned", "note": ""}
    assert support.post(f"{ORDERS}{order.code}/refunds/", whole).status_code == 303
    with scope(market_id=order.market_id):
        assert "To decide" not in words_of(support.get("/en/office/payments/refunds/"))


@pytest.mark.broad
def test_nothing_goes_back_and_nobody_waits_any_more(support: Client, order: SellerOrder) -> None:
    """With a reason, once; the log has it, the buyer is told, and money may still go back later."""
    address, queue = f"{ORDERS}{order.code}/refunds/", "/en/office/payments/refunds/"
    assert "Nothing goes back" not in words_of(support.get(address))
    support.post(f"{address}nothing/", {"nothing-reason": "too early"})
    assert "Nothing goes back" not in words_of(support.get(f"{ORDERS}{order.code}/"))
    receive_return(order, fit=False, said_by="seller")
    assert "Nothing goes back" in words_of(support.get(address))
    assert support.post(f"{address}nothing/", {"nothing-reason": ""}).status_code == 422
    assert "To decide" in words_of(support.get(queue))
    for _ in range(2):
        assert support.post(f"{address}nothing/", {"nothing-reason": "worn for a month"}).status_code == 303
    assert "To decide" not in words_of(support.get(queue))
    assert (again(order).goods_state, again(order).money_state) == ("returned", "paid")
    with everything("a test's own log"):
        [said] = AuditEntry.objects.filter(action="order_no_refund")
        assert said.reason == "worn for a month"
    assert "worn for a month" in words_of(support.get(f"{ORDERS}{order.code}/"))
    run_worker(once=True, scheduled=False)
    with scope(market_id=order.market_id):
        assert Message.objects.filter(kind="order_nothing_back", text__contains=order.purchase.code).exists()
    support.post(address, {"goods": "10", "delivery": "0", "reason": "agreed", "note": ""})
    assert (only_refund().amount_minor, again(order).money_state) == (1000, "refund_due")
    assert list(verify_orders()) == []


@pytest.mark.broad
def test_what_did_not_arrive_cannot_come_back(support: Client, make_order: MakeOrder) -> None:
    placed = make_order(confirmed=True)
    told = words_of(support.post(f"{ORDERS}{placed.code}/return/", said(), follow=True))
    assert "Only an order that was delivered" in told
    assert again(placed).goods_state == "to_accept"


def test_the_pieces_she_asks_to_send_back_stand_in_the_forms(support: Client, market: Market) -> None:
    seller = make_organisation(market)
    goods = [
        make_product(seller, titles={"ar": name}, price=10_000, quantity=5) for name in ("زربية", "صينية")
    ]
    bought = make_purchase(market, goods, quantity=2)
    confirm_purchase(bought)
    [placed] = orders_of(bought)
    deliver_order(ship(placed))
    order = again(placed)
    with scope(market_id=market.pk):
        tray = Line.objects.get(order=order, titles__ar="صينية")
        ask_to_return(order, reason="damaged", pieces={tray.pk: 1})
    page = support.get(f"{ORDERS}{order.code}/refunds/")
    assert "صينية × 1" in words_of(page) and "زربية" not in words_of(page)
    assert 'name="goods" value="100"' in page.content.decode().replace("100.00", "100")
    assert 'name="delivery" value="0' in page.content.decode()
    came = support.get(f"{ORDERS}{order.code}/return/").content.decode()
    assert 'name="line0" value="0"' in came and 'name="line1" value="1"' in came
    part = said(line0="0", line1="1", gives="goods")
    assert support.post(f"{ORDERS}{order.code}/return/", part).status_code == 303
    assert (only_refund().goods_minor, only_refund().amount_minor) == (10_000, 10_000)
    assert again(order).goods_state == "delivered"
