"""Two visitors' story: what one does, the other sees on the next request, though pages are kept by two workers."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.people import add_to_basket, delivery_told, open_page, place, tell_where
from tests.journeys.stage import Installation

ASKED = 16  # often enough for both workers to answer
ADD = "main form[action$='/basket/lines/'] button.wide"


@pytest.fixture
def seller(browser: Browser, as_seller: Callable[[str], StorageState]) -> Iterator[Page]:
    visit = open_page(browser, signed_in=as_seller("store"))
    yield visit.page
    visit.context.close()
    assert visit.errors == []


@pytest.fixture
def phones(browser: Browser) -> Iterator[tuple[Page, Page]]:
    visits = [open_page(browser, touch=True) for _ in range(2)]
    yield visits[0].page, visits[1].page
    for visit in visits:
        visit.context.close()
        assert visit.errors == []


def on_sale(seller: Page, served: Installation) -> str:
    """Leads the seller to one of her products that is kept in stock and seen by buyers; its address in the shop."""
    seller.goto(served.address("store", "/ar/workshop/products/"))
    own = seller.locator("a.item-title").evaluate_all("links => links.map(link => link.href)")
    for address in own:
        seller.goto(address)
        public = seller.locator("main a[href^='/ar/products/']")
        quantities = seller.locator("[name=quantity]")
        if public.count() and quantities.count() == 1 and int(quantities.input_value()) > 0:
            return str(public.first.get_attribute("href"))
    raise AssertionError("the seller has nothing on sale")


def seen_by_all(served: Installation, path: str) -> set[str]:
    """The page's main part as many visitors get it one after the other; one if all see the same."""
    answers = [served.ask("store", path) for _ in range(ASKED)]
    assert {answer.status for answer in answers} == {200}
    return {answer.text[answer.text.index("<main") :] for answer in answers}


def is_kept(served: Installation, path: str) -> bool:
    return any("hit" in served.ask("store", path).headers.get("cache-status", "") for _ in range(ASKED))


def test_a_new_price_is_everybodys_next_page(served: Installation, seller: Page) -> None:
    path = on_sale(seller, served)
    craft = re.search(r'href="(/ar/crafts/[a-z-]+/)"', served.ask("store", path).text[2000:])
    assert craft
    for page in (path, craft.group(1)):
        seen_by_all(served, page)
        assert is_kept(served, page), f"{page} is not kept, so this test proves nothing"
    seller.locator("[name=price]").first.fill("٤٣٢١٫٥٠")
    seller.locator("form[action$='/price/'] button").first.click()
    expect(seller.locator(".notice.ok")).to_be_visible()
    for page in (path, craft.group(1)):
        (seen,) = seen_by_all(served, page)
        assert "4.321,50" in seen, page


def test_the_last_one_sold_is_everybodys_next_page(served: Installation, seller: Page) -> None:
    path = on_sale(seller, served)
    seen_by_all(served, path)
    assert is_kept(served, path)
    quantity = seller.locator("[name=quantity]")
    quantity.fill("0")
    seller.locator("form[action$='/quantity/'] button:not([name]):visible").click()
    expect(seller.locator(".notice.ok")).to_be_visible()
    (gone,) = seen_by_all(served, path)
    assert "/basket/lines/" not in gone
    assert "notice warn" in gone
    seller.locator("form[action$='/reversal/'] button").click()
    expect(seller.locator("[name=quantity]")).not_to_have_value("0")
    (back,) = seen_by_all(served, path)
    assert "/basket/lines/" in back


def one_of_a_kind(page: Page, served: Installation) -> str:
    for path in served.products["store"]:
        page.goto(served.address("store", path))
        if (
            page.locator(".tags .tag.one").count()
            and page.locator(ADD).count()
            and not page.locator("[data-quantity]").count()
        ):
            return path
    raise AssertionError("no unique piece")


def test_two_phones_and_one_piece(served: Installation, phones: tuple[Page, Page]) -> None:
    first, second = phones
    path = one_of_a_kind(first, served)
    second.goto(served.address("store", path))
    add_to_basket(first)
    # The second phone still shows the page as it was, and tries.
    add_to_basket(second)
    told = second.locator(".notice.bad, .notice.warn").first
    expect(told).to_be_visible()
    assert re.search(r"[\u0600-\u06ff]{3}", told.inner_text())
    assert not re.search(r"[A-Za-z]{2}", told.inner_text()), told.inner_text()
    assert second.locator("main li.line").count() == 0
    second.goto(served.address("store", path))
    expect(second.locator("main .notice.info")).to_contain_text(re.compile(r"[0-9]{1,2}:[0-9]{2}"))
    assert second.locator(ADD).count() == 0

    first.locator("a[href='/ar/checkout/']").click()
    tell_where(first, phone="0612345679")
    delivery_told(first)
    place(first)
    second.reload()
    expect(second.locator("main .notice.warn")).to_be_visible()
    expect(second.locator(".tags .tag.out")).to_be_visible()
    assert second.locator(ADD).count() == 0
