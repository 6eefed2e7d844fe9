"""The page of a product: what it says, costs and lets be done."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from tadamun.goods.catalogue.operations import VariantDraft
from tadamun.goods.stock.operations import hold
from tadamun.kernel import clock
from tadamun.kernel.formats import format_money
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache.tags import recording
from tadamun.kernel.scopes import scope
from tadamun.people.markets.operations import change_market
from tadamun.people.sellers.operations.debts import note_debts
from tadamun.treasury.ledger.operations import name_rate
from tests.factories import make_market, make_organisation, make_product, variant_of
from tests.web.storefront.stage import LANGUAGES, Stage, index, path_of, structured, tree, visitor

HOSTILE = "\"><script>alert(1)</script>&lt;b&gt;' onload=x {{ 7|add:7 }} %(x)s </title></script>"


@pytest.mark.broad
def test_the_price_in_the_data_is_the_price_on_the_page(stage: Stage) -> None:
    for product in (stage.rug, stage.piece, stage.ordered, stage.gone):
        for language in LANGUAGES:
            response = stage.visitor.get(path_of(product, language))
            said = structured(response)
            offer = (said.get("Product") or said["IndividualProduct"])["offers"]
            price = Money.of(Decimal(offer["price"]), offer["priceCurrency"])
            shown = tree(response).xpath("//p[@class='price big']")[0].text_content()
            assert shown == format_money(price, stage.market.locale(language))


def test_each_variant_says_its_own_price(stage: Stage) -> None:
    drafts = [
        VariantDraft(
            sku=f"P-{size}", price=Money(price, "MAD"), options={"Pointure": size}, quantity=quantity
        )
        for size, price, quantity in (("38", 20000, 0), ("39", 21000, 3), ("40", 21000, 1))
    ]
    product = make_product(stage.shop, variants=drafts)
    response = stage.visitor.get(path_of(product))
    group = structured(response)["ProductGroup"]
    offers = {each["sku"]: each["offers"] for each in group["hasVariant"]}
    assert {sku: offer["price"] for sku, offer in offers.items()} == {
        "P-38": "200.00",
        "P-39": "210.00",
        "P-40": "210.00",
    }
    assert offers["P-38"]["availability"].endswith("OutOfStock")
    inputs = tree(response).xpath("//form[contains(@action, 'basket/lines')]//input[@name='variant']")
    assert [(each.get("disabled"), each.get("checked")) for each in inputs] == [
        ("disabled", None) if place == 0 else (None, "checked" if place == 1 else None) for place in range(3)
    ]
    chips = tree(response).xpath("//label[@class='pick']")
    size, price = chips[0].xpath(".//bdi")  # each isolated: digits of one do not wander to the other
    assert (size.text_content(), "200" in price.text_content()) == ("38", True)
    assert tree(response).xpath("//legend")[0].text_content() == "Pointure"


def test_data_says_how_a_piece_comes_and_goes(stage: Stage) -> None:
    def offer(product: object) -> dict[str, object]:
        said = structured(stage.visitor.get(path_of(product)))
        found: dict[str, object] = (said.get("Product") or said["IndividualProduct"])["offers"]
        return found

    assert str(offer(stage.rug)["availability"]).endswith("InStock")
    assert str(offer(stage.ordered)["availability"]).endswith("MadeToOrder")
    assert str(offer(stage.gone)["availability"]).endswith("OutOfStock")
    assert structured(stage.visitor.get(path_of(stage.piece)))["IndividualProduct"]
    found = offer(stage.rug)
    assert found["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    details = found["shippingDetails"]
    assert details["shippingRate"] == {"@type": "MonetaryAmount", "currency": "MAD", "value": "40.00"}
    assert details["shippingDestination"]["addressCountry"] == "MA"
    crumbs = structured(stage.visitor.get(path_of(stage.rug)))["BreadcrumbList"]["itemListElement"]
    assert [each["position"] for each in crumbs] == list(range(1, len(crumbs) + 1))


def test_sold_out_stays_and_offers_others(stage: Stage) -> None:
    alike = make_product(stage.shop, craft="pottery")
    index()
    response = stage.visitor.get(path_of(stage.gone))
    assert response.status_code == 200
    page = tree(response)
    assert not page.xpath("//form[contains(@action, 'basket/lines')]")
    assert page.xpath(f"//section[1]//a[@href='{path_of(alike)}']")
    assert page.xpath("//a[starts-with(@href, 'https://wa.me/')]")


def test_a_piece_in_a_basket_says_until_when(stage: Stage) -> None:
    with scope(market_id=stage.market.pk):
        held = hold(variant_of(stage.piece), 1, holder="cart:1", minutes=15)
    with recording() as record:
        page = stage.visitor.get(path_of(stage.piece)).content.decode()
    assert record.fresh_until == pytest.approx(held.expires_at.timestamp())
    local = held.expires_at.astimezone(ZoneInfo("Africa/Casablanca"))
    assert f"{local:%H:%M}" in page
    assert "basket/lines" not in page
    with clock.shifted(timedelta(minutes=16)):
        # Nobody has released it yet; whoever wants it does.
        assert f"{local:%H:%M}" not in stage.visitor.get(path_of(stage.piece)).content.decode()


def test_delivery_is_told_before_the_basket(stage: Stage) -> None:
    client = visitor(stage.market)
    page = client.get(path_of(stage.rug, "en")).content.decode()
    assert re.search(r"MAD\s25</bdi></strong> to <strong><bdi>MAD\s40", page)
    client.cookies["tadamun_city"] = "rabat"
    with recording() as record:
        page = client.get(path_of(stage.rug, "en")).content.decode()
    assert "Delivery to <bdi>Rabat</bdi>" in page
    assert "Arrival:" in page
    assert record.fresh_until is not None  # the days change at midnight
    client.cookies["tadamun_city"] = "nowhere<script>"
    assert "nowhere" not in client.get(path_of(stage.rug, "en")).content.decode()


def test_made_to_order_says_how_long_it_takes(stage: Stage) -> None:
    page = stage.visitor.get(path_of(stage.ordered, "en")).content.decode()
    assert "Made for you in 7 to 14 days" in page
    assert "Arrives in 15 to 19 working days" in page


def test_a_foreign_currency_is_converted_at_a_dated_rate(stage: Stage) -> None:
    shop = make_organisation(stage.market, currency="ILS")
    product = make_product(shop, price=10000, currency="ILS")
    page = stage.visitor.get(path_of(product, "en")).content.decode()
    assert "MAD\u00a0270</bdi>" in page
    name_rate("EUR", "MAD", Decimal("10.00"), on=clock.today(), source="test again")
    client = visitor(stage.market)
    client.cookies["tadamun_currency"] = "EUR"
    assert re.search(r"€\s?27<", client.get(path_of(product, "en")).content.decode())


@pytest.mark.broad
def test_every_text_a_seller_writes_is_escaped(stage: Stage) -> None:
    texts = {"ar": HOSTILE, "fr": HOSTILE, "en": HOSTILE}
    shop = make_organisation(stage.market, names=texts, stories=texts, place=texts)
    product = make_product(
        shop, titles=texts, stories=texts, care=texts, materials=[HOSTILE], labels=[HOSTILE], tags=[HOSTILE],
        attributes={"size": texts, "technique": [HOSTILE], "colour": HOSTILE, "hours": HOSTILE},
        variants=[
            VariantDraft(sku=HOSTILE[:60], price=Money(100, "MAD"), options={HOSTILE: HOSTILE}, quantity=1),
            VariantDraft(sku="plain", price=Money(200, "MAD"), options={HOSTILE: "b"}, quantity=1),
        ],
    )  # fmt: skip
    index()
    code = shop.code.lower()
    paths = [
        path_of(product), f"/fr/shops/{code}/", "/fr/shops/", "/fr/", "/fr/search/?q=script", "/fr/suggestions/?q=script",
        f"/fr/search/?shop={code}", "/sitemaps/products-1.xml",
    ]  # fmt: skip
    for path in paths:
        response = stage.visitor.get(path)
        assert response.status_code == 200, path
        page = response.content.decode()
        assert "<script>alert" not in page, path
        assert not html.fromstring(response.content or b"<p>").xpath("//*[@onload]"), path
        assert "onload=x 14" not in page, path
    page = stage.visitor.get(path_of(product)).content.decode()
    assert len(tree(stage.visitor.get(path_of(product))).xpath("//script")) == page.count("<script")
    said = structured(stage.visitor.get(path_of(product)))["ProductGroup"]
    assert said["name"] == HOSTILE


@pytest.mark.parametrize("query", [f"q={HOSTILE}", "q=%00", "min=x&max=٣٠", "page=x", "sort=zzz", "craft=%3Cscript%3E", "shop=..",
                                   "min=99999999999999999999", "page=-1", "q=" + "a" * 3000, "region=MA-03",
                                   "maker=1"])  # fmt: skip
def test_no_question_breaks_a_listing(stage: Stage, query: str) -> None:
    response = stage.visitor.get(f"/fr/search/?{query}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_open_graph_shows_a_card(stage: Stage) -> None:
    page = tree(stage.visitor.get(path_of(stage.rug)))
    found = dict(zip(page.xpath("//meta/@property"), page.xpath("//meta[@property]/@content"), strict=True))
    assert found["og:type"] == "product"
    assert found["og:url"] == page.xpath("//link[@rel='canonical']/@href")[0]
    assert found["og:image"].startswith("http://souk.localhost:8000/cards/")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")


@pytest.mark.broad
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.django_db(transaction=True)
def test_pages_ask_little_however_much_they_show(rows: int, tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_INDEX = f"{tmp_path}/index"
    market = make_market()
    shop = make_organisation(market)
    products = [make_product(shop) for _ in range(rows)]
    index()
    client = visitor(market)
    most = {
        path_of(products[0]): 6, "/fr/": 6, "/fr/crafts/carpets/": 6, "/fr/search/?q=tapis": 6, "/fr/search/": 6,
        f"/fr/shops/{shop.code.lower()}/": 6, "/fr/shops/": 6, "/fr/suggestions/?q=tap": 6, "/fr/pages/terms/": 2,
    }  # fmt: skip
    for path, allowed in most.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= allowed, (path, [each["sql"][:120] for each in asked])


def test_a_market_without_zones_or_phone_still_shows_its_goods(stage: Stage) -> None:
    change_market(stage.market, identity={}, sell_countries=["PS"], taglines={})
    response = stage.visitor.get(path_of(stage.rug))
    assert response.status_code == 200
    assert "wa.me" not in response.content.decode()
    assert "shippingDetails" not in json.dumps(structured(response))
    assert stage.visitor.get("/fr/").status_code == 200
    assert stage.visitor.get("/fr/help/").status_code == 200


def test_days_and_fees_are_in_the_markets_digits(stage: Stage) -> None:
    change_market(stage.market, digits="arab")
    for product in (stage.rug, stage.ordered):
        facts = tree(stage.visitor.get(path_of(product, "ar"))).xpath("//li[@class='fact']")
        said = " ".join(fact.text_content() for fact in facts)
        assert re.search("[٠-٩]", said)
        assert not re.search("[0-9]", said), said


def test_nobody_is_promised_cash_with_a_seller_who_owes_too_much(stage: Stage) -> None:
    """From the moment her days are over until she has paid; the kept page is made anew both times."""
    address, cash = path_of(stage.rug, "en"), "Cash on delivery"

    def says_cash() -> bool:
        return cash in tree(stage.visitor.get(address)).text_content()

    assert says_cash()
    days = timedelta(days=stage.market.policy.debt_days, minutes=1)
    note_debts(stage.market, [stage.shop.pk])
    assert says_cash(), "she has days to pay"
    with recording() as record:
        stage.visitor.get(address)
    assert f"debts:{stage.market.pk}" in record.tags
    with clock.shifted(days):
        assert not says_cash()
        note_debts(stage.market, [])
        assert says_cash()
