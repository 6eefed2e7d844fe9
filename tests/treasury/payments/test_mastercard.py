"""Mastercard Gateway: webhooks are hints, and only an order with a successful transaction is paid."""

import json
from typing import Any

import pytest

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import ForgedNotice, GatewayAway, Said, Terms, UnreadableNotice
from tadamun.treasury.payments.providers.mastercard import Mastercard
from tests.simulators.process import Shop, shop
from tests.treasury.payments.asking import KNOWN

__all__ = ["shop"]
SECRETS = {"api_password": "x", "notification_secret": "0123456789ABCDEF0123456789ABCDEF"}
TERMS = Terms("K7QM3P", {"host": "https://gateway.test", "merchant_id": "M1"}, SECRETS, test=True)
BODY = b'{"order":{"id":"CMD000123","status":"CAPTURED"},"result":"SUCCESS"}'
PAID: dict[str, Any] = {
    "id": "CMD000123", "status": "CAPTURED", "result": "SUCCESS", "amount": 149.5, "currency": "MAD",
    "totalAuthorizedAmount": 149.5, "totalCapturedAmount": 149.5,
    "transaction": [{"result": "SUCCESS", "transaction": {"id": "1", "type": "PAYMENT", "receipt": "632"}}],
}  # fmt: skip


def said(secret: str, body: bytes = BODY) -> Said:
    return Said(body, {"x-notification-secret": secret, "x-notification-id": "n1"})


def test_a_webhook_says_only_that_something_happened() -> None:
    heard = Mastercard().hear(TERMS, said(SECRETS["notification_secret"]), KNOWN)
    assert (heard.reference, heard.outcome, heard.amount, heard.hint) == ("CMD000123", "waiting", None, True)


@pytest.mark.parametrize("secret", ["", "0" * 32, SECRETS["notification_secret"].lower()])
def test_another_secret_is_forged(secret: str) -> None:
    with pytest.raises(ForgedNotice):
        Mastercard().hear(TERMS, said(secret), KNOWN)


@pytest.mark.parametrize("body", [b"", BODY[:20], b"[]", b'{"order": 7}', b'{"order": {"id": null}}'])
def test_what_cannot_be_read(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        Mastercard().named(said("", body))


@pytest.mark.parametrize(
    ("changed", "outcome", "amount"),
    [
        ({}, "captured", "149.50"),
        ({"totalCapturedAmount": 149.51}, "captured", "149.51"),
        ({"status": "PARTIALLY_CAPTURED", "totalCapturedAmount": 100}, "captured", "100"),
        ({"status": "REFUNDED"}, "captured", "149.50"),
        ({"transaction": []}, "waiting", "149.50"),
        ({"transaction": [{"result": "FAILURE", "transaction": {"type": "PAYMENT"}}]}, "waiting", "149.50"),
        ({"status": "AUTHORIZED"}, "waiting", "149.50"),
        ({"status": "AUTHENTICATION_INITIATED"}, "waiting", "149.50"),
        ({"status": "CANCELLED"}, "voided", "149.50"),
        ({"status": "FAILED"}, "failed", "149.50"),
        ({"totalCapturedAmount": None}, "captured", None),
        ({"totalCapturedAmount": "1E+9"}, "captured", None),
    ],
)
def test_how_an_order_stands(shop: Shop, changed: dict[str, Any], outcome: str, amount: str | None) -> None:
    shop.page = json.dumps({**PAID, **changed})
    heard = Mastercard().status(_at(shop), KNOWN)
    assert (heard.outcome, heard.amount) == (outcome, Money.of(amount, "MAD") if amount else None)


@pytest.mark.parametrize("page", ["", "<html>", "[]", json.dumps({**PAID, "id": "CMD000999"})])
def test_an_answer_about_nothing_or_another_order_tells_nothing(shop: Shop, page: str) -> None:
    shop.page = page
    with pytest.raises(GatewayAway):
        Mastercard().status(_at(shop), KNOWN)


def _at(shop: Shop) -> Terms:
    return Terms("K7QM3P", {"host": shop.url, "merchant_id": "M1"}, SECRETS, test=True)
