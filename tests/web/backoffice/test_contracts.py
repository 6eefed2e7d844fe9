"""Contracts with acquirers: secrets go in and never come out, what is wrong is said beside its field."""

from typing import Any

import pytest
from django.test import Client

from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.web.backoffice.contract_words import FIELDS, PROTOCOLS, field_words
from tests.web.backoffice.conftest import browser, in_team, words_of

CONTRACTS = "/en/office/settings/contracts/"
NEW = CONTRACTS + "new/est/"
SAID: dict[str, Any] = {
    "acquirer": "Banque d’essai", "channels": ["web"], "test": "on", "active": "on", "position": "١",
    "least": "10", "most": "5 000,50", "names_fr": "Carte",
    "page_url": "http://bank.localhost:8200/fim/est3Dgate", "api_url": "", "client_id": "600000001",
    "tran_type": "PreAuth", "storekey": "TEST1234", "api_user": "", "api_password": "",
}  # fmt: skip


def only() -> Contract:
    with everything("a test's own contract"):
        return Contract.objects.get()


def changed(**said: Any) -> dict[str, Any]:
    return {**SAID, **said}


def test_a_contract_is_made_and_offered(operator: Client, market: Market) -> None:
    answer = operator.post(NEW, SAID)
    made = only()
    assert (answer.status_code, answer["Location"]) == (303, f"{CONTRACTS}{made.code}/")
    assert (made.least_minor, made.most_minor, made.position) == (1000, 500050, 1)
    assert (made.currency, made.names["fr"], made.test, made.active) == ("MAD", "Carte", True, True)
    assert made.secrets() == {"storekey": "TEST1234"}
    assert AuditEntry.objects.filter(action="write_contract", market_id=market.pk).exists()
    listed = words_of(operator.get(CONTRACTS))
    assert "Banque d’essai" in listed
    assert "offered" in listed


def test_a_secret_is_never_shown_and_kept_when_left_empty(operator: Client) -> None:
    operator.post(NEW, SAID)
    address = f"{CONTRACTS}{only().code}/"
    page = operator.get(address).content.decode()
    assert "TEST1234" not in page
    assert "It is set. Leave it empty to keep it." in page
    assert f"/hooks/payments/est/{only().code}/" in page
    assert operator.post(address, changed(storekey="", client_id="7")).status_code == 303
    assert (only().secrets(), only().settings["client_id"]) == ({"storekey": "TEST1234"}, "7")
    operator.post(address, changed(storekey="NEWER"))
    assert only().secrets() == {"storekey": "NEWER"}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"storekey": ""}, "Please fill this in"),
        ({"client_id": " "}, "Please fill this in"),
        ({"page_url": "bank"}, "Please write a whole address"),
        ({"page_url": "javascript:alert(1)"}, "Please write a whole address"),
        ({"page_url": "https://[bad"}, "Please write a whole address"),
        ({"page_url": "https://a;script-src:1"}, "the protocol does not know it"),
        ({"page_url": "https://shop.test@elsewhere.test/"}, "the protocol does not know it"),
        ({"test": ""}, "Please write a whole address"),
        ({"tran_type": "Later"}, "Later"),
        ({"channels": []}, "at least one place"),
        ({"channels": ["moon"]}, "moon"),
        ({"least": "20", "most": "10"}, "less than the smallest"),
        ({"least": "-1"}, "0"),
        ({"most": "9" * 30}, "12"),
        ({"acquirer": "x" * 81}, "80"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    operator: Client, said: dict[str, Any], words: str
) -> None:
    answer = operator.post(NEW, changed(**said))
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert "TEST1234" not in answer.content.decode()
    with everything("a test's own contracts"):
        assert not Contract.objects.exists()


def test_secrets_sealed_with_a_lost_key_are_asked_for_anew(operator: Client, settings: Any) -> None:
    operator.post(NEW, SAID)
    settings.SEALING_KEYS = ["another key of thirty-two characters"]
    address = f"{CONTRACTS}{only().code}/"
    assert "cannot be opened" in words_of(operator.get(address))
    assert operator.post(address, changed(storekey="")).status_code == 422
    assert operator.post(address, SAID).status_code == 303
    assert only().secrets() == {"storekey": "TEST1234"}


def test_a_currency_the_protocol_does_not_know(operator: Client, market: Market) -> None:
    Market.objects.filter(pk=market.pk).update(currency="JOD")
    answer = operator.post(NEW, SAID)
    assert answer.status_code == 422
    assert "This protocol cannot ask for JOD." in words_of(answer)


def test_real_money_by_cash_codes_needs_an_address_that_confirms(operator: Client) -> None:
    """Once everything else is right: on trial it may be missing, for money it is asked for beside its field."""
    said = {
        "acquirer": "Binga", "channels": ["web"], "active": "on", "position": "1", "pay_url": "https://b.test/pay",
        "store_id": "4010", "user": "u", "password": "p", "private_key": "k",
    }  # fmt: skip
    page = operator.post(CONTRACTS + "new/binga/", said)
    assert page.status_code == 422
    assert "Real money needs this" in words_of(page)
    with everything("a test"):
        assert not Contract.objects.exists()
    assert operator.post(CONTRACTS + "new/binga/", {**said, "test": "on"}).status_code == 303
    address = f"{CONTRACTS}{only().code}/"
    assert operator.post(address, said).status_code == 422, "trial is over"
    assert operator.post(address, {**said, "orders_url": "https://b.test/orders/"}).status_code == 303


def test_each_market_has_its_own(operator: Client, other_market: Market) -> None:
    operator.post(NEW, SAID)
    stranger = in_team(other_market, "operator", "أخرى")
    assert stranger.get(f"{CONTRACTS}{only().code}/").status_code == 404
    assert stranger.post(f"{CONTRACTS}{only().code}/", SAID).status_code == 404
    assert "Banque" not in words_of(stranger.get(CONTRACTS))


@pytest.mark.parametrize("path", [CONTRACTS, NEW])
def test_only_the_operator(market: Market, support: Client, reviewer: Client, path: str) -> None:
    assert [client.get(path).status_code for client in (support, reviewer)] == [404, 404]
    assert browser(market).get(path).status_code == 303


def test_protocols_nobody_speaks(operator: Client) -> None:
    assert operator.get(CONTRACTS + "new/paypal/").status_code == 404
    assert operator.get(CONTRACTS + "UNKNOWN/").status_code == 404


@pytest.mark.parametrize("name", GATEWAYS)
def test_every_protocol_has_a_page_with_words(operator: Client, name: str) -> None:
    assert name in PROTOCOLS
    assert [field.name for field in GATEWAYS[name].fields if not field_words(FIELDS, name, field.name)] == []
    for language in ("ar", "fr"):
        assert operator.get(f"/{language}/office/settings/contracts/new/{name}/").status_code == 200


@pytest.mark.parametrize("more", [0, 29])
def test_queries_do_not_grow(
    operator: Client, market: Market, django_assert_num_queries: Any, more: int
) -> None:
    operator.post(NEW, SAID)
    with scope(market_id=market.pk):
        Contract.objects.bulk_create(
            Contract(market=market, provider="est", acquirer="x", currency="MAD") for _ in range(more)
        )
    operator.get(CONTRACTS)
    with django_assert_num_queries(6):
        operator.get(CONTRACTS)
