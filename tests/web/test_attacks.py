"""What a stranger may try at the doors, and what it must not bring her."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from PIL import Image

from tadamun.goods.catalogue.operations import store_picture
from tadamun.people.markets.models import Market
from tadamun.web.shared import limits
from tadamun.web.shared.hints import read_hint
from tadamun.web.shared.markets import known_city, known_currency
from tadamun.web.shared.page_key import page_key
from tests.factories import make_market, make_organisation, make_product
from tests.web.storefront.shopper import Shopper

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def market() -> Market:
    return make_market()


def kept_under(market: Market, cookies: str) -> tuple[str, ...]:
    """What the page cache takes a product's page to depend on, for a visitor with these cookies."""
    environ = RequestFactory().get("/fr/products/vase/", headers={"cookie": cookies}).META
    key = page_key({**environ, "HTTP_HOST": f"{market.slug}.localhost"})
    assert key is not None
    return key.parts


def shown_to(market: Market, cookies: str) -> tuple[str, ...]:
    """What the page itself reads of the same cookies."""
    said = RequestFactory().get("/", headers={"cookie": cookies}).COOKIES
    currency = known_currency(market, said.get("tadamun_currency", ""))
    return market.slug, currency, known_city(market, said.get("tadamun_city", ""))


@pytest.mark.parametrize(
    "cookies",
    [
        "tadamun_city=rabat", 'tadamun_city="rabat"', 'tadamun_city="rab\\141t"', "tadamun_city =rabat", "tadamun_city= rabat",
        "tadamun_city=rabat.x", "tadamun_city=rabat%20", "tadamun_city=rabat; tadamun_city=nowhere",
        "tadamun_city=nowhere; tadamun_city=rabat", 'a="; tadamun_city=rabat"', "tadamun_city=rabat\xa0",
        'tadamun_currency="EUR"', "x\ttadamun_currency=EUR", ";tadamun_currency=EUR", "TADAMUN_CITY=rabat",
    ],
)  # fmt: skip
def test_no_cookie_makes_a_page_that_is_kept_for_others(market: Market, cookies: str) -> None:
    assert kept_under(market, cookies) == shown_to(market, cookies) or (
        kept_under(market, cookies) == (market.slug,) and shown_to(market, cookies)[1:] == ("", "")
    )


def test_nobody_computes_which_address_makes_guesses_forgotten(tmp_path: Path, settings: Any) -> None:
    def slots(secret: str) -> list[int]:
        settings.SECRET_KEY = secret
        windows = limits.Windows(tmp_path / secret)
        for number in range(20):
            windows.add(f"guess:{number}", 3600)
        return [at for at in range(limits.SLOTS) if any(windows._bytes[at * 16 : at * 16 + 16])]

    assert slots("one") != slots("another")


@pytest.mark.parametrize(
    "said", [json.dumps({"b": 1, "n": "\ud800"}), "[" * 3000, '{"b": 1', "7", '"\\ud800"'], ids=lambda said: said[:12]
)  # fmt: skip
def test_a_hint_somebody_made_up_stops_nobody(market: Market, said: str) -> None:
    product = make_product(make_organisation(market))
    shopper = Shopper(market, "fr")
    shopper.client.cookies["tadamun_hint"] = quote(said)
    assert shopper.add(product).status_code == 303
    request = RequestFactory().get("/", headers={"cookie": f"tadamun_hint={quote(said)}"})
    assert read_hint(request) == {}


def test_a_picture_like_a_thread_is_kept(market: Market, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Image.new("RGB", (60_000, 40)).save(data, "PNG")
    assert store_picture(make_organisation(market), data.getvalue()).width == 60_000
