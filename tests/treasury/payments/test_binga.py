"""Binga: the checksum of the manual, and how far a notice is believed."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from tadamun.kernel.money import Money
from tadamun.treasury.payments.providers.base import ForgedNotice, Known, Said, Terms, UnreadableNotice
from tadamun.treasury.payments.providers.binga import Binga, checksum
from tests.treasury.payments.asking import KNOWN

SECRETS = {"private_key": "demo-binga-private-key"}
TERMS = Terms("K7QM3P", {"store_id": "4010"}, SECRETS, test=True)
LOOKED_UP = Terms(
    "K7QM3P", {"store_id": "4010", "orders_url": "https://binga.test/orders/"}, SECRETS, test=True
)
FIELDS = {
    "code": "123456789", "storeId": "4010", "externalId": "CMD000123", "amount": "149.50",
    "buyerEmail": "fz@example.org",
}  # fmt: skip
# printf 'PAY149.504010CMD000123fz@example.orgdemo-binga-private-key' | md5sum
SUM = "fcd41bfcafa0ca06c4ea2e45734662ca"


def said(**changed: str) -> Said:
    return Said(urlencode({**FIELDS, "orderCheckSum": SUM, **changed}).encode(), {})


def test_the_checksum() -> None:
    assert checksum("PAY", FIELDS, "demo-binga-private-key") == SUM


def test_real_money_believes_no_notice_alone() -> None:
    heard = Binga().hear(replace(TERMS, test=False), said(), KNOWN)
    assert (heard.outcome, heard.hint) == ("captured", True)


@pytest.mark.parametrize("terms", [TERMS, LOOKED_UP])
def test_where_orders_can_be_looked_up_a_notice_is_a_hint(terms: Terms) -> None:
    heard = Binga().hear(terms, said(), KNOWN)
    assert (heard.outcome, heard.amount, heard.hint) == (
        "captured", Money.of("149.50", "MAD"), terms is LOOKED_UP,
    )  # fmt: skip


@pytest.mark.parametrize(
    "changed", [{"amount": "1.00"}, {"externalId": "CMD000124"}, {"storeId": "4011"}, {"orderCheckSum": ""}]
)
def test_another_amount_order_or_store_is_forged(changed: dict[str, str]) -> None:
    with pytest.raises(ForgedNotice):
        Binga().hear(TERMS, said(**changed), KNOWN)


def test_another_state_or_currency_is_no_payment() -> None:
    assert Binga().hear(TERMS, said(status="EXPIRED"), KNOWN).outcome == "failed"
    assert Binga().hear(TERMS, said(status="NEW"), KNOWN).outcome == "waiting"
    assert Binga().hear(TERMS, said(currency="EUR"), KNOWN).amount == Money.of("149.50", "EUR")


@pytest.mark.parametrize("body", [b"", b"\xff", b"externalId", b"externalId=A&externalId=B", b"code=1"])
def test_what_cannot_be_read(body: bytes) -> None:
    with pytest.raises(UnreadableNotice):
        Binga().named(Said(body, {}))


def test_the_agencys_own_fee_is_shown() -> None:
    kept = {"code": "123456789", "total": "152.50"}
    assert Binga().shown(Known("CMD000123", KNOWN.amount, kept)).instructions == kept
    same = Binga().shown(Known("CMD000123", KNOWN.amount, {**kept, "total": "149.50"}))
    assert same.instructions == {"code": "123456789"}
    assert Binga().shown(Known("CMD000123", KNOWN.amount, {"code": "1", "total": "?"})).instructions == {
        "code": "1"
    }
