"""The seller's door on a phone of 360 px in Arabic, found by icons, keys and pictures alone: no word is read."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import clear
from tests.journeys.people import Visit, letters, open_page, sign_in, wait_for_letter
from tests.journeys.stage import SELLERS, Installation

PIN = "274915"
PICTURES = ("fish", "teapot", "key", "boat", "moon", "bird")
"""The same PIN for who does not know digits."""
SECOND = f"+2126000051{SELLERS['dakhla'][-2:]}"
"""A member of that group who comes in herself, and has not said yet who may let her in again."""
SIX = r"(?<!\d)(\d{6})(?!\d)"
PRINT = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tadamun.config.settings"
django.setup()
from tadamun.people.accounts.operations import print_card
from tadamun.people.accounts.queries import person_by_phone
person = person_by_phone("{number}")
print(print_card(person, person)[1])
"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    visit = open_page(browser, touch=True)
    yield visit
    visit.context.close()
    assert visit.errors == []


def press(page: Page, icon: str) -> None:
    """The first thing in the page that has this icon and can be pressed."""
    page.locator(f"main :is(a.btn, button):has(use[href='#i-{icon}'])").first.click()


def tap(page: Page, digits: str) -> None:
    """On the big keys; the sixth goes on by itself."""
    address = page.url
    for digit in digits:
        page.locator(f"[data-digit='{digit}']").click()
    page.wait_for_url(lambda now: now != address)


def tap_pictures(page: Page) -> None:
    """The PIN by the pictures on its keys."""
    address = page.url
    for icon in PICTURES:
        page.locator(f".keypad button:has(use[href='#i-{icon}'])").tap()
    page.wait_for_url(lambda now: now != address)


def look(page: Page) -> None:
    """It can be heard, has no fault that axe knows, and everything to press is large enough for a thumb."""
    assert page.locator("main .say").count() >= 1, page.url
    clear(page)


def card_of(served: Installation, number: str) -> str:
    """The secret on a card that is printed for her."""
    command = [sys.executable, "-c", PRINT.format(number=number)]
    done = subprocess.run(
        command, env={**os.environ, **served.environment}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_code_pin_face_and_card(served: Installation, visit: Visit) -> None:
    """Code → this phone is mine → PIN → who may help → out → my face → PIN → in; then another phone: card → PIN → in."""
    page, number = visit.page, SECOND
    known = letters(page, served, "dakhla", "ar")
    page.goto(served.address("dakhla", "/ar/workshop/"))
    look(page)
    page.locator("input[type=tel]").fill(number)
    press(page, "phone")  # be called
    page.wait_for_url("**/sign-in/code/")
    look(page)
    spoken = wait_for_letter(page, served, "dakhla", "ar", r"((?:\d\. ){5}\d\.)", known=known)
    page.locator("input[autocomplete=one-time-code]").fill(spoken.replace(". ", "").rstrip("."))
    press(page, "check")
    page.wait_for_url("**/sign-in/trust/**")
    look(page)
    press(page, "check")
    page.wait_for_url("**/sign-in/pin/**")
    look(page)
    for digit in PIN:
        page.locator(f"[data-digit='{digit}']").click()
    page.locator("[name=first]").wait_for(state="attached")
    look(page)
    page.locator("[data-digit='1']").click()
    expect(page.locator(".keypad [type=submit]")).to_be_disabled()
    page.locator("[data-erase]").click()
    tap(page, PIN)
    page.wait_for_url("**/sign-in/trustee/**")
    look(page)
    press(page, "hand")
    page.wait_for_url("**/ar/workshop/")
    page.goto(served.address("dakhla", "/ar/account/phones/"))
    clear(page)
    page.goto(served.address("dakhla", "/ar/sign-in/proof/"))
    look(page)
    page.goto(served.address("dakhla", "/ar/account/phones/"))
    press(page, "people")  # somebody else: out, to the faces
    page.wait_for_url("**/ar/sign-in/")
    look(page)
    page.locator(".faces a").first.click()
    page.wait_for_url("**/sign-in/faces/**")
    look(page)
    page.locator("main a[href$='/removal/']").click()  # her face off this phone
    page.wait_for_url("**/removal/")
    look(page)
    page.go_back()
    for digit in "999991":
        page.locator(f"[data-digit='{digit}']").click()
    expect(page.locator(".tries use")).to_have_count(4)
    look(page)
    tap(page, PIN)
    page.wait_for_url("**/ar/workshop/")
    other = open_page(visit.context.browser or pytest.fail("no browser"), touch=True)
    other.page.goto(served.address("dakhla", "/ar/sign-in/recovery/"))
    look(other.page)
    other.page.goto(served.address("dakhla", f"/k/{card_of(served, number)}"))
    other.page.goto(served.address("dakhla", "/ar/sign-in/card/"))
    look(other.page)
    tap_pictures(other.page)
    other.page.wait_for_url("**/sign-in/trust/**")
    press(other.page, "close")
    other.page.wait_for_url("**/ar/workshop/")
    other.context.close()
    assert other.errors == []


def test_the_door_opens_without_scripts(served: Installation, browser: Browser) -> None:
    """A field and a button do what the keys do."""
    secret = card_of(served, SELLERS["store"])
    visit = open_page(browser, scripts=False)
    page = visit.page
    page.goto(served.address("store", f"/k/{secret}"))
    expect(page.locator("[data-keypad]")).to_be_hidden()
    press(page, "message")
    page.wait_for_url("**/sign-in/code/")
    said = wait_for_letter(page, served, "store", "ar", SIX)
    page.locator("input[autocomplete=one-time-code]").fill(said)
    press(page, "check")
    page.wait_for_url("**/sign-in/trust/**")
    press(page, "check")
    page.wait_for_url("**/sign-in/pin/**")
    for _ in range(2):
        page.locator("#pin").fill(PIN)
        page.locator("[data-plain] button").click()
    page.wait_for_url(lambda address: "/sign-in/pin/" not in address)
    visit.context.close()


def test_a_phone_s_own_lock(served: Installation, visit: Visit) -> None:
    """A key is kept for one host and comes in there, and only there."""
    page, number = visit.page, SELLERS["dlala"]
    driver = visit.context.new_cdp_session(page)
    driver.send("WebAuthn.enable")
    driver.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    sign_in(page, served, "dlala", "ar", number)
    page.goto(served.address("dlala", "/ar/account/phones/"))
    page.locator("form[data-passkey] button").click()
    page.locator("form[action*='/passkeys/'][action$='/removal/']").wait_for()
    page.goto(served.address("dlala", "/ar/sign-in/trust/?next=/ar/account/phones/"))
    press(page, "check")
    page.goto(served.address("dlala", "/ar/account/phones/"))
    press(page, "people")
    page.wait_for_url("**/ar/sign-in/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url("**/ar/workshop/")
