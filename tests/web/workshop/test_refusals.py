"""What is refused in the workshop can be heard, not only read."""

import pytest

from tadamun.people.markets.models import Market
from tests.factories import make_person
from tests.web.workshop.conftest import Seller, browser

pytestmark = pytest.mark.django_db
HOLIDAY = "/en/workshop/shop/holiday/"


def spoken(key: str) -> str:
    return f"/{key}."


def test_a_form_that_is_refused_says_so_aloud(seller: Seller) -> None:
    answer = seller.browser.post(HOLIDAY, {"act": "away", "from": "x", "to": ""})
    assert answer.status_code == 422 and spoken("error.points") in answer.content.decode()


def test_what_was_done_and_what_was_not_is_said_aloud(seller: Seller) -> None:
    done = seller.browser.post(HOLIDAY, {"act": "close"}, follow=True).content.decode()
    assert spoken("notice.done") in done and spoken("listing.refused") not in done


def test_a_page_that_is_not_hers_says_so_with_a_picture_and_aloud(seller: Seller) -> None:
    answer = seller.browser.get("/en/workshop/orders/AAAAAA-1/")
    page = answer.content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert answer.status_code == 404 and "<svg" in heading and spoken("listing.refused") in heading


def test_a_buyers_page_says_nothing_aloud(seller: Seller) -> None:
    assert "spoken/" not in seller.browser.get("/en/nowhere/").content.decode()


def test_the_fifth_wrong_code_is_said_aloud_on_the_way_to_the_workshop(market: Market) -> None:
    visitor, then = browser(market), "/en/workshop/orders/"
    visitor.post("/en/sign-in/", {"phone": "0612345678", "next": then})
    for _each in range(4):
        assert visitor.post("/en/sign-in/code/", {"code": "wrong"}).status_code == 422
    answer = visitor.post("/en/sign-in/code/", {"code": "wrong"}, follow=True)
    page = answer.content.decode()
    assert "fifth wrong code" in page and spoken("listing.refused") in page
    assert f'value="{then}"' in page, "a new code leads where she was going"


def test_who_has_no_workshop_is_told_so_with_a_picture_and_aloud(market: Market) -> None:
    page = browser(market, make_person()).get("/en/workshop/").content.decode()
    heading = page[page.index("<h1") : page.index("</h1>")]
    assert "<svg" in heading and spoken("listing.refused") in heading
