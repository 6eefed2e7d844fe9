"""The story of an artisan who asks to sell, on a phone without scripts, and finds her way by pictures and buttons."""

from playwright.sync_api import Page, expect

from tests.journeys.people import sign_in
from tests.journeys.stage import Installation


def test_she_asks_to_sell(served: Installation, plain: Page) -> None:
    plain.goto(served.address("dakhla", "/ar/sell/"))
    begin = plain.locator("main a.primary").get_attribute("href") or ""
    sign_in(plain, served, "dakhla", "ar", "0677001122", then=begin)
    plain.locator("button[name=for][value=me]").click()
    plain.locator("button[name=kind][value=artisan]").click()
    plain.locator("input[name=name]").fill("ورشة النعيمة")
    plain.locator("main form button.primary").first.click()
    plain.locator("label:has(input[name=region])").first.click()
    plain.locator("main form button.primary").first.click()
    plain.locator("button[name=craft]").first.click()
    expect(plain.locator("h1")).to_contain_text("ورشة النعيمة")
    # Every control of the page is large enough for a thumb.
    for button in plain.locator("main button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44, button.inner_text()
    plain.locator("a.item-title[href*='/application/papers/']").first.click()
    plain.locator("main form button.primary").click()
    expect(plain.locator("h1")).to_contain_text("ورشة النعيمة")
    expect(plain.locator("article .tag.ok").first).to_be_visible()
