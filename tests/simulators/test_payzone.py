"""Payzone: launch, callback, charges."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from tests.simulators.process import Answer, Post, Shop, SimulatedBank

pytestmark = pytest.mark.broad

ACCOUNT, CALLER, PASSWORD = "Demo_Tadamun", "demo-caller", "demo-caller-password"


def payload(shop: Shop, order: str, **other: object) -> dict[str, Any]:
    return {
        "merchantAccount": ACCOUNT,
        "timestamp": 1700000000,
        "skin": "vps-1-vue",
        "customerId": "c1",
        "customerCountry": "MA",
        "customerLocale": "fr_FR",
        "chargeId": order,
        "orderId": f"purchase-{order}",
        "price": "149.50",
        "currency": "MAD",
        "description": "Tapis",
        "mode": "DEEP_LINK",
        "paymentMethod": "CREDIT_CARD",
        "showPaymentProfiles": "false",
        "callbackUrl": f"{shop.url}/hook/",
        "successUrl": f"{shop.url}/ok/",
        "failureUrl": f"{shop.url}/fail/",
        "cancelUrl": f"{shop.url}/basket/",
        **other,
    }


def launch(bank: SimulatedBank, value: dict[str, Any], key: str = "demo-paywall-secret") -> Answer:
    text = json.dumps(value, ensure_ascii=False)
    signature = hashlib.sha256((key + text).encode()).hexdigest()
    return bank.post("/pwthree/launch", {"payload": text, "signature": signature})


def call(bank: SimulatedBank, method: str, order: str, body: str = "", password: str = PASSWORD) -> Answer:
    path, at = f"/api/v3/charges/{order}", str(int(time.time()))
    words = f"{CALLER}{ACCOUNT}{at}{path}{body}"
    headers = {
        "X-MerchantAccount": ACCOUNT,
        "X-CallerName": CALLER,
        "X-HMAC-Timestamp": at,
        "X-HMAC-Signature": hmac.new(password.encode(), words.encode(), hashlib.sha256).hexdigest(),
    }
    return bank.ask(method, path, body.encode(), headers)


@pytest.fixture
def launched(simulated_bank: SimulatedBank, shop: Shop, order: str) -> str:
    shop.says = '{"status":"OK","message":"Status recorded successfully"}'
    answer = launch(simulated_bank, payload(shop, order))
    assert answer.status == 303, answer.text
    return order


def is_signed(post: Post) -> bool:
    return (
        post.headers["x-callback-signature"]
        == hmac.new(b"demo-notification-key", post.body, hashlib.sha256).hexdigest()
    )


def test_a_payment(simulated_bank: SimulatedBank, shop: Shop, launched: str) -> None:
    assert simulated_bank.pay(launched)["browser"]["url"].startswith(f"{shop.url}/ok/?")
    (post,) = shop.posts
    told = json.loads(post.body)
    assert is_signed(post)
    assert (told["id"], told["orderId"], told["status"]) == (launched, f"purchase-{launched}", "CHARGED")
    (first,) = told["transactions"]
    assert (first["state"], first["resultCode"], first["amount"], first["currency"]) == (
        "APPROVED",
        0,
        149.5,
        "MAD",
    )
    shown = call(simulated_bank, "GET", launched).json
    assert (shown["status"], shown["price"]) == ("CHARGED", 149.5)


def test_a_refusal_and_a_forgery(simulated_bank: SimulatedBank, shop: Shop, launched: str) -> None:
    assert simulated_bank.pay(launched, fault="decline")["browser"]["url"].startswith(f"{shop.url}/fail/?")
    told = json.loads(shop.posts[0].body)
    assert (told["status"], told["transactions"][0]["state"]) == ("DECLINED", "DECLINED")
    simulated_bank.control(f"transactions/{launched}/forgery")
    assert not is_signed(shop.posts[1])


def test_a_notice_about_a_charge_that_nobody_paid(
    simulated_bank: SimulatedBank, shop: Shop, launched: str
) -> None:
    simulated_bank.control(f"transactions/{launched}/failure")
    assert json.loads(shop.posts[0].body)["status"] == "DECLINED"
    shown = call(simulated_bank, "GET", launched).json
    assert (shown["status"], shown["transactions"]) == ("PENDING", [])


def test_a_refund(simulated_bank: SimulatedBank, launched: str) -> None:
    simulated_bank.pay(launched)
    first = call(simulated_bank, "POST", launched, '{"command":"REFUND","amount":49.5}')
    assert first.json["status"] == "PARTIALLY_REFUNDED"
    assert call(simulated_bank, "POST", launched, '{"command":"REFUND","amount":100.01}').status == 409
    assert call(simulated_bank, "POST", launched, '{"command":"REFUND"}').json["status"] == "REFUNDED"
    assert call(simulated_bank, "POST", launched, '{"command":"SETTLE"}').status == 409


def test_what_is_wrong_is_refused(
    simulated_bank: SimulatedBank, shop: Shop, order: str, launched: str
) -> None:
    assert launch(simulated_bank, payload(shop, order)).status == 400
    assert launch(simulated_bank, payload(shop, f"{order}-b"), key="x").status == 400
    for wrong in ({"price": "0"}, {"currency": "XXX"}, {"merchantAccount": "x"}, {"callbackUrl": "x"}):
        assert launch(simulated_bank, payload(shop, f"{order}-b", **wrong)).status == 400
    assert call(simulated_bank, "GET", launched, password="x").status == 401
    assert call(simulated_bank, "GET", "nobody").status == 404
    assert call(simulated_bank, "POST", launched, '{"command":"STEAL"}').status == 400
