"""Mastercard Gateway: session, page, return, webhook, order and transactions."""

import json
from base64 import b64encode
from http.client import RemoteDisconnected
from typing import Any

import pytest

from tests.simulators.process import Answer, Shop, SimulatedBank

pytestmark = pytest.mark.broad

MERCHANT = "DEMO600000001"
BASE = f"/api/rest/version/100/merchant/{MERCHANT}"
LOGIN = "Basic " + b64encode(f"merchant.{MERCHANT}:00000000000000000000000000d3m0ap".encode()).decode()
SECRET = "0123456789ABCDEF0123456789ABCDEF"


def call(bank: SimulatedBank, method: str, path: str, value: object = None, login: str = LOGIN) -> Answer:
    headers = {"Authorization": login, "Content-Type": "application/json"}
    return bank.ask(method, f"{BASE}{path}", b"" if value is None else json.dumps(value).encode(), headers)


def request(order: str, shop: Shop, operation: str = "PURCHASE", **fields: object) -> dict[str, Any]:
    return {
        "apiOperation": "INITIATE_CHECKOUT",
        "interaction": {
            "operation": operation,
            "merchant": {"name": "Dlala"},
            "returnUrl": f"{shop.url}/back/?purchase=7",
            "cancelUrl": f"{shop.url}/basket/",
            "locale": "ar_MA",
        },
        "order": {
            "id": order,
            "amount": "149.50",
            "currency": "MAD",
            "notificationUrl": f"{shop.url}/hook/",
            **fields,
        },
    }


@pytest.fixture
def session(simulated_bank: SimulatedBank, shop: Shop, order: str) -> Any:
    answer = call(simulated_bank, "POST", "/session", request(order, shop))
    assert answer.status == 201, answer.text
    return answer.json


@pytest.fixture
def authorised(simulated_bank: SimulatedBank, shop: Shop, order: str) -> str:
    call(simulated_bank, "POST", "/session", request(order, shop, "AUTHORIZE"))
    simulated_bank.pay(order)
    return order


def change(bank: SimulatedBank, order: str, name: str, operation: str, amount: str = "") -> Answer:
    value: dict[str, Any] = {"apiOperation": operation}
    if amount:
        value["transaction"] = {"amount": amount, "currency": "MAD"}
    return call(bank, "PUT", f"/order/{order}/transaction/{name}", value)


def test_a_purchase(simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any) -> None:
    assert call(simulated_bank, "GET", f"/order/{order}").json["error"]["cause"] == "INVALID_REQUEST"
    page = simulated_bank.get(f"/checkout/pay/{session['session']['id']}").headers["Location"]
    assert '<html lang="ar" dir="rtl">' in simulated_bank.get(page).text
    browser = simulated_bank.pay(order)["browser"]
    assert browser["method"] == "GET"
    assert browser["url"] == f"{shop.url}/back/?purchase=7&resultIndicator={session['successIndicator']}"
    shown = call(simulated_bank, "GET", f"/order/{order}").json
    assert (shown["status"], shown["result"], shown["amount"], shown["currency"]) == (
        "CAPTURED",
        "SUCCESS",
        149.5,
        "MAD",
    )
    (first,) = shown["transaction"]
    assert (first["transaction"]["type"], first["result"]) == ("PAYMENT", "SUCCESS")


def test_the_webhook(simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any) -> None:
    simulated_bank.pay(order, fault="repeat")
    headers = [post.headers for post in shop.wait(3)]
    assert {one["x-notification-secret"] for one in headers} == {SECRET}
    assert len({one["x-notification-id"] for one in headers}) == 1
    assert [one["x-notification-attempt"] for one in headers] == ["1", "2", "3"]


def test_a_webhook_that_is_not_taken_comes_again(
    simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any
) -> None:
    shop.status = 503
    simulated_bank.pay(order)
    shop.status = 200
    first, second = shop.wait(2)
    assert first.headers["x-notification-id"] == second.headers["x-notification-id"]
    assert (first.headers["x-notification-attempt"], second.headers["x-notification-attempt"]) == ("1", "2")


def test_a_forged_and_a_dearer_webhook(
    simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any
) -> None:
    simulated_bank.pay(order, fault="amount")
    assert b'"amount": 150.5' in shop.posts[0].body
    assert call(simulated_bank, "GET", f"/order/{order}").json["amount"] == 149.5
    simulated_bank.control(f"transactions/{order}/forgery")
    assert shop.posts[1].headers["x-notification-secret"] != SECRET


def test_a_declined_order_is_tried_again(
    simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any
) -> None:
    browser = simulated_bank.pay(order, fault="decline")["browser"]
    assert session["successIndicator"] not in browser["url"]
    assert call(simulated_bank, "GET", f"/order/{order}").json["status"] == "FAILED"
    again = call(simulated_bank, "POST", "/session", request(order, shop)).json
    assert again["successIndicator"] in simulated_bank.pay(order)["browser"]["url"]
    assert call(simulated_bank, "POST", "/session", request(order, shop)).status == 400


def test_a_buyer_cancels(simulated_bank: SimulatedBank, shop: Shop, order: str, session: Any) -> None:
    assert simulated_bank.pay(order, cancel=True)["browser"]["url"] == f"{shop.url}/basket/"


def test_capture_and_refund_are_safe_to_repeat(simulated_bank: SimulatedBank, authorised: str) -> None:
    assert call(simulated_bank, "GET", f"/order/{authorised}").json["status"] == "AUTHORIZED"
    assert change(simulated_bank, authorised, "c-1", "CAPTURE", "149.50").status == 201
    first = change(simulated_bank, authorised, "r-1", "REFUND", "49.50")
    again = change(simulated_bank, authorised, "r-1", "REFUND", "49.50")
    assert (first.status, first.json["result"], again.json["transaction"]) == (
        201,
        "SUCCESS",
        first.json["transaction"],
    )
    assert again.json["order"]["totalRefundedAmount"] == 49.5
    other = change(simulated_bank, authorised, "r-1", "REFUND", "50.00")
    assert other.json["error"]["field"] == "transaction.id"
    above = change(simulated_bank, authorised, "r-2", "REFUND", "100.01")
    assert (above.status, above.json["result"]) == (400, "ERROR")
    shown = call(simulated_bank, "GET", f"/order/{authorised}").json
    assert shown["status"] == "PARTIALLY_REFUNDED"
    assert [one["transaction"]["type"] for one in shown["transaction"]] == [
        "AUTHORIZATION",
        "CAPTURE",
        "REFUND",
    ]


def test_an_authorisation_is_voided(simulated_bank: SimulatedBank, authorised: str) -> None:
    assert change(simulated_bank, authorised, "v-1", "VOID").json["order"]["status"] == "CANCELLED"
    assert change(simulated_bank, authorised, "c-1", "CAPTURE", "149.50").status == 400


def test_a_capture_is_done_and_its_answer_lost(simulated_bank: SimulatedBank, authorised: str) -> None:
    simulated_bank.control(f"transactions/{authorised}/fault", fault="capture-lost")
    with pytest.raises(RemoteDisconnected):
        change(simulated_bank, authorised, "c-1", "CAPTURE", "149.50")
    assert change(simulated_bank, authorised, "c-1", "CAPTURE", "149.50").json["result"] == "SUCCESS"


def test_what_is_wrong_is_refused(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    good = request(order, shop)
    assert call(simulated_bank, "POST", "/session", good, login="Basic bm86bm8=").status == 401
    for field, value in (
        ("amount", "0"),
        ("currency", "TRY"),
        ("id", "x" * 41),
        ("notificationUrl", "ftp://x"),
    ):
        answer = call(simulated_bank, "POST", "/session", request(order, shop, **{field: value}))
        assert answer.json["error"]["field"] == f"order.{field}"
    assert simulated_bank.ask("POST", f"{BASE}/session", b"[]", {"Authorization": LOGIN}).status == 400


def test_the_script_leads_to_the_page(simulated_bank: SimulatedBank) -> None:
    script = simulated_bank.get("/static/checkout/checkout.min.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "/checkout/pay/" in script.text
