"""Paying by card at the simulated bank: to its page, through 3-D Secure and back, or declined and then another way."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.people import add_to_basket, delivery_told, findings, tell_where
from tests.journeys.stage import Installation

MARKET = "elhajeb"
GOOD, DECLINED = "4000 0000 0000 0010", "4000 0000 0000 0515"
CARD = "[name=method][value^='est.']"


def several(page: Page, served: Installation, language: str) -> None:
    """Opens something of which there is more than one, so that no other story is in the way."""
    for path in reversed(served.products[MARKET]):
        if 'name="quantity"' in served.ask(MARKET, path).text:
            page.goto(served.address(MARKET, served.translated(MARKET, path, language)))
            return
    raise AssertionError("there is only one of everything")


def order_by_card(page: Page, served: Installation, language: str, phone: str, *, scripts: bool) -> None:
    """From a product to the page before the bank's, or, with scripts, on to the bank's."""
    order_by(CARD, page, served, language, phone, scripts=scripts)
    page.wait_for_url(re.compile(r"/orders/[^/]+/payment/|/pay/"))


def order_by(
    way: str, page: Page, served: Installation, language: str, phone: str, *, scripts: bool
) -> None:  # fmt: skip
    """From a product to what comes after the order. ``way`` selects a way to pay."""
    several(page, served, language)
    add_to_basket(page)
    page.locator(f"a[href='/{language}/checkout/']").click()
    tell_where(page, phone=phone, city="الرباط" if language == "ar" else "Rabat")
    if scripts:
        delivery_told(page)
    page.locator(way).check(force=True)
    page.locator("#recap button[value=place]").click()
    if "/checkout/" in page.url:
        page.locator("#recap button[value=place]").click()


def press_on(page: Page, *, scripts: bool) -> None:
    """What the script presses by itself: on to the bank, by a page of ours that hands her over."""
    if not scripts:
        page.locator("main form button[type=submit]").first.click()
        page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/pay/"))


def write_card(page: Page, number: str) -> None:
    """On the bank's page."""
    for name, said in {
        "number": number,
        "month": "12",
        "year": "31",
        "cvc": "000",
        "holder": "فاطمة الزهراء",
    }.items():
        page.fill(f"#{name}", said)
    page.locator("main button").first.click()


def prove(page: Page, *, scripts: bool) -> None:
    """The code her bank sent, and back to the shop."""
    page.fill("#code", "123")
    page.locator("main button").first.click()
    if not scripts:
        page.locator("main button").first.click()


def test_a_buyer_pays_on_her_phone_in_arabic(served: Installation, phone: Page) -> None:
    order_by_card(phone, served, "ar", "0612345701", scripts=True)
    press_on(phone, scripts=True)
    assert phone.locator("html").get_attribute("dir") == "rtl"
    write_card(phone, GOOD)
    prove(phone, scripts=True)
    phone.wait_for_url(re.compile(r"\.localhost:\d+/ar/orders/"))
    phone.goto(re.sub(r"payment/.*$", "", phone.url))
    expect(phone.locator("main .timeline").first).to_contain_text("مؤدى")
    expect(phone.locator("main a[href$='/payment/']")).to_have_count(0)
    assert findings(phone) == []


def test_declined_she_pays_at_the_door(served: Installation, phone: Page) -> None:
    order_by_card(phone, served, "ar", "0612345702", scripts=True)
    press_on(phone, scripts=True)
    write_card(phone, DECLINED)
    prove(phone, scripts=True)
    phone.wait_for_url(re.compile(r"\.localhost:\d+/ar/orders/[^/]+/payment/"))
    expect(phone.locator("main [role=status]")).to_be_visible()
    expect(phone.locator(CARD)).to_have_count(1)
    assert findings(phone) == []
    phone.locator("[name=method][value=cash_on_delivery]").check(force=True)
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_url(re.compile(r"/ar/orders/[^/]+/$"))
    expect(phone.locator("main form[action$='/confirmation/']")).to_be_visible()


def test_without_scripts_in_french(served: Installation, plain: Page) -> None:
    order_by_card(plain, served, "fr", "0612345703", scripts=False)
    press_on(plain, scripts=False)
    write_card(plain, GOOD)
    prove(plain, scripts=False)
    plain.wait_for_url(re.compile(r"\.localhost:\d+/fr/orders/"))
    plain.goto(re.sub(r"payment/.*$", "", plain.url))
    expect(plain.locator("main .timeline").first).to_contain_text("Payée")
