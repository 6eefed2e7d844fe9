"""YouCan Pay: signatures of webhooks, and what of them is believed."""

import pytest

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import ForgedNotice, GatewayAway, Said, Terms, UnreadableNotice
from tadamun.treasury.payments.providers.youcan import YouCan
from tests.treasury.payments.asking import KNOWN

TERMS = Terms("K7QM3P", {}, {"pri_key": "pri_sandbox_demo"}, test=True)
BODY = (
    b'{"id":"e1","event_name":"transaction.paid","sandbox":true,"payload":{"transaction":{"id":"7e1c","order_id":'
    b'"CMD000123","status":1,"amount":"14950","currency":"MAD"}}}'
)
# openssl dgst -sha256 -hmac pri_sandbox_demo
SIGNATURE = "725859b7c690630b1ea1ce9eb489cfe0bc1e49e4bc0464be7801e899befc4b57"


def said(body: bytes = BODY, signature: str = SIGNATURE) -> Said:
    return Said(body, {"x-youcanpay-signature": signature})


@pytest.mark.parametrize("signature", [SIGNATURE, SIGNATURE.upper()])
def test_a_signed_webhook_tells_the_amount(signature: str) -> None:
    heard = YouCan().hear(TERMS, said(signature=signature), KNOWN)
    assert (heard.reference, heard.outcome, heard.amount) == (
        "CMD000123",
        "captured",
        Money.of("149.50", "MAD"),
    )
    assert (heard.gateway_reference, heard.hint) == ("7e1c", False)


@pytest.mark.parametrize("signature", ["", "0" * 64, SIGNATURE[:-1], "é" * 64])
def test_another_signature_is_forged(signature: str) -> None:
    with pytest.raises(ForgedNotice):
        YouCan().hear(TERMS, said(signature=signature), KNOWN)


def test_another_body_under_its_signature_is_forged() -> None:
    with pytest.raises(ForgedNotice):
        YouCan().hear(TERMS, said(BODY.replace(b"14950", b"1")), KNOWN)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"payload": []}', b"[" * 60_000, BODY[:60]])
def test_what_cannot_be_read(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        YouCan().named(said(body))


def test_a_lost_webhook_is_not_found_where_nothing_is_known_of_the_transaction() -> None:
    with pytest.raises(GatewayAway):
        YouCan().status(TERMS, KNOWN)
