"""Whoever starts a server reads where everything is."""

import pytest
from pytest_django.fixtures import Settings

from tadamun.config.addresses import addresses
from tests.factories import make_market

pytestmark = pytest.mark.django_db


def listed(settings: Settings, *, demo: bool, bank: int = 0, single: str = "") -> list[str]:
    settings.DEMO, settings.BANK_PORT, settings.SINGLE_MARKET = demo, bank, single
    settings.ORIGIN = "http://*:8000"
    return [address for _name, address in addresses()]


def test_an_empty_server_names_itself(settings: Settings) -> None:
    assert listed(settings, demo=False) == ["http://localhost:8000/"]
    assert listed(settings, demo=True, bank=8200) == ["http://localhost:8000/", "http://127.0.0.1:8200/"]


def test_a_demonstration_names_its_markets_the_portal_and_the_bank(settings: Settings) -> None:
    make_market("souk")
    market, portal, bank = "http://souk.localhost:8000/", "http://localhost:8000/", "http://127.0.0.1:8201/"
    assert listed(settings, demo=True, bank=8201) == [market, portal, bank]
    assert listed(settings, demo=True, single="souk") == [market]
    assert listed(settings, demo=False) == [market]
