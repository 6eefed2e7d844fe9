"""Real browsers on the way from our page to each gateway's and back, under our own content security policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.people import CHROMIUM, PHONE, chromium, open_page
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.trade.checkout.at_bank import Buyer, Desk

__all__ = ["simulated_bank"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"),
]
PROVIDERS = ("est", "mastercard", "youcan", "payzone")


@contextmanager
def phone(*, scripts: bool) -> Iterator[Page]:
    """Playwright's loop forbids the database to its thread, so it lives no longer than this."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        visit = open_page(browser, size=PHONE, scripts=scripts)
        yield visit.page
        assert visit.errors == []
        browser.close()


def at_the_bank(page: Page, *, scripts: bool) -> None:
    page.fill("#number", "4000 0000 0000 0010")
    page.fill("#month", "12")
    page.fill("#year", "31")
    page.fill("#cvc", "000")
    page.fill("#holder", "فاطمة الزهراء")
    page.click("main button >> nth=0")
    page.fill("#code", "123")
    page.click("main button >> nth=0")
    if not scripts and page.locator("main button").count() and "/pay/" in page.url:
        page.click("main button >> nth=0")  # the form that leads back


# With scripts it is also what tests/journeys/test_every_gateway.py does.
@pytest.mark.parametrize("scripts", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_she_pays_by_card_at_every_gateway(
    live_server: LiveServer, simulated_bank: SimulatedBank, scripts: bool
) -> None:
    port, bank = urlsplit(live_server.url).port, simulated_bank.url
    buyers = {
        name: Buyer(Desk(live_server, simulated_bank, name, slug=name), stays=True) for name in PROVIDERS
    }
    with override_settings(ORIGIN=f"http://*:{port}"), phone(scripts=scripts) as page:
        for name, buyer in buyers.items():
            order = f"http://{name}.localhost:{port}/ar/orders/{buyer.purchase.secret}/"
            page.goto(f"{order}payment/")
            if not scripts:
                page.click("main form button")
                if name in ("est", "payzone"):
                    page.click("main form button")
                elif name == "mastercard":
                    page.click("main a.btn")
            page.wait_for_url(f"{bank}/**")
            at_the_bank(page, scripts=scripts)
            page.wait_for_url(order)
    assert {name: buyer.state for name, buyer in buyers.items()} == dict.fromkeys(PROVIDERS, "captured")
