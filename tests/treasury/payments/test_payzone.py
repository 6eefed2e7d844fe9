"""Payzone: the signed form, signed callbacks, and what goes back only once."""

import hashlib
import json

import pytest

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import ForgedNotice, GatewayAway, Said, Terms, UnreadableNotice
from tadamun.treasury.payments.providers.payzone import Payzone
from tests.treasury.payments.asking import ASK, KNOWN, ask

TERMS = Terms(
    "K7QM3P", {"launch_url": "https://wall.test/pwthree/launch", "merchant_account": "Demo"},
    {"paywall_secret_key": "demo-paywall-secret", "notification_key": "demo-notification-key"}, test=True,
)  # fmt: skip
BODY = (
    b'{"id":"CMD000123","internalId":"77","orderId":"CMD000123","status":"CHARGED","transactions":['
    b'{"type":"SALE","state":"DECLINED","amount":1,"currency":"MAD"},'
    b'{"type":"SALE","state":"APPROVED","amount":149.5,"currency":"MAD"}]}'
)
# openssl dgst -sha256 -hmac demo-notification-key
SIGNATURE = "c7dde6aa3a8a2e7e815abf1281bc0060cdd2295e0cb25698f382daff51c76d68"


def said(body: bytes = BODY, signature: str = SIGNATURE) -> Said:
    return Said(body, {"x-callback-signature": signature})


def test_the_form_is_signed_over_the_payload_as_it_is_sent() -> None:
    start = Payzone().begin(TERMS, ask(language="ar"))
    payload = start.fields["payload"]
    assert start.fields["signature"] == hashlib.sha256(f"demo-paywall-secret{payload}".encode()).hexdigest()
    sent = json.loads(payload)
    assert (sent["price"], sent["currency"], sent["chargeId"], sent["customerLocale"]) == (
        "149.50", "MAD", "CMD000123", "ar_MA",
    )  # fmt: skip
    assert ASK.phone not in payload and ASK.name not in payload


def test_the_amount_is_that_of_the_approved_transaction() -> None:
    heard = Payzone().hear(TERMS, said(), KNOWN)
    assert (heard.outcome, heard.amount) == ("captured", Money.of("149.50", "MAD"))


@pytest.mark.parametrize("signature", ["", "0" * 64, SIGNATURE[:-1]])
def test_another_signature_is_forged(signature: str) -> None:
    with pytest.raises(ForgedNotice):
        Payzone().hear(TERMS, said(signature=signature), KNOWN)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", BODY[:40], b'{"orderId": true}'])
def test_what_cannot_be_read(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        Payzone().named(said(body))


def test_what_the_merchant_answers() -> None:
    answers = [
        json.loads(Payzone().answer(verdict).body)["status"] for verdict in ("capture", "noted", "refused")
    ]
    assert answers == ["OK", "OK", "KO"]


def test_without_its_interface_nobody_knows() -> None:
    with pytest.raises(GatewayAway):
        Payzone().refund(TERMS, KNOWN, KNOWN.amount, "R1")
