"""What a stranger may try at the doors, and what it must not bring her."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory
from django.test.client import FakePayload
from PIL import Image

from tadamun.goods.catalogue.operations import store_picture
from tadamun.kernel.pagecache.wsgi import PageCache
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.operations import carts
from tadamun.trade.orders.models import SellerOrder
from tadamun.web.shared import errors, limits
from tadamun.web.shared.hints import read_hint
from tadamun.web.shared.markets import known_city, known_currency
from tadamun.web.shared.middleware.intake import IntakeMiddleware
from tadamun.web.shared.page_key import page_key
from tadamun.web.shared.requests import Utf8Request
from tadamun.web.storefront.views import basket, checkout
from tests.factories import make_market, make_organisation, make_product, make_rates
from tests.standing import standing
from tests.web.storefront.shopper import Shopper

pytestmark = pytest.mark.django_db


@standing
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


@pytest.mark.broad
def test_a_picture_like_a_thread_is_kept(market: Market, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    Image.new("RGB", (60_000, 40)).save(data, "PNG")
    assert store_picture(make_organisation(market), data.getvalue()).width == 60_000


@pytest.mark.parametrize(
    "path", ["basket/lines/", "sign-in/", "checkout/", "workshop/orders/ACD347-1/packing/"]
)
def test_nobody_fills_the_disk_with_files_no_page_asked_for(market: Market, path: str) -> None:
    body = FakePayload(b"never read")
    answer = Client(SERVER_NAME=f"{market.slug}.localhost").generic(
        "POST", f"/fr/{path}", headers={"sec-fetch-site": "same-origin"},
        **{"wsgi.input": body, "CONTENT_LENGTH": str(10**9), "CONTENT_TYPE": "multipart/form-data; boundary=x"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert len(body) == len(b"never read")
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "path", ["/fr/products/a%00b/", "/fr/orders/%00/", "/o/%00%00%00%00%00%00%00%00%00%00", "/%00"]
)
def test_an_address_that_cannot_be_text_is_refused(market: Market, path: str) -> None:
    assert Client(SERVER_NAME=f"{market.slug}.localhost").get(path).status_code == 400


@pytest.mark.parametrize("name", ["tadamun_cart", "tadamun_session", "tadamun_city"])
def test_a_cookie_that_cannot_be_text_is_refused(market: Market, name: str) -> None:
    client = Client(SERVER_NAME=f"{market.slug}.localhost")
    answer = client.get("/fr/basket/", headers={"cookie": f'{name}="\\000aaaaaaaaaa"'})
    assert answer.status_code == 400


@pytest.mark.broad
def test_one_visitor_takes_no_more_pieces_off_the_shelf_than_she_may(
    market: Market, monkeypatch: Any
) -> None:
    monkeypatch.setattr(basket, "HELD", 2)
    seller = make_organisation(market)
    pieces = [make_product(seller, mode="unique", quantity=1) for _ in range(3)]
    answers = [Shopper(market, "fr").add(piece).status_code for piece in pieces]
    assert answers == [303, 303, 429]
    assert (
        Shopper(market, "fr").add(make_product(seller)).status_code == 303
    )  # what is not held costs nobody else


def test_a_basket_ends_somewhere(market: Market, monkeypatch: Any) -> None:
    monkeypatch.setattr(carts, "MOST_LINES", 2)
    seller, she = make_organisation(market), Shopper(market, "en")
    first = make_product(seller)
    for product in (first, make_product(seller), make_product(seller)):
        she.add(product)
    assert len(she.lines()) == 2
    assert "Your basket is full" in she.get("basket/").content.decode()
    she.add(first, 2)
    assert sorted(line.quantity for line in she.lines()) == [1, 3]


def test_another_address_of_the_same_household_is_the_same_visitor() -> None:
    assert (
        limits.network("2001:db8:1:2::1")
        == limits.network("2001:db8:1:2:ffff::9")
        != limits.network("2001:db8:1:3::1")
    )
    assert limits.network("::ffff:192.0.2.7") == limits.network("192.0.2.7") != limits.network("192.0.2.8")
    assert limits.network("unix:") == "unix:"


def test_no_price_is_so_high_that_a_basket_cannot_be_opened(market: Market) -> None:
    she = Shopper(market, "fr")
    dear = make_product(make_organisation(market), price=10**10)
    assert she.add(dear).status_code == 303
    assert she.post(f"basket/lines/{she.lines()[0].pk}/", quantity=99).status_code == 303
    assert she.add(make_product(make_organisation(market), price=10**12)).status_code == 303
    assert [line.quantity for line in she.lines()] == [1]
    assert she.get("basket/").status_code == 200


@pytest.mark.broad
def test_a_seller_with_prices_in_two_currencies_is_owed_what_the_buyer_pays(market: Market) -> None:
    make_rates()
    seller, she = make_organisation(market), Shopper(market, "ar")
    she.add(make_product(seller))
    she.add(make_product(seller, currency="EUR", price=2000))
    assert she.order().status_code == 303
    with scope(market_id=market.pk):
        order = SellerOrder.objects.get()
    assert (order.seller_currency, order.seller_minor) == ("MAD", order.goods_minor)
    assert order.goods_minor == 45000 + 21500


@pytest.mark.parametrize("path", ["/sitemaps/products-{}.xml", "/fr/orders/{}/", "/icon-{}.png"])
def test_a_number_no_database_counts_to_is_no_page(market: Market, path: str) -> None:
    assert Client(SERVER_NAME=f"{market.slug}.localhost").get(path.format("9" * 25)).status_code == 404


def test_a_code_is_bound_to_a_host_of_the_market_whoever_is_asked_for_it(
    market: Market, settings: Any
) -> None:
    settings.SINGLE_MARKET = market.slug
    for host, bound in (("evil.example", f"{market.slug}.localhost"), (f"{market.slug}.localhost",) * 2):
        client = Client(SERVER_NAME=host)
        answer = client.post(
            "/fr/sign-in/", {"phone": "0612345678"}, headers={"sec-fetch-site": "same-origin"}
        )
        assert answer.status_code == 303
        with scope(market_id=market.pk):
            assert f"@{bound} #" in Message.objects.latest("pk").text


@pytest.mark.broad
@pytest.mark.usefixtures("window_begins")
def test_one_address_takes_no_whole_shelf_by_orders_nobody_confirms(market: Market, monkeypatch: Any) -> None:
    monkeypatch.setattr(checkout, "PLACED_AN_ADDRESS", 2)
    seller = make_organisation(market)
    answers = []
    for number in range(3):
        she = Shopper(market, "fr")
        she.add(make_product(seller))
        answers.append(she.order(phone=f"061234567{number}").status_code)
    assert answers == [303, 303, 429]


FOREIGN = "text/plain; charset="


def test_no_content_type_makes_a_page_that_is_kept_for_others(market: Market, tmp_path: Path) -> None:
    """Django reads a query in the characters it names: somebody's page of other words would be everybody's of these."""

    def made(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        request = WSGIRequest(environ)
        start_response("200 OK", [("Content-Type", "text/html"), ("X-Page-Cache", "on")])
        return [request.GET["q"].encode()]

    cache = PageCache(made, key_of=page_key, folder=tmp_path)
    environ = {
        **RequestFactory(SERVER_NAME=f"{market.slug}.localhost").get("/ar/search/").environ,
        "QUERY_STRING": "q=%D8%B2%D8%B1%D8%A8%D9%8A%D8%A9",
    }
    for said in ("latin-1", "utf-8"):
        body = cache({**environ, "CONTENT_TYPE": f"{FOREIGN}{said}"}, lambda *_: bytes.__len__)
        assert b"".join(body).decode() == "زربية"


@pytest.mark.parametrize(
    "said", ["zlib", "undefined", "idna", "utf-16", "latin-1", "nonsense", "\0", "*=zlib''x", "x; charset*=zlib''x"]
)  # fmt: skip
def test_characters_that_are_no_text_stop_nothing(market: Market, said: str) -> None:
    host = f"{market.slug}.localhost"
    environ = RequestFactory(SERVER_NAME=host).get("/en/basket/").environ
    asked = Utf8Request({**environ, "QUERY_STRING": "q=%C3%A9", "CONTENT_TYPE": f"{FOREIGN}{said}"})
    assert asked.GET["q"] == "é"
    body = b'--x\r\nContent-Disposition: form-data; name="variant"\r\n\r\n\xc3\xa9\r\n--x--\r\n'
    sent = Utf8Request({
        **environ, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": f"multipart/form-data; boundary=x; charset={said}",
    })  # fmt: skip
    refused = IntakeMiddleware(lambda _: errors.not_found(sent)).process_view(sent, None, (), {})
    assert refused is None or refused.status_code == 400
    assert sent.POST.get("variant", "é") == "é"
