"""Each demonstration market has a contract with the bank beside it, wherever that listens."""

from typing import Any

import pytest

from tadamun.config.demo.banking import sign_with_bank
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.queries import ways_of
from tests.factories import make_market
from tests.simulators.process import SimulatedBank, simulated_bank

__all__ = ["simulated_bank"]
pytestmark = pytest.mark.django_db


def contract(market: Market) -> Contract:
    with scope(market_id=market.pk):
        return Contract.objects.get()


@pytest.mark.broad
def test_it_says_what_the_bank_publishes(settings: Any, simulated_bank: SimulatedBank) -> None:
    settings.BANK_PORT = 8200
    market = make_market()
    sign_with_bank(market)
    made, known = contract(market), simulated_bank.get("/merchants.json").json["est"]
    assert made.settings["page_url"] == "http://127.0.0.1:8200" + known["gateway_path"]
    assert made.settings["api_url"] == "http://127.0.0.1:8200" + known["api_path"]
    assert (made.settings["client_id"], made.settings["api_user"]) == (known["clientid"], known["api_user"])
    assert made.secrets() == {"storekey": known["storekey"], "api_password": known["api_password"]}
    assert (made.test, made.active) == (True, True)


@pytest.mark.broad
def test_another_port_is_followed_and_other_changes_stay(settings: Any) -> None:
    settings.BANK_PORT = 8200
    market = make_market()
    sign_with_bank(market)
    row = contract(market)
    write_contract(market, row, settings={**row.settings, "tran_type": "Auth"}, secrets={}, active=False)
    sign_with_bank(market)
    assert not contract(market).active
    settings.BANK_PORT = 8300
    sign_with_bank(market)
    moved = contract(market)
    assert moved.settings["page_url"].startswith("http://127.0.0.1:8300/")
    assert (moved.settings["tran_type"], moved.active) == ("Auth", True)


def test_without_a_bank_it_is_not_offered(settings: Any) -> None:
    settings.BANK_PORT = 0
    market = make_market()
    sign_with_bank(market)
    assert ways_of(market) == ()
    settings.BANK_PORT = 8200
    sign_with_bank(market)
    assert [way.provider for way in ways_of(market)] == ["est"]
