"""A buyer's story on a phone that runs no JavaScript: she narrows, changes her mind, corrects and cancels."""

from playwright.sync_api import Page, expect

from tests.journeys.people import add_to_basket, place, tell_where
from tests.journeys.stage import Installation

MARKET = "elhajeb"


def narrow(page: Page, served: Installation) -> None:
    """Says where she lives and asks only for what is there now."""
    page.goto(served.address(MARKET, "/fr/preferences/"))
    page.locator("#city").select_option(index=1)
    page.locator("main form button[type=submit]").click()
    page.goto(served.address(MARKET, "/fr/search/"))
    page.locator(".facets > summary").click()
    page.locator(".facets [name=available]").check()
    page.locator(".facets form button[type=submit]").click()
    page.wait_for_url("**/search/?*available=1*")
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator(".card .tag.out")).to_have_count(0)


def several(page: Page, served: Installation) -> None:
    """Opens something of which there is more than one."""
    for path in served.products[MARKET]:
        if 'name="quantity"' in served.ask(MARKET, path).text:
            page.goto(served.address(MARKET, served.translated(MARKET, path, "fr")))
            return
    raise AssertionError("there is only one of everything")


def change_her_mind(page: Page) -> None:
    """Two instead of one; then none; then two again."""
    page.locator("main li.line [name=quantity]").fill("2")
    page.locator("main li.line form .btn.quiet").click()
    expect(page.locator("main li.line [name=quantity]")).to_have_value("2")
    page.locator("main li.line [name=remove]").click()
    expect(page.locator("main li.line")).to_have_count(0)
    page.locator("main .notice button").click()
    expect(page.locator("main li.line [name=quantity]")).to_have_value("2")


def test_a_buyer_needs_no_scripts(served: Installation, plain: Page) -> None:
    narrow(plain, served)
    several(plain, served)
    add_to_basket(plain)
    change_her_mind(plain)
    plain.locator("a[href='/fr/checkout/']").click()
    tell_where(plain, phone="0612345695", city="Rabat")
    order = place(plain)

    plain.locator("main a[href$='/address/']").first.click()
    plain.locator("[name=address]").fill("14, rue des Orangers")
    plain.locator("main form button[type=submit]").click()
    plain.goto(f"{order}confirmation/")
    expect(plain.locator("main")).to_contain_text("14, rue des Orangers")

    plain.goto(order)
    plain.locator("main a[href*='/cancellation/']").click()
    plain.locator("[name=reason][value=mistake]").check(force=True)
    plain.locator("main form .btn.bad").click()
    plain.goto(order)
    expect(plain.locator("main a[href*='/cancellation/']")).to_have_count(0)
    expect(plain.locator("main .state").first).to_contain_text("nnul")
