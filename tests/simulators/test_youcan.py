"""YouCan Pay: token, form, webhook, transaction."""

import hashlib
import hmac
import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.simulators.process import Answer, Post, Shop, SimulatedBank

pytestmark = pytest.mark.broad

KEY = "pri_sandbox_demo-0000-tadamun"


def tokenize(bank: SimulatedBank, shop: Shop, order: str, **other: str) -> Answer:
    fields = {
        "pri_key": KEY,
        "order_id": order,
        "amount": "14950",
        "currency": "MAD",
        "customer_ip": "127.0.0.1",
        "success_url": f"{shop.url}/ok/",
        "error_url": f"{shop.url}/fail/",
        "metadata[purchase]": "7",
    }
    return bank.post("/sandbox/api/tokenize", {**fields, **other})


@pytest.fixture
def transaction(simulated_bank: SimulatedBank, shop: Shop, order: str) -> str:
    simulated_bank.control("webhooks", gateway="youcan", url=f"{shop.url}/hook/")
    answer = tokenize(simulated_bank, shop, order)
    page = simulated_bank.get(f"/sandbox/payment-form/{answer.json['token']['id']}?lang=ar").headers[
        "Location"
    ]
    assert 'dir="rtl"' in simulated_bank.get(page).text
    return str(answer.json["transaction_id"])


def is_signed(post: Post) -> bool:
    return (
        post.headers["x-youcanpay-signature"] == hmac.new(KEY.encode(), post.body, hashlib.sha256).hexdigest()
    )


def look(bank: SimulatedBank, transaction: str, key: str = KEY) -> Answer:
    return bank.get(f"/sandbox/api/transactions/{transaction}?pri_key={key}")


def test_a_payment(simulated_bank: SimulatedBank, shop: Shop, order: str, transaction: str) -> None:
    assert look(simulated_bank, transaction).json["status"] == 0
    back = urlsplit(simulated_bank.pay(order)["browser"]["url"])
    assert back.path == "/ok/"
    assert dict(parse_qsl(back.query))["transaction_id"] == transaction
    (post,) = shop.posts
    told = json.loads(post.body)
    assert is_signed(post)
    assert told["event_name"] == "transaction.paid"
    assert told["payload"]["transaction"]["order_id"] == order
    assert told["payload"]["transaction"]["amount"] == "14950"
    assert told["payload"]["metadata"] == {"purchase": "7"}
    shown = look(simulated_bank, transaction).json
    assert (shown["status"], shown["amount"], shown["currency"]) == (1, "14950", "MAD")


def test_declined_then_approved(
    simulated_bank: SimulatedBank, shop: Shop, order: str, transaction: str
) -> None:
    simulated_bank.pay(order, fault="retry")
    told = [json.loads(post.body) for post in shop.wait(2)]
    assert [one["event_name"] for one in told] == ["transaction.failed", "transaction.paid"]
    assert told[0]["id"] != told[1]["id"]


def test_a_forgery(simulated_bank: SimulatedBank, shop: Shop, order: str, transaction: str) -> None:
    simulated_bank.pay(order, fault="forge")
    assert not is_signed(shop.posts[0])


def test_what_is_wrong_is_refused(
    simulated_bank: SimulatedBank, shop: Shop, order: str, transaction: str
) -> None:
    assert tokenize(simulated_bank, shop, order, pri_key="x").status == 401
    for wrong in (
        {"amount": "149.50"},
        {"amount": "٥"},
        {"currency": "XXX"},
        {"success_url": "x"},
        {"order_id": ""},
    ):
        assert tokenize(simulated_bank, shop, order, **wrong).status == 422
    assert look(simulated_bank, transaction, "x").status == 401
    assert look(simulated_bank, "nobody").status == 404


def test_a_form_of_parts_is_read(simulated_bank: SimulatedBank, shop: Shop, order: str) -> None:
    fields = {
        "pri_key": KEY,
        "order_id": order,
        "amount": "500",
        "currency": "MAD",
        "customer_ip": "127.0.0.1",
    }
    fields |= {"success_url": f"{shop.url}/ok/", "error_url": f"{shop.url}/fail/"}
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    )
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = simulated_bank.ask("POST", "/api/tokenize", f"{parts}--b--\r\n".encode(), kind)
    assert answer.status == 200, answer.text
