"""The page cache before Django, as a worker has it: what is kept, for whom, and until when."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction

from tadamun.goods.catalogue.operations import change_price, remove_product
from tadamun.goods.stock.operations import hold, release, set_quantity, take
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache.versions import at
from tadamun.kernel.pagecache.wsgi import PageCache
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.operations import change_organisation
from tadamun.showcase.search.follow import replay
from tadamun.trade.shipping.operations import draw_zone
from tadamun.web.shared.page_key import page_key
from tests.factories import make_market, make_organisation, make_product, variant_of
from tests.kernel.pagecache.site import Reply, visit
from tests.web.storefront.stage import index, path_of

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """A market behind two workers that share a folder."""

    def __init__(self, folder: Path) -> None:
        self.market: Market = make_market()
        self.shop = make_organisation(self.market)
        self.rug = make_product(self.shop, price=45000)
        self.piece = make_product(self.shop, mode="unique", quantity=1)
        index()
        self.workers = [self.worker(folder), self.worker(folder)]

    def worker(self, folder: Path) -> PageCache:
        return PageCache(WSGIHandler(), key_of=page_key, folder=folder, session_cookie="tadamun_session")

    def get(self, path: str, *, worker: int = 0, query: str = "", **environ: Any) -> Reply:
        given = {
            "HTTP_HOST": "souk.localhost", "SERVER_NAME": "souk.localhost", "SERVER_PORT": "80", "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        }  # fmt: skip
        plain = unquote_to_bytes(path).decode("latin-1")
        return visit(self.workers[worker], plain, query, **{**given, **environ})

    def warm(self, path: str, **more: Any) -> None:
        """Made and kept, also for the other worker."""
        self.get(path, **more)
        for worker in (0, 1):
            assert self.get(path, worker=worker, **more).verdict == "tadamun; hit", path


@pytest.fixture
def site(tmp_path: Path, settings: Any) -> Iterator[Site]:
    settings.SEARCH_INDEX = tmp_path / "index"
    yield Site(Path(settings.PAGE_CACHE["FOLDER"]))
    at(Path(settings.PAGE_CACHE["FOLDER"])).forget()


@pytest.mark.broad
def test_public_pages_are_kept_for_everybody(site: Site) -> None:
    code = site.shop.code.lower()
    for path in ("/fr/", "/ar/crafts/", "/fr/crafts/carpets/", "/fr/search/", path_of(site.rug), f"/fr/shops/{code}/",
                 "/fr/pages/terms/", "/fr/help/", "/fr/suggestions/", "/robots.txt", "/sitemap.xml", "/sitemaps/products-1.xml",
                 "/ar/manifest.webmanifest"):  # fmt: skip
        site.warm(path)
    reply = site.get("/fr/")
    assert "set-cookie" not in reply.headers
    assert "x-page-cache" not in reply.headers
    assert reply.headers["cache-control"] == "public, max-age=0, must-revalidate"


@pytest.mark.broad
def test_what_lacks_the_index_is_kept_for_nobody(site: Site, settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX = tmp_path / "nothing"
    shop = f"/fr/shops/{site.shop.code.lower()}/"
    for path in (
        "/fr/",
        "/fr/crafts/",
        "/fr/shops/",
        shop,
        "/fr/search/",
        path_of(site.rug),
        "/sitemaps/pages.xml",
    ):
        for _ in range(2):
            assert "hit" not in site.get(path).verdict, path
    assert "hit" not in site.get("/fr/suggestions/", query="q=tap").verdict
    assert "hit" not in site.get("/fr/suggestions/", query="q=tap").verdict


@pytest.mark.broad
def test_personal_pages_are_never_kept(site: Site) -> None:
    for path in (
        "/fr/basket/",
        "/fr/sign-in/",
        "/fr/preferences/",
        "/fr/nothing/",
        "/fr/products/nothing/",
        "/",
        "/healthz",
    ):
        site.get(path)
        assert "hit" not in site.get(path).verdict, path
    site.warm("/fr/")
    assert "hit" not in site.get("/fr/", HTTP_COOKIE="tadamun_session=abc").verdict


@pytest.mark.broad
def test_unknown_parameters_make_no_pages(site: Site) -> None:
    site.warm("/fr/search/", query="q=tapis")
    assert site.get("/fr/search/", query="utm_source=x&q=tapis&fbclid=1").verdict == "tadamun; hit"
    assert "hit" not in site.get("/fr/search/", query="q=tapis&min=2").verdict


@pytest.mark.broad
def test_a_price_is_seen_by_the_next_visitor_of_any_worker(site: Site) -> None:
    path = path_of(site.rug)
    site.warm(path)
    site.warm("/fr/crafts/carpets/")
    change_price(variant_of(site.rug), Money(47700, "MAD"))
    for worker in (0, 1):
        assert "477" in site.get(path, worker=worker).body.decode()
        assert "477" in site.get("/fr/crafts/carpets/", worker=worker).body.decode()


@pytest.mark.broad
def test_stock_holds_and_removal_are_seen_at_once(site: Site) -> None:
    path = path_of(site.piece)
    site.warm(path)
    with scope(market_id=site.market.pk):
        hold(variant_of(site.piece), 1, holder="cart:1", minutes=15)
    assert "basket/lines" not in site.get(path, worker=1).body.decode()
    release("cart:1")
    assert "basket/lines" in site.get(path).body.decode()
    set_quantity(variant_of(site.piece), 0)
    assert "OutOfStock" in site.get(path, worker=1).body.decode()
    remove_product(site.piece)
    assert site.get(path).status == 410
    assert site.get(path, worker=1).verdict == "tadamun; hit"  # gone is gone for everybody


@pytest.mark.broad
def test_a_sale_of_one_of_few_changes_its_own_page_and_none_that_shows_its_card(site: Site) -> None:
    shop, beside = f"/fr/shops/{site.shop.code.lower()}/", path_of(site.piece)
    for path in (path_of(site.rug), shop, beside, "/fr/crafts/carpets/"):
        site.warm(path)
    sold = variant_of(site.rug)

    def sell(quantity: int) -> None:
        with transaction.atomic():
            take([(sold, quantity)], holder="cart:1", reference=f"purchase:{quantity}")

    sell(4)
    assert 'max="6"' in site.get(path_of(site.rug), worker=1).body.decode()
    for path in (shop, beside, "/fr/crafts/carpets/"):
        assert site.get(path).verdict == "tadamun; hit", path
    sell(6)
    for path in (shop, beside, "/fr/crafts/carpets/"):
        assert site.get(path).verdict != "tadamun; hit", path
        assert "Épuisé" in site.get(path, worker=1).body.decode(), path


@pytest.mark.broad
def test_a_shop_a_zone_and_a_market_change_what_shows_them(site: Site) -> None:
    shop, path = f"/fr/shops/{site.shop.code.lower()}/", path_of(site.rug)
    for each in (shop, path, "/fr/", "/fr/help/"):
        site.warm(each)
    change_organisation(site.shop, names={"ar": "جديدة", "fr": "Neuve", "en": "New"})
    assert "Neuve" in site.get(shop).body.decode()
    assert "Neuve" in site.get(path, worker=1).body.decode()
    draw_zone(site.market, "near", names={"fr": "Proche"}, countries=["MA"], fee_minor=1700, days=(1, 2))
    assert ">17\u00a0MAD<" in site.get(path).body.decode()
    change_market(site.market, names={"ar": "سوق", "fr": "Marché neuf", "en": "New market"})
    for worker in (0, 1):
        assert "Marché neuf" in site.get("/fr/help/", worker=worker).body.decode()


@pytest.mark.broad
def test_a_new_piece_appears_when_the_index_has_followed(site: Site) -> None:
    site.warm("/fr/search/")
    new = make_product(site.shop)
    replay()
    assert path_of(new) in site.get("/fr/search/", worker=1).body.decode()


@pytest.mark.broad
def test_city_and_currency_have_pages_of_their_own(site: Site) -> None:
    path = path_of(site.rug, "en")
    site.warm(path)
    rabat = site.get(path, HTTP_COOKIE="tadamun_city=rabat")
    assert "to <bdi>Rabat" in rabat.body.decode()
    assert "to <bdi>Rabat" not in site.get(path).body.decode()
    assert site.get(path, HTTP_COOKIE="x=1; tadamun_city=rabat").verdict == "tadamun; hit"
    assert site.get(path, HTTP_COOKIE="tadamun_city=nowhere").body == site.get(path).body
    site.warm("/en/")
    assert site.get("/en/", HTTP_COOKIE="tadamun_city=rabat").verdict == "tadamun; hit"


@pytest.mark.broad
def test_two_hosts_never_share_a_page(site: Site) -> None:
    make_market("autre", languages=["fr"])
    site.warm("/fr/")
    other = site.get("/fr/", HTTP_HOST="autre.localhost")
    assert "hit" not in other.verdict
    portal = site.get("/fr/", HTTP_HOST="portal.example")
    assert portal.body not in {other.body, site.get("/fr/").body}
    assert (
        site.get("/fr/", HTTP_HOST="another-portal.example").verdict == "tadamun; hit"
    )  # one portal for all hosts
