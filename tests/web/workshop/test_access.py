"""Who comes in, for whom, and what she finds of others: nothing."""

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.people.sellers.operations import add_member, refuse_seller, remove_member
from tadamun.people.sellers.queries import admission_of
from tests.factories import make_market, make_organisation, make_person, make_product
from tests.web.workshop.conftest import MakeOrder, Seller, browser, make_seller, state_of

pytestmark = pytest.mark.django_db
PAGES = ("", "orders/", "products/", "money/")
ORDER_ACTIONS = ("", "acceptance/", "refusal/", "packing/", "handover/", "delivery/")
PRODUCT_ACTIONS = ("", "price/", "quantity/", "visibility/")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_visitor_is_sent_to_sign_in_and_back(seller: Seller, language: str) -> None:
    visitor = browser(seller.market)
    for page in PAGES:
        answer = visitor.get(f"/{language}/workshop/{page}")
        assert answer.status_code == 303
        assert answer["Location"] == f"/{language}/sign-in/?next=/{language}/workshop/{page}"


def test_a_visitor_who_sends_something_comes_back_to_its_page(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    answer = browser(seller.market).post(f"/en/workshop/orders/{order.code}/acceptance/")
    assert answer["Location"] == f"/en/sign-in/?next=/en/workshop/orders/{order.code}/"
    assert state_of(order) == "to_accept"


@pytest.mark.broad
def test_who_sells_nothing_here_is_told_so_whatever_she_asks(
    seller: Seller, rug: Product, make_order: MakeOrder
) -> None:
    stranger = browser(seller.market, make_person())
    bodies = set()
    for path in (*PAGES, f"products/{rug.code}/", f"orders/{make_order().code}/"):
        answer = stranger.get(f"/en/workshop/{path}")
        assert answer.status_code == 404
        bodies.add(answer.content.split(b"<main")[1])
    assert len(bodies) == 1 and b"No workshop belongs to your number" in bodies.pop()


@pytest.mark.broad
def test_another_sellers_rows_are_not_there(other: Seller, rug: Product, make_order: MakeOrder) -> None:
    order = make_order()
    for action in ORDER_ACTIONS:
        for send in (other.browser.get, other.browser.post):
            answer = send(f"/en/workshop/orders/{order.code}/{action}", follow=True)
            assert answer.status_code in {404, 405}, action
    for action in PRODUCT_ACTIONS:
        for send in (other.browser.get, other.browser.post):
            answer = send(f"/en/workshop/products/{rug.code}/{action}", follow=True)
            assert answer.status_code in {404, 405}, action
    for page in PAGES:
        html = other.browser.get(f"/en/workshop/{page}").content.decode()
        assert order.code not in html and rug.code not in html
    assert state_of(order) == "to_accept"


@pytest.mark.broad
def test_her_rows_in_another_market_are_not_there(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    elsewhere = make_market("dakhla")
    there = browser(elsewhere, seller.person)
    assert there.get("/en/workshop/").status_code == 404, "she is not known there"
    both = make_organisation(elsewhere)
    add_member(both, seller.person)
    assert there.get("/en/workshop/").status_code == 200
    assert there.get(f"/en/workshop/orders/{order.code}/").status_code == 404
    assert there.post(f"/en/workshop/orders/{order.code}/acceptance/").status_code == 404


@pytest.mark.broad
def test_with_several_organisations_she_chooses(seller: Seller, rug: Product, make_order: MakeOrder) -> None:
    second = make_seller(seller.market)
    add_member(second.organisation, seller.person)
    vase = make_product(second.organisation)
    answer = seller.browser.get("/en/workshop/products/")
    assert answer["Location"] == "/en/workshop/organisation/?next=/en/workshop/products/"
    page = seller.browser.get(answer["Location"]).content.decode()
    assert page.count('name="organisation"') == 2
    address = "/en/workshop/organisation/"
    for code in ("", "XXXX", make_organisation(seller.market).code):
        assert seller.browser.post(address, {"organisation": code}).status_code == 422
    for organisation, hers, not_hers in ((seller.organisation, rug, vase), (second.organisation, vase, rug)):
        said = {"organisation": organisation.code, "next": "/en/workshop/products/"}
        assert seller.browser.post(address, said)["Location"] == "/en/workshop/products/"
        html = seller.browser.get("/en/workshop/products/").content.decode()
        assert hers.code in html and not_hers.code not in html
        assert seller.browser.get(f"/en/workshop/products/{not_hers.code}/").status_code == 404
    assert seller.browser.get(f"/en/workshop/orders/{make_order().code}/").status_code == 404
    remove_member(second.organisation, seller.person)
    assert rug.code in seller.browser.get("/en/workshop/products/").content.decode()


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example/", "/en/basket/", "/en/workshop/../basket/"]
)
def test_the_choice_leads_nowhere_else(seller: Seller, then: str) -> None:
    add_member(make_organisation(seller.market), seller.person)
    said = {"organisation": seller.organisation.code, "next": then}
    where = seller.browser.post("/en/workshop/organisation/", said)["Location"]
    assert where.startswith("/en/workshop/")


@pytest.mark.broad
def test_one_who_was_refused_or_left_has_no_desk(seller: Seller) -> None:
    applied = make_organisation(seller.market, admitted=False)
    person = make_person()
    add_member(applied, person)
    client = browser(seller.market, person)
    assert client.get("/en/workshop/").status_code == 200, "one who applied may look in"
    assert client.get("/en/workshop/products/").status_code == 404
    admission = admission_of(applied.pk, seller.market.pk)
    assert admission
    refuse_seller(admission, reason="papers")
    assert client.get("/en/workshop/").status_code == 404
    remove_member(seller.organisation, seller.person)
    assert seller.browser.get("/en/workshop/").status_code == 404


@pytest.mark.parametrize(
    "code", ["abc", "0O1I", "A" * 40, "..", "'", "1' or 1=1", "😀", "AAAA-", "AAAA-9999"]
)
def test_a_code_that_is_none_is_no_page(seller: Seller, code: str) -> None:
    for path in (f"orders/{code}/", f"products/{code}/", f"products/{code}/price/"):
        assert seller.browser.get(f"/en/workshop/{path}").status_code == 404


def test_a_form_of_another_site_does_nothing(seller: Seller, make_order: MakeOrder) -> None:
    order = make_order()
    answer = seller.browser.post(
        f"/en/workshop/orders/{order.code}/acceptance/", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403 and state_of(order) == "to_accept"
