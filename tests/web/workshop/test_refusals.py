"""What is refused in the workshop can be heard, not only read."""

import pytest

from tests.web.workshop.conftest import Seller

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
