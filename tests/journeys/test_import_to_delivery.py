"""Four people's story in Arabic: an operator brings a Shopify file in, a visitor finds a rug in it by an Arabic word
and orders it on a phone, its seller sends it, and the money is booked.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import acts
from tests.journeys.people import BUYER, add_to_basket, delivery_told, findings, open_page, place, tell_where
from tests.journeys.stage import Installation

RUG = "Tapis Aït Naamane, rouge garance"
NUMBER = "AM 4471 2290 MA"


@pytest.fixture
def other_phone(browser: Browser) -> Iterator[Page]:
    visit = open_page(browser, touch=True)
    yield visit.page
    visit.context.close()
    assert visit.errors == []


def test_from_a_shopify_file_to_a_delivered_rug(
    served: Installation, desk: Page, phone: Page, other_phone: Page, tmp_path: Path
) -> None:
    office, buyer, seller = desk, phone, other_phone
    weavers = acts.seller_named("cliff-weavers")
    photos = acts.pictures_of(tmp_path, "tapis-garance.jpg", "tapis-safran.jpg")
    acts.enter_office(office, served, "ar")
    acts.look_into_file(office, served, "ar", weavers, "shopify-ait-naamane.csv", photos, trusted=True)
    expect(office.locator("main table").first).to_contain_text(RUG)
    # The row without a price is named before anything is written, with its column and what stands there.
    expect(office.locator("main table").last).to_contain_text("sur demande")
    acts.try_it(office)
    assert "Aït Naamane" not in served.ask("elhajeb", "/ar/search/?q=Naamane").text
    acts.bring_it_in(office)

    acts.find(buyer, served, "ar", "زربية", RUG)
    expect(buyer.locator("main .gallery img, main .photo img").first).to_be_visible()
    add_to_basket(buyer)
    expect(buyer.locator("main li.line")).to_contain_text(RUG)
    buyer.locator("a[href='/ar/checkout/']").click()
    # Five inputs and no more are asked of somebody at home who pays at the door.
    asked = buyer.locator("#checkout fieldset").locator("input:visible, textarea:visible, select:visible")
    empty = "all => all.filter(each => each.type != 'radio' && !each.value).map(each => each.name)"
    assert asked.evaluate_all(empty) == list(BUYER)
    tell_where(buyer)
    delivery_told(buyer)
    assert buyer.locator("[name=method]:checked").get_attribute("value") == "cash_on_delivery"
    order = place(buyer)
    acts.confirm_from_message(buyer, served, "ar", order)

    acts.enter_workshop(seller, served, "ar", weavers)
    code = acts.accept(seller, RUG)
    hers = acts.earning(seller)
    acts.pack(seller)
    acts.hand_over(seller, NUMBER)

    buyer.reload()
    expect(buyer.locator("main")).to_contain_text("Amana")
    expect(buyer.locator(f"main :text-is('{NUMBER}')")).to_have_attribute("dir", "ltr")
    expect(buyer.locator(".timeline [aria-current=step]")).to_be_visible()

    acts.record_delivery(office, served, "ar", NUMBER)
    buyer.reload()
    expect(buyer.locator("main .state")).to_contain_text("تسليم")

    seller.goto(served.address("elhajeb", "/ar/workshop/money/"))
    sale = seller.locator("article.task", has_text=code)
    expect(sale.locator(".sum")).to_contain_text(hers)

    # It came damaged: she asks to send it back, and the office finds it among what is to be decided.
    buyer.locator("main a[href*='/return/']").click()
    assert findings(buyer) == []
    buyer.locator("[name=reason][value=damaged]").check(force=True)
    buyer.locator("main form button[type=submit]").click()
    expect(buyer.locator("main a[href*='/return/']")).to_have_count(0)
    office.goto(served.address("elhajeb", "/ar/office/payments/refunds/"))
    expect(office.locator("main")).to_contain_text(code)
