"""Somebody with a browser: what it shows her, what goes wrong in it, and the ways every story goes."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.journeys.stage import Installation

# The same engine without windows and their own pages costs half the processor.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = "options => axe.run(document, options).then(found => found.violations)"
BUYER = {
    "full_name": "مريم العلوي", "phone": "0612345678", "city": "مكناس", "address": "12 زنقة الزيتون، حي السلام",
    "landmark": "قرب المسجد",
}  # fmt: skip

expect.set_options(timeout=15_000)  # a machine with other work to do still passes


def chromium(playwright: Playwright) -> Browser:
    assert CHROMIUM, "chromium is not installed: apt-get install chromium"
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@dataclass(slots=True)
class Visit:
    """A page of one person on one device, and what went wrong in it: script errors and refused scripts or styles."""

    page: Page
    errors: list[str]

    @property
    def context(self) -> BrowserContext:
        return self.page.context


def open_page(
    browser: Browser, *, size: dict[str, int] = PHONE, scripts: bool = True, scheme: str = "light", touch: bool = False,
    signed_in: Any = None,
    sharpness: float = 1,
) -> Visit:  # fmt: skip
    """``signed_in``: the kept state of a context in which somebody signed in. ``sharpness``: dots for a CSS pixel."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=touch,
        storage_state=signed_in,
        device_scale_factor=sharpness,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    visit = Visit(page, [])
    page.on("pageerror", lambda error: visit.errors.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: (
            visit.errors.append(f"{page.url}: {said.text}") if _is_error(said.type, said.text) else None
        ),
    )
    return visit


def _is_error(kind: str, text: str) -> bool:
    # The browser also writes a line for every answer of 4xx; tests look at those themselves.
    return kind == "error" and "Failed to load resource" not in text


def findings(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    """What axe says against WCAG 2.2 A and AA on the page as it stands. ``without``: rules whose question the caller asks."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    rules = {name: {"enabled": False} for name in without}
    violations = page.evaluate(AXE, {"runOnly": RULES, "resultTypes": ["violations"], "rules": rules})
    return [
        f"{found['id']}: {found['help']} — {node['html'][:160]}"
        for found in violations
        for node in found["nodes"][:3]
    ]


def sign_in(
    page: Page, served: Installation, market: str, language: str, number: str, then: str = ""
) -> None:
    """By phone and the code that the demonstration's mailbox shows, on a phone that is borrowed. ``then``: the closed page
    she asks for first.
    """
    known = letters(page, served, market, language)
    page.goto(served.address(market, then or f"/{language}/sign-in/"))
    page.locator("input[type=tel]").fill(number)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/sign-in/code/")
    said = wait_for_letter(page, served, market, language, r"(?<!\d)(\d{6})(?!\d)", known=known)
    page.locator("input[autocomplete=one-time-code]").fill(said)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/sign-in/code/" not in address)
    if "/sign-in/trust/" in page.url:
        page.locator("button[value=no]").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def letters(page: Page, served: Installation, market: str, language: str) -> list[str]:
    """What lies in the mailbox, newest first: channel, number, words and link of each."""
    other = page.context.new_page()
    try:
        other.goto(served.address(market, f"/{language}/mailbox/"))
        return other.locator("main article").all_inner_texts()
    finally:
        other.close()


def wait_for_letter(
    page: Page, served: Installation, market: str, language: str, pattern: str, *, known: Sequence[str] = ()
) -> str:
    """The first group of the pattern in the newest new message, waited for: the worker writes messages."""
    for _ in range(60):
        for letter in letters(page, served, market, language):
            if letter not in known and (found := re.search(pattern, letter)):
                return found.group(1)
        page.wait_for_timeout(200)
    raise AssertionError(f"no message like {pattern}")


def add_to_basket(page: Page) -> None:
    """From the page of a product; leads to the basket."""
    page.locator("main form[action$='/basket/lines/'] button[type=submit].wide").click()
    page.wait_for_url("**/basket/")


def tell_where(page: Page, **changes: str) -> None:
    """The five inputs of the checkout, typed and left."""
    for name, words in {**BUYER, **changes}.items():
        box = page.locator(f"[name={name}]")
        box.fill("")
        box.press_sequentially(words)
        page.keyboard.press("Tab")


def delivery_told(page: Page) -> None:
    """With scripts the price of delivery and the days come as soon as a city was named."""
    expect(page.locator("#recap .fact").first).to_be_visible()


def place(page: Page) -> str:
    """Confirm at the total on the page; without scripts the first press shows it. Returns the order's own address."""
    page.locator("#recap button[value=place]").click()
    if "/checkout/" in page.url:
        page.locator("#recap button[value=place]").click()
    page.wait_for_url("**/orders/*/")
    return page.url
