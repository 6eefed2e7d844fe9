"""The story of an artisan who asks to sell, on a phone without scripts, and finds her way by pictures and buttons."""

from playwright.sync_api import Page, expect

from tests.journeys.looking import clear
from tests.journeys.people import sign_in
from tests.journeys.stage import Installation


def look(plain: Page, phone: Page) -> None:
    """The same page on a phone with scripts, which axe needs."""
    phone.context.add_cookies([{**each} for each in plain.context.cookies()])  # type: ignore[typeddict-item]
    phone.goto(plain.url)
    clear(phone)


def test_she_asks_to_sell(served: Installation, plain: Page, phone: Page) -> None:
    plain.goto(served.address("dakhla", "/ar/sell/"))
    begin = plain.locator("main a.primary").get_attribute("href") or ""
    sign_in(plain, served, "dakhla", "ar", "0677001122", then=begin)
    look(plain, phone)
    plain.locator("button[name=for][value=me]").click()
    look(plain, phone)
    plain.locator("button[name=kind][value=artisan]").click()
    look(plain, phone)
    plain.locator("input[name=name]").fill("ورشة النعيمة")
    plain.locator("main form button.primary").first.click()
    look(plain, phone)
    plain.locator("label:has(input[name=region])").first.click()
    plain.locator("main form button.primary").first.click()
    look(plain, phone)
    plain.locator("button[name=craft]").first.click()
    expect(plain.locator("h1")).to_contain_text("ورشة النعيمة")
    look(plain, phone)
    for paper in plain.locator("a.item-title[href*='/application/papers/']").evaluate_all(
        "all => all.map(link => link.href)"
    ):
        plain.goto(paper)
        look(plain, phone)
    plain.goto(served.address("dakhla", "/ar/workshop/application/"))
    plain.locator("a.item-title[href*='/application/papers/']").first.click()
    plain.locator("main form button.primary").click()
    expect(plain.locator("h1")).to_contain_text("ورشة النعيمة")
    expect(plain.locator("article .tag.ok").first).to_be_visible()
