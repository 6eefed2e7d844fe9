"""Binga: a voucher, the agency, the merchant's payUrl."""

import hashlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from tests.simulators.process import Answer, Shop, SimulatedBank

pytestmark = pytest.mark.broad

LOGIN = {"Authorization": "Basic " + b64encode(b"Demo.Binga:DEMO-binga").decode()}
ORDERS = "/bingaApi/api/orders"


def checksum(kind: str, fields: dict[str, str]) -> str:
    words = [kind, *(fields[name] for name in ("amount", "storeId", "externalId", "buyerEmail"))]
    return hashlib.md5("".join([*words, "demo-binga-private-key"]).encode()).hexdigest()


def ask(bank: SimulatedBank, shop: Shop, order: str, **other: str) -> Answer:
    fields = {
        "apiVersion": "1.1",
        "storeId": "4010",
        "externalId": order,
        "amount": "149.50",
        "expirationDate": f"{datetime.now(UTC) + timedelta(days=7):%Y-%m-%dT%H:%M:%SGMT}",
        "buyerFirstName": "Fatima",
        "buyerLastName": "Zahra",
        "buyerEmail": "fz@example.org",
        "buyerPhone": "+212612345678",
        "payUrl": f"{shop.url}/hook/",
    }
    fields["orderCheckSum"] = checksum("PRE-PAY", fields)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in {**fields, **other}.items())
    return bank.ask("POST", f"{ORDERS}/pay", body.encode(), {**LOGIN, **kind})


@pytest.fixture
def code(simulated_bank: SimulatedBank, shop: Shop, order: str) -> str:
    answer = ask(simulated_bank, shop, order)
    assert answer.status == 200, answer.text
    return str(answer.json["orders"]["order"]["code"])


def status(bank: SimulatedBank, code: str) -> str:
    return str(bank.ask("GET", f"{ORDERS}/{code}", headers=LOGIN).json["orders"]["order"]["status"])


def test_the_code_is_paid_at_an_agency(
    simulated_bank: SimulatedBank, shop: Shop, order: str, code: str
) -> None:
    assert status(simulated_bank, code) == "PENDING"
    assert simulated_bank.post("/agency", {"code": code}).status == 303
    (post,) = shop.posts
    told = post.form
    assert (told["code"], told["externalId"], told["amount"], told["status"]) == (
        code,
        order,
        "149.50",
        "PAID",
    )
    assert told["orderCheckSum"] == checksum("PAY", told)
    assert status(simulated_bank, code) == "PAID"
    assert simulated_bank.post("/agency", {"code": code}).status == 409
    assert simulated_bank.post("/agency", {"code": "0"}).status == 404


def test_faults_come_from_the_control_page(
    simulated_bank: SimulatedBank, shop: Shop, order: str, code: str
) -> None:
    simulated_bank.pay(order, fault="forge")
    assert shop.posts[0].form["orderCheckSum"] != checksum("PAY", shop.posts[0].form)


def test_an_expired_code_is_not_paid(
    simulated_bank: SimulatedBank, shop: Shop, order: str, code: str
) -> None:
    simulated_bank.control(f"transactions/{order}/expiry")
    assert status(simulated_bank, code) == "EXPIRED"
    assert simulated_bank.post("/agency", {"code": code}).status == 409
    assert shop.posts == []


def test_a_voucher_has_no_card_page(simulated_bank: SimulatedBank, order: str, code: str) -> None:
    assert simulated_bank.get(f"/pay/{simulated_bank.payment(order)['code']}").status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"orderCheckSum": "0" * 32},
        {"amount": "149.5"},
        {"expirationDate": "2020-01-01T00:00:00GMT"},
        {"expirationDate": "tomorrow"},
        {"payUrl": "x"},
        {"storeId": "1"},
        {"buyerEmail": ""},
    ],
)
def test_what_is_wrong_is_refused(
    simulated_bank: SimulatedBank, shop: Shop, order: str, wrong: dict[str, str]
) -> None:
    answer = ask(simulated_bank, shop, order, **wrong)
    assert (answer.status, answer.json["result"]) == (400, "error")


def test_an_order_is_taken_once_and_only_with_the_key(
    simulated_bank: SimulatedBank, shop: Shop, order: str, code: str
) -> None:
    assert ask(simulated_bank, shop, order).status == 400
    assert simulated_bank.get(f"{ORDERS}/{code}").status == 401
