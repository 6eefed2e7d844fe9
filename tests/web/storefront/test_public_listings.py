"""Listings, filters, search and suggestions."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tadamun.goods.catalogue.operations import feature_product
from tadamun.kernel.scopes import everything
from tadamun.people.markets.operations import change_market
from tadamun.showcase.search.questions import PAGE_SIZE
from tadamun.web.storefront.questions import amount
from tests.factories import make_organisation, make_product
from tests.web.storefront.stage import Stage, index, path_of, tree


def shown(client: Client, path: str) -> list[str]:
    """The addresses of the cards, in order."""
    found: list[str] = tree(client.get(path)).xpath("//ul[@class='grid']/li/a/@href")
    return found


@pytest.mark.broad
def test_a_listing_shows_what_was_asked(stage: Stage) -> None:
    client = stage.visitor
    everything = {path_of(each) for each in (stage.rug, stage.piece, stage.ordered, stage.gone)}
    assert set(shown(client, "/fr/search/")) == everything
    assert set(shown(client, "/fr/crafts/carpets/")) == {path_of(stage.rug), path_of(stage.piece)}
    assert set(shown(client, "/fr/crafts/textile-wool/")) == {path_of(stage.rug), path_of(stage.piece)}
    assert set(shown(client, "/fr/regions/ma-04/")) == {path_of(stage.ordered), path_of(stage.gone)}
    assert set(shown(client, f"/fr/search/?shop={stage.other.code.lower()}")) == {
        path_of(stage.ordered),
        path_of(stage.gone),
    }
    assert shown(client, f"/fr/search/?maker={stage.maker.code.lower()}") == [path_of(stage.rug)]
    assert set(shown(client, "/fr/search/?available=1")) == everything - {path_of(stage.gone)}
    assert shown(client, "/fr/search/?min=500") == [path_of(stage.piece)]
    assert path_of(stage.piece) not in shown(client, "/fr/search/?max=٤٥٠")
    assert shown(client, "/fr/search/?material=wool") == [path_of(stage.rug)]
    assert shown(client, "/fr/search/?sort=price_desc")[0] == path_of(stage.piece)


@pytest.mark.broad
def test_filters_count_and_are_taken_away(stage: Stage) -> None:
    page = tree(stage.visitor.get("/en/search/?craft=pottery&available=1&min=10"))
    chips = {
        each.text_content().split(":")[-1].strip(): each.get("href")
        for each in page.xpath("//ul[@class='chips']//a")
    }
    assert len(chips) == 3
    assert all(href.count("=") == 2 for href in chips.values())
    checked = page.xpath("//form//input[@checked]/@name")
    assert sorted(checked) == ["available", "craft"]
    counts = page.xpath("//input[@name='craft'][@value='pottery']/../bdi[2]/text()")
    assert counts == ["1"]


@pytest.mark.broad
def test_every_filter_but_the_price_says_how_many_it_leaves(stage: Stage) -> None:
    with everything("a test's own shop"):
        another = stage.other.makers.get()
    for maker, material, label in ((stage.maker, "wool", "igp"), (another, "clay", "label-assil")):
        made = make_product(maker.organisation, makers=[maker.pk], materials=[material], labels=[label])
        assert made.labels == [label]
    index()
    page = tree(stage.visitor.get("/en/search/"))
    counted = {
        f"{each.get('name')}={each.get('value')}": "".join(each.xpath("..//bdi[@class='muted']/text()"))
        for each in page.xpath("//main//form//input[@type='checkbox']")
    }
    shop, other, weaver, potter = (
        each.code.lower() for each in (stage.shop, stage.other, stage.maker, another)
    )
    expected = {
        "available=1": "5", "craft=pottery": "2", "craft=textile-wool": "4", "region=ma-03": "3", "region=ma-04": "3",
        f"shop={shop}": "3", f"shop={other}": "3", f"maker={weaver}": "2", f"maker={potter}": "1", "material=wool": "2",
        "material=clay": "1", "label=igp": "1", "label=label-assil": "1",
    }  # fmt: skip
    assert counted == counted | expected
    assert all(counted.values()), counted


def test_a_question_keeps_its_words(stage: Stage) -> None:
    page = tree(stage.visitor.get("/fr/search/?q=tapis&craft=carpets"))
    assert page.xpath("//header//input[@name='q']/@value") == ["tapis"]
    assert page.xpath("//main//form//input[@type='hidden'][@name='q']/@value") == ["tapis"]


@pytest.mark.parametrize("asked", ["زربية", "zarbia", "tapis", "rug"])
def test_a_piece_is_found_in_any_language(stage: Stage, asked: str) -> None:
    for language in ("ar", "fr", "en"):
        assert path_of(stage.rug, language) in shown(stage.visitor, f"/{language}/search/?q={quote(asked)}")


@pytest.mark.broad
def test_pages_follow_one_another(stage: Stage) -> None:
    for _ in range(PAGE_SIZE):
        make_product(stage.shop)
    index()
    client = stage.visitor
    first, second = shown(client, "/fr/crafts/carpets/"), shown(client, "/fr/crafts/carpets/?page=2")
    assert (len(first), len(second)) == (PAGE_SIZE, 2)
    assert not set(first) & set(second)
    page = tree(client.get("/fr/crafts/carpets/?page=2"))
    assert page.xpath("//link[@rel='canonical']/@href") == [
        "http://souk.localhost:8000/fr/crafts/carpets/?page=2"
    ]
    assert client.get("/fr/crafts/carpets/?page=3").status_code == 404


@pytest.mark.broad
def test_only_plain_listings_are_for_an_index(stage: Stage) -> None:
    def robots(path: str) -> list[str]:
        found: list[str] = tree(stage.visitor.get(path)).xpath("//meta[@name='robots']/@content")
        return found

    assert robots("/fr/crafts/carpets/") == []
    for path in ("/fr/crafts/carpets/?min=10", "/fr/crafts/carpets/?sort=newest", "/fr/search/", "/fr/search/?q=tapis",
                 "/fr/crafts/jewellery/", "/fr/regions/ma-01/"):  # fmt: skip
        response = stage.visitor.get(path)
        if response.status_code == 200:
            assert robots(path) == ["noindex,follow"], path
            assert not tree(response).xpath("//link[@rel='canonical']")


def test_nothing_found_helps_on(stage: Stage) -> None:
    page = tree(stage.visitor.get("/fr/search/?q=qwertzuiop"))
    links = page.xpath("//div[@class='empty']//a/@href")
    assert {"/fr/crafts/", "/fr/shops/", "/fr/help/"} <= set(links)
    assert page.xpath("//header//input[@name='q']/@value") == ["qwertzuiop"]


@pytest.mark.broad
def test_what_is_not_there_can_be_asked_for(stage: Stage) -> None:
    def wishes(path: str) -> list[str]:
        found: list[str] = tree(stage.visitor.get(path)).xpath("//a[contains(@href,'/requests/')]/@href")
        return found

    assert wishes("/fr/search/?q=qwertzuiop") == ["/fr/requests/new/"]
    assert stage.visitor.get("/fr/requests/new/").status_code == 200
    code = stage.shop.code.lower()
    assert wishes(f"/fr/search/?q=qwertzuiop&shop={code}") == [f"/fr/requests/new/?shop={code}"]
    assert stage.visitor.get(f"/fr/requests/new/?shop={code}").status_code == 200
    assert wishes("/fr/search/?q=tapis") == []
    change_market(stage.market, policies=stage.market.policies | {"custom_requests": False})
    assert wishes("/fr/search/?q=qwertzuiop") == []


@pytest.mark.parametrize(("slip", "meant"), [("carpt", "carpet"), ("زريية", "زربية")])
def test_a_slip_of_the_pen_is_put_right(stage: Stage, slip: str, meant: str) -> None:
    page = tree(stage.visitor.get(f"/en/search/?q={quote(slip)}"))
    assert [unquote(each) for each in page.xpath("//main/p/a/@href")] == [f"?q={meant}"]


@pytest.mark.broad
def test_without_a_script_the_results_say_what_the_box_would_suggest(stage: Stage) -> None:
    def beside(path: str) -> list[str]:
        found: list[str] = tree(stage.visitor.get(path)).xpath("//main/nav//a/@href")
        return found

    page = stage.visitor.get("/fr/suggestions/?q=tap").content.decode()
    offered = re.findall(r'<li role="option"><a href="([^"]+)">', page)
    links = beside("/fr/search/?q=tap")
    assert "/fr/crafts/carpets/" in links
    assert links == [each for each in offered if "/products/" not in each]
    assert [each for each in links if stage.visitor.get(each).status_code != 200] == []
    for narrowed in ("/fr/search/", "/fr/search/?q=tap&available=1"):
        assert beside(narrowed) == [], narrowed


@pytest.mark.broad
def test_a_question_of_new_words_costs_few_queries(stage: Stage) -> None:
    stage.visitor.get("/fr/search/?q=tapis")
    for text in ("tap", "zerb", "coop", "fat"):
        with CaptureQueriesContext(connection) as asked:
            assert stage.visitor.get(f"/fr/search/?q={text}").status_code == 200
        tables = [each["sql"].partition(" FROM ")[2].split('"')[1] for each in asked]
        # A process keeps its markets, outside a test.
        assert len([each for each in tables if not each.startswith("markets_")]) <= 5, tables


@pytest.mark.broad
def test_suggestions_lead_to_what_they_name(stage: Stage) -> None:
    make_product(
        make_organisation(
            stage.market, names={"ar": "تعاونية زين", "fr": "Tapisserie Zine", "en": "Zine Rugs"}
        )
    )
    index()
    client = stage.visitor
    response = client.get("/fr/suggestions/?q=tap")
    assert response.headers["X-Robots-Tag"] == "noindex"
    options = re.findall(r'<li role="option"><a href="([^"]+)">', response.content.decode())
    assert "/fr/crafts/carpets/" in options
    assert any(option.startswith("/fr/shops/") for option in options)
    assert any(option.startswith("/fr/products/") for option in options)
    assert [option for option in options if client.get(option).status_code != 200] == []
    assert client.get("/fr/suggestions/?q=t").content.strip() == b""
    assert client.get("/fr/suggestions/").content.strip() == b""


@pytest.mark.broad
def test_new_pieces_turn_fairly_among_shops(stage: Stage) -> None:
    for _ in range(12):
        make_product(stage.shop)
    index()
    cards = shown(stage.visitor, "/fr/")
    assert path_of(stage.ordered) in cards
    assert len(cards) == 8


def test_a_featured_piece_comes_first(stage: Stage) -> None:
    feature_product(stage.gone, stage.market)
    index()
    assert shown(stage.visitor, "/fr/search/")[0] == path_of(stage.gone)


def test_before_there_is_an_index_a_page_says_so_and_is_not_kept(
    stage: Stage, settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_INDEX = f"{tmp_path}/nothing"
    for path in ("/en/", "/en/search/", "/en/crafts/carpets/"):
        response = stage.visitor.get(path)
        assert response.status_code == 200
        assert response.headers["X-Page-Cache"] == "no"
    assert "being prepared" in stage.visitor.get("/en/search/").content.decode()


@pytest.mark.parametrize(
    ("text", "minor"),
    [("12", 1200), ("12,5", 1250), ("١٢٫٥", 1250), ("۱۲", 1200), ("0", 0), ("-1", None), ("x", None), ("", None),
     ("1e9", 10**11), ("1e40", None), ("NaN", None), ("Infinity", None)],
)  # fmt: skip
def test_a_price_is_read_in_any_digits(text: str, minor: int | None) -> None:
    assert amount(text, "MAD") == minor
