"""The table of orders as a person likes to ask it: cities, days, order of rows, and filters under names of hers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import FILTERS_MOST, KeptFilter, Market
from tadamun.people.markets.operations import appoint, dismiss
from tadamun.trade.orders.models import Purchase
from tests.factories import make_person
from tests.web.backoffice.conftest import MakeOrder, browser, words_of

LIST = "/en/office/orders/"
KEEP, REMOVE = LIST + "filters/", LIST + "filter-removal/"


def kept() -> list[KeptFilter]:
    with everything("a test's own rows"):
        return list(KeptFilter.objects.select_related("member").order_by("pk"))


def chips(page: Any) -> dict[str, str]:
    """Name → address, of the filters she sees."""
    found = html.document_fromstring(page.content.decode()).xpath("//nav[@aria-label='My filters']//a")
    return {each.text_content(): each.get("href") for each in found}


def test_by_city_and_by_how_soon_it_should_leave(support: Client, make_order: MakeOrder) -> None:
    near, far = make_order(confirmed=True), make_order(confirmed=True)
    with everything("a buyer of another city"):
        Purchase.objects.filter(pk=far.purchase_id).update(city="rabat", city_name="Rabat")

    def found(**asked: str) -> set[str]:
        text = support.get(LIST, asked).content.decode()
        return {order.code for order in (near, far) if order.code in text}

    assert found(city="rabat") == {far.code}
    assert found(city="nowhere") == set()
    assert found(soon="0") == set()
    with clock.shifted(timedelta(days=(near.prepare_by - clock.today()).days)):
        assert found(soon="0") == {near.code, far.code}
    assert found(soon="7", city="rabat") <= {far.code}


def test_what_is_asked_stays_in_the_form_and_in_what_is_sorted(
    support: Client, make_order: MakeOrder
) -> None:
    make_order()
    page = html.document_fromstring(support.get(LIST, {"city": "rabat", "sort": "-total"}).content.decode())
    assert page.xpath("string(//select[@name='city']/option[@selected]/@value)") == "rabat"
    assert page.xpath("string(//form[@role='search']/input[@name='sort']/@value)") == "-total"
    file = page.xpath("string(//a[contains(@href,'orders.csv')]/@href)")
    assert file == f"{LIST}orders.csv?city=rabat&sort=-total"


def test_a_filter_is_kept_under_a_name_asked_again_and_removed(
    support: Client, make_order: MakeOrder
) -> None:
    make_order()
    answer = support.post(f"{KEEP}?state=late&sort=-total&city=rabat&q=0612345678", {"name": " Rabat, late "})
    assert answer.status_code == 303
    assert answer["Location"] == f"{LIST}?state=late&city=rabat&sort=-total&q=0612345678"
    (row,) = kept()
    assert (row.name, row.asked) == ("Rabat, late", {"state": "late", "city": "rabat", "sort": "-total"})
    page = support.get(LIST)
    assert chips(page) == {"Rabat, late": f"{LIST}?state=late&city=rabat&sort=-total"}
    assert (
        "aria-current" in support.get(chips(page)["Rabat, late"]).content.decode().partition("My filters")[2]
    )
    assert support.post(f"{KEEP}?state=refund", {"name": "Rabat, late"}).status_code == 303
    assert [each.asked for each in kept()] == [{"state": "refund"}]
    for _ in range(2):
        assert support.post(REMOVE, {"slot": str(row.slot)}).status_code == 303
    assert not kept()
    for said in ("", "x", "²", "999", "\x00"):
        assert support.post(REMOVE, {"slot": said}).status_code in {303, 400}


def test_what_cannot_be_kept_is_said_and_stays_typed(support: Client) -> None:
    for name in ("", "  ", "x" * 41):
        answer = support.post(f"{KEEP}?state=late", {"name": name})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert "x" * 41 in support.post(KEEP, {"name": "x" * 41}).content.decode()
    assert support.post(KEEP, {"name": "a\x00b"}).status_code in {400, 422}
    assert not kept()


def test_twenty_are_kept_and_no_more(support: Client) -> None:
    for number in range(FILTERS_MOST):
        assert support.post(KEEP, {"name": f"n{number}"}).status_code == 303
    answer = support.post(KEEP, {"name": "one more"})
    assert answer.status_code == 409
    assert f"You keep {FILTERS_MOST} filters" in words_of(answer)
    assert support.post(f"{KEEP}?state=late", {"name": "n3"}).status_code == 303
    support.post(REMOVE, {"slot": "4"})
    assert support.post(KEEP, {"name": "one more"}).status_code == 303
    assert len(kept()) == FILTERS_MOST


def test_filters_are_hers_alone_in_this_market_alone(
    market: Market, other_market: Market, support: Client, operator: Client, reviewer: Client
) -> None:
    both = make_person(name="ليلى")
    for each in (market, other_market):
        appoint(each, both, "support")
    here, there = browser(market, both), browser(other_market, both)
    here.post(f"{KEEP}?state=late", {"name": "hers"})
    (row,) = kept()
    assert set(chips(here.get(LIST))) == {"hers"}
    for other in (support, operator, there):
        assert not chips(other.get(LIST))
        other.post(REMOVE, {"slot": str(row.slot)})
    assert kept() == [row]
    assert reviewer.post(KEEP, {"name": "x"}).status_code == 404
    assert reviewer.post(REMOVE, {"slot": "1"}).status_code == 404
    dismiss(market, both)
    assert not kept()


@pytest.mark.parametrize("number", [1, pytest.param(20, marks=pytest.mark.broad)])
def test_the_table_asks_as_much_whatever_she_kept(
    support: Client, number: int, django_assert_num_queries: Any
) -> None:
    for each in range(number):
        support.post(KEEP, {"name": f"n{each}"})
    support.get(LIST)
    with django_assert_num_queries(10):
        support.get(LIST)
