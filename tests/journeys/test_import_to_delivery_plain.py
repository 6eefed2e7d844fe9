"""The same four people's story in French, on devices that run no JavaScript; the operator reviews what came in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import acts
from tests.journeys.people import DESK, add_to_basket, open_page, place, tell_where
from tests.journeys.stage import Installation

HONEY = "Miel de thym d’El Hajeb, 500 g"
NUMBER = "AM 8800 1203 MA"


@pytest.fixture
def others(browser: Browser) -> Iterator[tuple[Page, Page]]:
    visits = [open_page(browser, size=DESK, scripts=False), open_page(browser, scripts=False)]
    yield visits[0].page, visits[1].page
    for visit in visits:
        visit.context.close()


def test_from_a_shopify_file_to_a_delivered_jar(
    served: Installation, plain: Page, others: tuple[Page, Page]
) -> None:
    buyer, (office, seller) = plain, others
    hives = acts.seller_named("plateau-hives")
    acts.enter_office(office, served, "fr")
    acts.look_into_file(office, served, "fr", hives, "shopify-miels.csv", trusted=False)
    expect(office.locator("main table").first).to_contain_text(HONEY)
    acts.try_it(office)
    acts.bring_it_in(office)
    approve(office, served)

    acts.find(buyer, served, "fr", "miel thym", HONEY)
    add_to_basket(buyer)
    buyer.locator("a[href='/fr/checkout/']").click()
    tell_where(buyer, full_name="Meryem Alaoui", city="Meknès", phone="+212 6 12 34 56 80")
    order = place(buyer)
    acts.confirm_from_message(buyer, served, "fr", order)

    acts.enter_workshop(seller, served, "fr", hives)
    code = acts.accept(seller, HONEY)
    hers = acts.earning(seller)
    acts.pack(seller)
    acts.hand_over(seller, NUMBER)
    buyer.reload()
    expect(buyer.locator("main")).to_contain_text(NUMBER)

    acts.record_delivery(office, served, "fr", NUMBER)
    buyer.reload()
    expect(buyer.locator("main .state")).to_contain_text("ivré")
    seller.goto(served.address("elhajeb", "/fr/workshop/money/"))
    expect(seller.locator("article.task", has_text=code).locator(".sum")).to_contain_text(hers)


def approve(office: Page, served: Installation) -> None:
    """Goes through the queue until the jar is approved; what was brought in before stands as it is."""
    office.goto(served.address("elhajeb", "/fr/office/review/"))
    for _ in range(30):
        is_honey = HONEY in office.locator("h1").inner_text()
        office.locator("#approve" if is_honey or not office.locator("#next").count() else "#next").click()
        if is_honey:
            return
    raise AssertionError("the jar did not come to the queue")
