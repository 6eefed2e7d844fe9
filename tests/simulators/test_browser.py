"""The bank's pages in a real browser: with scripts and without, in three languages, readable by everybody."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.people import AXE, PHONE, RULES, Visit, chromium, open_page
from tests.simulators.est import form, signed
from tests.simulators.process import Shop, SimulatedBank
from tests.simulators.test_mastercard import call, request

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


def posting(bank: SimulatedBank, fields: dict[str, str]) -> str:
    inputs = "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in fields.items())
    return (
        f'<form method="post" action="{bank.url}/fim/est3Dgate">{inputs}<button>To the bank</button></form>'
    )


def is_good(visit: Visit) -> None:
    """No error, nothing axe finds, no sideways scrolling on a phone."""
    visit.page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = visit.page.evaluate(AXE, {"runOnly": RULES})
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert visit.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert visit.errors == []


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_buyer_pays(
    simulated_bank: SimulatedBank, shop: Shop, order: str, browser: Browser, scripts: bool, language: str
) -> None:
    shop.page = posting(simulated_bank, signed(form(order, shop.url, lang=language)))
    visit = open_page(browser, size=PHONE, scripts=scripts)
    page = visit.page
    page.goto(f"{shop.url}/checkout/")
    page.click("button")
    if scripts:
        is_good(visit)
    page.fill("#number", "4000 0000 0000 0010")
    page.fill("#month", "12")
    page.fill("#year", "31")
    page.fill("#cvc", "000")
    page.fill("#holder", "فاطمة الزهراء")
    page.click("main button >> nth=0")
    if scripts:
        is_good(visit)
    page.fill("#code", "123")
    page.click("main button >> nth=0")
    if not scripts:
        page.click("main button >> nth=0")
    page.wait_for_url(f"{shop.url}/ok/")
    assert [post.path for post in shop.posts] == ["/hook/", "/ok/"]
    assert shop.posts[1].form["oid"] == order
    visit.context.close()


def test_the_script_of_the_hosted_checkout(
    simulated_bank: SimulatedBank, shop: Shop, order: str, browser: Browser
) -> None:
    session = call(simulated_bank, "POST", "/session", request(order, shop)).json["session"]["id"]
    shop.page = (
        f'<script src="{simulated_bank.url}/static/checkout/checkout.min.js"></script>'
        f"<script>Checkout.configure({{session: {{id: '{session}'}}}}); Checkout.showPaymentPage();</script>"
    )
    visit = open_page(browser)
    visit.page.goto(f"{shop.url}/checkout/")
    visit.page.wait_for_url(f"{simulated_bank.url}/pay/*")
    assert visit.page.locator("html").get_attribute("dir") == "rtl"
    visit.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/control", "/agency"])
def test_the_developers_pages(
    simulated_bank: SimulatedBank, shop: Shop, order: str, browser: Browser, path: str, scheme: str
) -> None:
    simulated_bank.post("/fim/est3Dgate", signed(form(order, shop.url)))
    simulated_bank.pay(order)
    visit = open_page(browser, scheme=scheme)
    visit.page.goto(f"{simulated_bank.url}{path}")
    is_good(visit)
    visit.context.close()
