"""A helper without network, whose mandate ends meanwhile: what she did waits, says why, and is done under a new mandate."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import findings, open_page
from tests.journeys.stage import Installation
from tests.journeys.test_entering import PIN
from tests.journeys.test_listing_offline import HOME, SMALL, until, waiting

MARKET, HELPER = "dakhla", "+212600981000"
MANDATE = "main section.panel a[href*='/mandates/']"
SENT = "async () => !(await self.workshopQueue.all('acts')).length"


def ends_it(page: Page, served: Installation) -> None:
    page.goto(served.address(MARKET, f"{HOME}mandates/"))
    page.locator(MANDATE).first.click()
    page.locator("main form button").first.click()
    expect(page.locator(MANDATE)).to_have_count(0)


def gives_it_anew(page: Page) -> None:
    page.locator("main details summary").click()
    page.locator("main input[name=phone]").fill(HELPER)
    for right in ("products", "stock", "orders"):
        page.locator(f"main input[name=rights][value={right}]").check()
    if (pin := page.locator("main input[name=pin]")).count():  # another journey has given her one
        pin.fill(PIN)
    page.locator("main details form button[type=submit], main details form button.primary").last.click()
    expect(page.locator(MANDATE)).to_have_count(1)


def test_nothing_is_lost_when_it_ended_while_she_had_no_network(
    served: Installation,
    browser: Browser,
    signed_in: Callable[[str, str], Any],
    as_seller: Callable[[str], Any],
) -> None:
    visit, artisan = (
        open_page(browser, touch=True, signed_in=signed_in(MARKET, HELPER)),
        open_page(browser, signed_in=as_seller(MARKET)),
    )
    page = visit.page
    page.goto(served.address(MARKET, f"{HOME}products/"))
    name = page.locator(".notices bdi").nth(1).inner_text()
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto(served.address(MARKET, f"{HOME}mandate/"))
    page.locator("main summary").tap()
    assert findings(page) + page.evaluate(SMALL) == []
    page.goto(served.address(MARKET, f"{HOME}products/"))
    number = "form[action$='/quantity/'] [name=quantity]"
    links = page.locator(".item:has(.tag.ok) a.item-title").evaluate_all("all => all.map(link => link.href)")
    for here in links:
        page.goto(here)
        if page.locator(number).count():
            break
    before = int(page.locator(number).first.input_value())
    page.reload()  # now its worker is in charge and keeps it
    until(page, "() => caches.match(location.href).then((found) => !!found)")
    visit.context.set_offline(True)
    page.goto(here)
    box = page.locator("form[action$='/quantity/']").first
    box.locator("[name=quantity]").fill(str(before + 1))
    box.locator("button").last.tap()
    waiting(page).to_have_text("1")
    ends_it(artisan.page, served)
    # The network is back: the page she looks at says why it waits.
    visit.context.set_offline(False)
    expect(page.locator("[data-waiting]")).to_contain_text(name)
    page.goto(here)
    expect(page.locator("main bdi")).to_have_text(name)
    expect(page.locator("[data-waiting]")).to_contain_text("1")
    assert findings(page) + page.evaluate(SMALL) == []
    until(page, "async () => !(await caches.has('workshop-pages'))")
    assert page.locator(number).count() == 0
    gives_it_anew(artisan.page)
    page.goto(here)
    until(page, SENT)
    page.reload()
    expect(page.locator(number).first).to_have_value(str(before + 1))
    visit.context.close()
    artisan.context.close()
