"""Labels, packing slips, the pick list and the driver's sheet of many orders in one go."""

from typing import Any

import pytest
from django.test import Client
from lxml import html

from tadamun.goods.catalogue.models import Picture
from tadamun.kernel.formats import format_money
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.web.backoffice import printing
from tests.factories import make_organisation, make_product, make_purchase, orders_of
from tests.web.backoffice.conftest import MakeOrder, again, words_of

LIST = "/en/office/orders/"
PAPERS = ("slips", "packing", "picking", "handing-over")


def accepted(make_order: MakeOrder, **fields: Any) -> SellerOrder:
    order = make_order(confirmed=True, **fields)
    record_fact(order, Fact.Kind.ACCEPTED)
    return again(order)


def packed(make_order: MakeOrder, **fields: Any) -> SellerOrder:
    order = accepted(make_order, **fields)
    record_fact(order, Fact.Kind.PACKED)
    return again(order)


def gone(make_order: MakeOrder) -> SellerOrder:
    order = packed(make_order)
    record_fact(order, Fact.Kind.HANDED_OVER)
    return again(order)


def paper(browser: Client, name: str, *orders: SellerOrder, **asked: str) -> Any:
    return browser.get(f"{LIST}{name}/", {"order": [each.code for each in orders], **asked})


def tree(page: Any) -> Any:
    assert page.status_code == 200
    return html.document_fromstring(page.content.decode())


def rewritten(order: SellerOrder, **fields: str) -> None:
    with everything("a buyer's own words"):
        Purchase.objects.filter(pk=order.purchase_id).update(**fields)


@pytest.mark.broad
def test_the_labels_of_the_listed_orders_are_on_one_page(
    support: Client, make_order: MakeOrder, organisation: Organisation
) -> None:
    waits, cheap = make_order(), accepted(make_order)
    dear = accepted(make_order, product=make_product(organisation, price=90000))
    forgotten = gone(make_order)
    rewritten(forgotten, full_name="", address="", phone="")
    page = paper(support, "slips", sort="total")
    labels = tree(page).xpath("//article")
    assert [each.xpath(".//p[@class='sum']//text()")[0] for each in labels] == [cheap.code, dear.code]
    for label, order in zip(labels, (cheap, dear), strict=True):
        words = label.text_content()
        bought = order.purchase
        for said in (bought.full_name, bought.address, "Meknes", bought.phone, organisation.name("en")):
            assert said in words, said
        assert label.xpath(".//*[local-name()='svg']")
        assert format_money(order.total, "en") in words
    assert waits.code not in page.content.decode()
    assert "2 orders of the list have no label" in words_of(page)
    assert "No order of the list has a label" in words_of(paper(support, "slips", q="0700000000"))


@pytest.mark.broad
def test_the_table_offers_each_paper_of_what_is_ticked_and_asks_the_same(
    support: Client, make_order: MakeOrder
) -> None:
    first, second = accepted(make_order), accepted(make_order)
    listed = tree(support.get(LIST, {"state": "to_prepare", "sort": "total", "q": "0612345678"}))
    (form,) = listed.xpath("//form[@id='printing']")
    assert form.get("method", "get") == "get"
    hidden = {each.get("name"): each.get("value") for each in form.xpath(".//input[@type='hidden']")}
    assert hidden == {"state": "to_prepare", "sort": "total", "q": "0612345678"}
    offered = {form.get("action"), *form.xpath(".//button/@formaction")}
    assert offered == {f"{LIST}{name}/" for name in PAPERS}
    ticks = listed.xpath("//input[@type='checkbox'][@form='printing']")
    assert {each.get("value") for each in ticks} == {first.code, second.code}
    named = (listed.get_element_by_id(each.get("aria-labelledby")).text_content() for each in ticks)
    assert {name.strip("\u2066\u2069 ") for name in named} == {first.code, second.code}
    page = paper(support, "packing", second, **hidden)
    assert second.code in page.content.decode()
    assert first.code not in page.content.decode()
    assert f'href="{LIST}?state=to_prepare&amp;sort=total&amp;q=0612345678"' in page.content.decode()


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize("rows", [1, pytest.param(30, marks=pytest.mark.broad)])
def test_a_paper_asks_as_much_whatever_the_number_of_orders(
    operator: Client,
    make_order: MakeOrder,
    name: str,
    ticked: bool,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    make = packed if name == "handing-over" else accepted
    orders = [make(make_order) for _ in range(rows)]
    with django_assert_num_queries(8 if name == "packing" else 7):
        page = paper(operator, name, *(orders if ticked else ()))
    text = page.content.decode()
    assert all(order.code in text for order in orders)


@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_for_who_follows_orders_and_of_this_market_alone(
    support: Client, reviewer: Client, make_order: MakeOrder, other_market: Market, name: str
) -> None:
    mine = packed(make_order)
    hers = make_purchase(other_market, [make_product(make_organisation(other_market))])
    (elsewhere,) = orders_of(hers)
    assert paper(support, name, mine).status_code == 200
    assert paper(reviewer, name, mine).status_code == 404
    assert paper(support, name, elsewhere).status_code == 404
    assert paper(support, name, mine, elsewhere).status_code == 404
    assert elsewhere.code not in paper(support, name).content.decode()


@pytest.mark.broad
def test_a_packing_slip_speaks_to_its_buyer_and_tells_no_price_of_a_present(
    support: Client, make_order: MakeOrder
) -> None:
    arabic, present = accepted(make_order), packed(make_order)
    rewritten(arabic, language="ar")
    rewritten(present, language="fr", gift_note="Pour Salma")
    waits, left = make_order(), gone(make_order)
    page = paper(support, "packing", sort="number")
    first, second = sorted(tree(page).xpath("//article"), key=lambda each: each.get("lang"))
    assert (first.get("lang"), first.get("dir")) == ("ar", "rtl")
    assert (second.get("lang"), second.get("dir")) == ("fr", "ltr")
    assert format_money(arabic.total, "ar-MA") in first.text_content()
    assert "مكناس" in first.text_content()
    assert "Pour Salma" in second.text_content()
    assert str(int(present.total.major)) not in second.text_content()
    for slip, order in ((first, arabic), (second, present)):
        assert order.code in slip.text_content()
        assert order.purchase.address in slip.text_content()
    assert not {waits.code, left.code} & set(page.content.decode().split())
    assert "2 orders of the list have no packing slip" in words_of(page)


@pytest.mark.broad
def test_the_pick_list_counts_what_is_fetched_from_each_seller(
    support: Client, market: Market, make_order: MakeOrder, organisation: Organisation
) -> None:
    bowl = make_product(make_organisation(market, names={"en": "Zellige House"}), quantity=9)
    first, second, other = accepted(make_order), accepted(make_order), accepted(make_order, product=bowl)
    ready = packed(make_order)
    page = paper(support, "picking")
    headings = [each.text_content() for each in tree(page).xpath("//section/h2")]
    assert sorted(headings) == sorted([organisation.name("en"), "Zellige House"])
    counted = {
        row.xpath("string(.//strong)"): row.text_content() for row in tree(page).xpath("//section//tbody/tr")
    }
    assert set(counted) == {"1", "2"}
    assert first.code in counted["2"]
    assert second.code in counted["2"]
    assert other.code in counted["1"]
    assert ready.code not in page.content.decode()
    assert "1 order of the list is not in preparation" in words_of(page)


@pytest.mark.broad
def test_the_pick_list_shows_what_is_fetched(
    support: Client, make_order: MakeOrder, organisation: Organisation, django_assert_num_queries: Any
) -> None:
    order = accepted(make_order)
    with everything("a picture that its line kept"):
        seen = Picture.objects.create(
            organisation=organisation,
            key="ab" * 8,
            digest="d" * 64,
            width=600,
            height=400,
            formats=["webp"],
            widths=[240],
        )
        Line.objects.filter(order=order).update(picture=seen.key)
    with django_assert_num_queries(8):
        page = paper(support, "picking")
    assert "/240.webp" in tree(page).xpath("string(//tbody//img/@src)") + tree(page).xpath(
        "string(//tbody//@srcset)"
    )


@pytest.mark.broad
def test_the_driver_signs_for_what_is_packed_and_for_the_cash_to_come(
    support: Client, make_order: MakeOrder
) -> None:
    cash, more = packed(make_order), packed(make_order)
    paid = make_order(method="bank_transfer")
    support.post(f"{LIST}{paid.code}/transfer/", {"transfer-reference": "VIR 7"})
    for kind in (Fact.Kind.ACCEPTED, Fact.Kind.PACKED):
        record_fact(again(paid), kind)
    unready = accepted(make_order)
    page = paper(support, "handing-over")
    rows = {
        row.xpath("string(th)"): row.text_content()
        for row in tree(page).xpath("//tbody/tr[th[@scope='row']]")
    }
    assert {cash.code, more.code, paid.code} <= set(rows)
    assert "—" in rows[paid.code]
    assert "Meknes" in rows[cash.code]
    both = Money(cash.total.minor + more.total.minor, "MAD")
    assert format_money(both, "en") in rows["Cash to collect, all parcels"]
    assert unready.code not in page.content.decode()
    assert cash.purchase.full_name not in page.content.decode()
    assert cash.purchase.phone not in page.content.decode()
    for said in ("Given by", "Received by (driver)", "Signature", "1 order of the list is not on the sheet"):
        assert said in words_of(page)


@pytest.mark.parametrize("name", PAPERS)
def test_more_than_a_tray_holds_is_said(
    support: Client, make_order: MakeOrder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PRINTED_MOST", 2)
    orders = [packed(make_order) for _ in range(3)]
    for page in (paper(support, name), paper(support, name, *orders)):
        assert "These are the first 2 of 3 orders" in words_of(page)
    assert "These are the first" not in words_of(paper(support, name, *orders[:2]))


@pytest.mark.parametrize("name", PAPERS)
def test_hostile_questions_print_nothing_and_break_nothing(
    support: Client, make_order: MakeOrder, name: str
) -> None:
    accepted(make_order)
    for said in ("%", "\x00", "x" * 5000, "٪", "../../etc"):
        assert support.get(f"{LIST}{name}/", {"order": said}).status_code in {400, 404}
        asked = {"q": said, "sort": said, "state": said, "city": said, "soon": said, "page": said}
        assert support.get(f"{LIST}{name}/", asked).status_code == 200
    assert support.get(f"{LIST}{name}/", {"order": ["A1", "B2"] * 300}).status_code == 404


@pytest.mark.broad
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_papers_are_read_in_each_language(support: Client, make_order: MakeOrder, language: str) -> None:
    order = packed(make_order)
    for name in ("slips", "packing", "handing-over"):
        page = support.get(f"/{language}/office/orders/{name}/")
        assert tree(page).get("dir") == ("rtl" if language == "ar" else "ltr")
        assert order.code in page.content.decode()
