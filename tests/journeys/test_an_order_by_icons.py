"""A new order on a phone of 360 px in Arabic, found by pictures and by what speaks: no word is read."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.people import open_page
from tests.journeys.stage import MARKETS, Installation

MANNERS = 44  # CSS pixels: no control is smaller


def press(page: Page, icon: str, within: str = "main") -> None:
    """The first control with this picture."""
    page.locator(f"{within} .btn:has(use[href='#i-{icon}'])").first.click()


def test_accept_undo_accept_pack_and_hand_over(
    served: Installation, browser: Browser, as_seller: Callable[[str], StorageState], tmp_path: Path
) -> None:
    card = "article.task:has(form[action$='/acceptance/'])"
    for market in MARKETS:  # the first whose seller has a new order
        visit = open_page(browser, touch=True, signed_in=as_seller(market))
        page = visit.page
        page.goto(served.address(market, "/ar/workshop/"))
        if page.locator(card).count():
            break
        visit.context.close()
    expect(page.locator(f"{card} .say").first).to_be_visible()
    press(page, "check", card)
    page.wait_for_url("**/orders/*/")
    press(page, "return", "form[action$='/reversal/']")
    expect(page.locator("main form[action$='/acceptance/']")).to_be_visible()
    press(page, "check", "main form[action$='/acceptance/']")
    expect(page.locator("main form[action$='/packing/']")).to_be_visible()
    Image.new("RGB", (900, 1200), "sienna").save(tmp_path / "parcel.jpg")
    page.locator("form[action$='/packing/'] [type=file]").set_input_files(tmp_path / "parcel.jpg")
    visit.context.set_offline(True)
    press(page, "parcel", "form[action$='/packing/']")
    expect(page.locator("[data-waiting] b")).to_have_text("1")
    visit.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.reload()
    expect(page.locator("form[action$='/handover/']")).to_be_visible()
    for box in (
        each.bounding_box() for each in page.locator("main :is(.btn, .say)").all() if each.is_visible()
    ):
        assert box and box["height"] >= MANNERS
    page.locator("form[action$='/handover/'] .pick").first.click()
    press(page, "truck", "form[action$='/handover/']")
    expect(page.locator("form[action$='/reversal/']")).to_be_visible()
    expect(page.locator("form[action$='/handover/']")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.context.close()
    assert visit.errors == []
