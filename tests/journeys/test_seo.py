"""A search engine's story: what it is told is true, complete, and the same in every language."""

import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import extruct
import pytest
from PIL import Image

from tests.journeys.crawling import Crawl, Seen, crawl, robots, sitemap
from tests.journeys.stage import EVERY_MARKET, LANGUAGES, Installation

TITLE, DESCRIPTION = 65, 160


@pytest.fixture(scope="module")
def crawled(served: Installation) -> Callable[[str], Crawl]:
    kept: dict[str, Crawl] = {}

    def of(market: str) -> Crawl:
        if market not in kept:
            kept[market] = crawl(served, market)
        return kept[market]

    return of


@EVERY_MARKET
def test_every_link_leads_somewhere(crawled: Callable[[str], Crawl], market: str) -> None:
    found = crawled(market)
    assert len(found.pages) > 150
    assert found.broken == []


@EVERY_MARKET
def test_titles_descriptions_and_canonical_addresses(
    served: Installation, crawled: Callable[[str], Crawl], market: str
) -> None:
    wrong = []
    seen: dict[tuple[str, str], str] = {}
    for path, page in crawled(market).pages.items():
        titles = page.texts("//head/title/text()")
        descriptions = page.texts("//meta[@name='description']/@content")
        canonical = page.texts("//link[@rel='canonical']/@href")
        if len(titles) != 1 or not 5 <= len(titles[0]) <= TITLE:
            wrong.append(f"{path}: title {titles}")
        if len(descriptions) != 1 or not 10 <= len(descriptions[0]) <= DESCRIPTION:
            wrong.append(f"{path}: description {descriptions}")
        if len(page.texts("//h1//text()")) == 0 or len(page.tree.xpath("//h1")) != 1:
            wrong.append(f"{path}: {len(page.tree.xpath('//h1'))} h1")
        if not page.indexable:
            continue
        if len(canonical) != 1 or not canonical[0].startswith(served.address(market)):
            wrong.append(f"{path}: canonical {canonical}")
        elif canonical[0] == served.address(market, path) and "/products/" not in path:  # sellers name those
            other = seen.setdefault((titles[0], page.texts("/html/@lang")[0]), path)
            if other != path:
                wrong.append(f"{path}: the same title as {other}")
    assert wrong == []


@EVERY_MARKET
def test_languages_name_each_other(served: Installation, market: str) -> None:
    listed = sitemap(served, market)
    assert len(listed) > 60 * len(LANGUAGES)
    wrong = []
    for address, alternatives in listed.items():
        if address not in alternatives.values():
            wrong.append(f"{address} does not name itself")
        if "x-default" not in alternatives or len(alternatives) != len(LANGUAGES) + 1:
            wrong.append(f"{address}: {sorted(alternatives)}")
        for other in alternatives.values():
            if listed.get(other) != alternatives:
                wrong.append(f"{address} names {other}, which does not answer")
    assert wrong == []


@EVERY_MARKET
def test_pages_and_sitemap_agree(served: Installation, crawled: Callable[[str], Crawl], market: str) -> None:
    listed = sitemap(served, market)
    rules = robots(served, market)
    pages = crawled(market).pages
    forbidden = [address for address in listed if not rules.can_fetch(address, "*")]
    assert forbidden == []
    wrong = []
    for path, page in pages.items():
        address = served.address(market, path)
        alternatives = {
            str(each.get("hreflang")): str(each.get("href"))
            for each in page.tree.xpath("//link[@rel='alternate'][@hreflang]")
        }
        if address in listed and not page.indexable:
            wrong.append(f"{path} is listed and says noindex")
        if address in listed and alternatives != listed[address]:
            wrong.append(f"{path}: page and sitemap name different languages")
        lang = page.texts("/html/@lang")[0]
        if lang != path.split("/")[1]:
            wrong.append(f"{path} says it is in {lang}")
    assert wrong == []


def test_robots_leave_the_shop_open_and_baskets_closed(served: Installation) -> None:
    rules = robots(served, "store")
    listed = [urlsplit(each).path for each in rules.sitemaps]
    assert listed == ["/sitemap.xml"]
    for language in LANGUAGES:
        for closed in (
            "basket/",
            "checkout/",
            "orders/SECRET/",
            "account/",
            "sign-in/",
            "workshop/",
            "office/",
            "search/?q=x",
        ):
            assert not rules.can_fetch(served.address("store", f"/{language}/{closed}"), "*"), closed
        for open_ in ("", "crafts/", "shops/", "products/x/", "pages/terms/"):
            assert rules.can_fetch(served.address("store", f"/{language}/{open_}"), "*"), open_


def test_filters_and_later_pages_are_not_indexed_twice(served: Installation) -> None:
    for path in ("/ar/crafts/textiles-wool/?available=1", "/fr/search/?material=wool", "/ar/search/?page=2"):
        page = Seen(path, served.ask("store", path), "")
        canonical = page.texts("//link[@rel='canonical']/@href")
        assert not page.indexable or "?" not in canonical[0], path


def _offers(data: dict[str, Any]) -> list[dict[str, Any]]:
    found = data.get("offers") or [each["offers"] for each in data.get("hasVariant", [])]
    return found if isinstance(found, list) else [found]


def _amount(text: str) -> Decimal:
    """Of a price as people write it, whatever marks group its digits."""
    digits = "".join(re.findall(r"[\d.,٫٬٠-٩]", text)).strip(".,")
    digits = digits.translate({ord(each): str(value) for value, each in enumerate("٠١٢٣٤٥٦٧٨٩")})
    whole, mark, part = (
        digits.rpartition(digits[-3]) if len(digits) > 3 and not digits[-3].isdigit() else (digits, "", "")
    )
    return Decimal(re.sub(r"\D", "", whole) + (f".{part}" if mark else ""))


@EVERY_MARKET
def test_the_price_a_machine_reads_is_the_price_a_person_reads(
    served: Installation, crawled: Callable[[str], Crawl], market: str
) -> None:
    looked = 0
    for path, page in crawled(market).pages.items():
        if "/products/" not in path:
            continue
        looked += 1
        found = [json.loads(each) for each in page.texts("//script[@type='application/ld+json']/text()")]
        (data,) = [
            each for each in found if each["@type"] in {"Product", "ProductGroup", "IndividualProduct"}
        ]
        offers = _offers(data)
        assert offers, path
        shown = _amount("".join(page.texts("//p[contains(@class,'price big')]//text()")))
        chips = page.texts("//label[@class='pick']//bdi/text()")
        beside = {_amount(each.split(" · ")[-1]) for each in chips if "MAD" in each or "د.م" in each}
        said = {Decimal(each["price"]): each["availability"] for each in offers}
        assert shown in said, path
        assert {price for price, state in said.items() if not state.endswith("OutOfStock")} <= {
            shown,
            *beside,
        }, path
        sold_out = not page.tree.xpath("//main//form[contains(@action,'/basket/lines/')]")
        held = page.tree.xpath("//main//*[contains(@class,'notice info')]")
        available = any(not each["availability"].endswith("OutOfStock") for each in offers)
        assert available != sold_out or held, path
        for each in offers:
            assert each["priceCurrency"] == "MAD"
            assert {
                "url",
                "seller",
                "itemCondition",
                "hasMerchantReturnPolicy",
                "shippingDetails",
            } <= each.keys(), path
        assert {"name", "url", "brand", "description"} <= data.keys(), path
        assert any(each["@type"] == "BreadcrumbList" for each in found), path
    assert looked > 50


@EVERY_MARKET
def test_the_card_that_messengers_show(served: Installation, market: str) -> None:
    seen = (Seen(path, served.ask(market, path), "") for path in served.products[market])
    on_sale = (page for page in seen if page.answer.status == 200)  # other journeys take some away
    for language, page in zip(LANGUAGES, on_sale, strict=False):
        found = extruct.extract(page.answer.text, syntaxes=["json-ld", "opengraph"], uniform=True)
        graph = found["opengraph"][0]
        assert {"BreadcrumbList"} < {each["@type"] for each in found["json-ld"]}, page.path
        assert {
            "og:title",
            "og:description",
            "og:url",
            "og:image",
            "og:site_name",
            "og:locale",
        } <= graph.keys()
        card = served.ask(market, urlsplit(graph["og:image"]).path)
        assert card.status == 200, (language, graph["og:image"])
        assert len(card.body) <= 300_000
        with Image.open(io.BytesIO(card.body)) as picture:
            assert picture.size == (1200, 630)
