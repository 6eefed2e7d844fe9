"""An artisan who cannot read lists a piece on a bad network. She finds her way by pictures; nothing is lost or doubled."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.journeys.people import CHROMIUM, FLAGS, PHONE, findings
from tests.journeys.stage import SELLERS, Installation

MARKET = "dakhla"
TITLE = "زربية جدتي"
HOME = "/ar/workshop/"
NEW = f"{HOME}products/new/"
HERE = "[data-step]:not([hidden])"
TWO_G = {
    "offline": False,
    "latency": 600,
    "downloadThroughput": 30_000,
    "uploadThroughput": 10_000,
}  # EDGE, on a bad day
FREE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary, main .pick, main .shot')]
  .filter((each) => each.checkVisibility() && !each.closest('[hidden]'))
  .map((each) => [each.outerHTML.slice(0, 90), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([html]) => html)"""
ONE_LINE = """(summary) => {
  const words = document.createRange();
  words.selectNode(summary.lastChild);
  const [said, icon] = [words.getBoundingClientRect(), summary.querySelector("svg").getBoundingClientRect()];
  return said.top < icon.bottom && icon.top < said.bottom && summary.offsetHeight < 60;
}"""
MIDDLE = """(control) => {
  control.scrollIntoView({ block: "center" });
  const box = control.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}"""
NO_SYNC = "delete ServiceWorkerRegistration.prototype.sync"  # as on iOS and in Firefox: only pages send
NEW_VERSION = """async () => {
  const { scope, active } = await navigator.serviceWorker.ready;
  await navigator.serviceWorker.register(`${active.scriptURL}?new`, { scope });
}"""
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const keys = (await (await caches.open("workshop-pages")).keys()).map((each) => new URL(each.url).pathname);
  return keys.filter((each) => each.includes("products/new/")).length > 1;
}"""


@contextmanager
def phone_with(browser: Browser, profile: Path, cookies: Any) -> Iterator[tuple[Page, int]]:
    """A browser of its own on a profile that outlives it, and its process."""
    assert CHROMIUM
    (profile / "DevToolsActivePort").unlink(missing_ok=True)
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        port = _port(profile / "DevToolsActivePort")
        context = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0]
        context.add_cookies(cookies)
        context.add_init_script(NO_SYNC)
        yield _page(context), process.pid
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def _page(context: BrowserContext) -> Page:
    page = context.pages[0]
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.set_default_timeout(20_000)
    wire = context.new_cdp_session(page)
    wire.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    return page


def tap(control: Locator) -> None:
    """A finger on its middle: the profile of a browser of its own knows no ``Locator.tap``."""
    page = control.page
    expect(control).to_be_visible()
    at = control.evaluate(MIDDLE)
    wire = page.context.new_cdp_session(page)
    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wire.detach()


def _port(file: Path) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if file.exists() and (lines := file.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.05)  # the browser's own file is the only sign it gives
    raise AssertionError("the browser did not start")


def photo(light: int, side: int = 2200) -> bytes:
    """A sharp picture, heavy enough for several pieces; dark where ``light`` is low."""
    noise = Image.frombytes("L", (side // 4, side // 4), Random(light).randbytes((side // 4) ** 2))
    image = noise.resize((side, side)).point(lambda value: min(255, value * light // 128)).convert("RGB")
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    image.save(file, "JPEG", quality=92, exif=exif)
    return file.getvalue()


def take(page: Page, data: bytes) -> None:
    page.set_input_files("[name=camera]", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": data})


def press(page: Page, icon: str) -> None:
    """The control with this picture on the screen she sees; no word is read."""
    tap(page.locator(f"{HERE} button:has(use[href='#i-{icon}']):visible").last)


def choose(page: Page, tile: str = ".pickme") -> None:
    """One of the pictures; those that come then stand elsewhere."""
    control = page.locator(f"{HERE} {tile}").first
    pressed = control.element_handle()
    tap(control)
    pressed.wait_for_element_state("hidden")


def hears(page: Page, prompt: str) -> None:
    """The screen she sees speaks this prompt: so she knows where she is."""
    expect(page.locator(f"{HERE} [data-audio*='listing.{prompt}.']").first).to_be_visible()


def until(page: Page, said: str) -> None:
    """Waits for a promise to come true: Playwright's own waiting takes any promise for the truth."""
    for _ in range(100):
        if page.evaluate(said):
            return
        page.wait_for_timeout(100)
    raise AssertionError(said)


def until_true(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(1200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")


def waiting(page: Page) -> Any:
    return expect(page.locator("[data-waiting] b"))


def products(page: Page, served: Installation) -> int:
    """How many of hers wait for review, by their picture."""
    page.goto(served.address(MARKET, f"{HOME}products/"))
    return page.locator(".item:has(.tag use[href='#i-clock'])").count()


SIGNED_IN = """
import django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tadamun.people.accounts.models import Person
person, session = Person.objects.get(phone="%s"), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.create()
print(session.session_key)
"""


@pytest.fixture(scope="module")
def cookies(served: Installation) -> list[dict[str, str]]:
    """Of a seller who is signed in: how she signs in is another story."""
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"}
    command = [sys.executable, "-c", SIGNED_IN % SELLERS[MARKET]]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)
    address = served.address(MARKET)
    return [{"name": "tadamun_session", "value": said.stdout.split()[-1], "url": address}]


def test_listed_without_network_killed_and_cut_and_sent_once(
    served: Installation, browser: Browser, cookies: Any, tmp_path: Path
) -> None:
    with phone_with(browser, tmp_path, cookies) as (page, pid):
        before = products(page, served)
        page.goto(served.address(MARKET, NEW))
        until(page, KEPT)
        page.context.set_offline(True)
        page.goto(served.address(MARKET, NEW))
        expect(page.locator("body")).to_have_attribute("data-kept", "")
        hears(page, "photos")
        seen = findings(page) + page.evaluate(SMALL)
        take(page, photo(12, 600))
        expect(page.locator("[data-judge] strong[data-dark]")).to_be_visible()
        hears(page, "dark")
        seen += findings(page) + page.evaluate(SMALL)
        tap(page.locator("[data-keep]"))
        take(page, photo(128, 1600))
        expect(page.locator(f"{HERE} [data-shot]")).to_have_count(2)
        press(page, "arrow")
        hears(page, "what")
        choose(page, ".tile[data-icon=rug] .pickme")
        while not page.locator("[data-step=price]").is_visible():
            seen += page.evaluate(SMALL)
            choose(page)
        hears(page, "price")
        for digit in "450":
            tap(page.locator(f"[data-keypad] [value='{digit}']"))
        expect(page.locator(f"{HERE} [data-out=mine]")).not_to_be_empty()
        expect(page.locator(f"{HERE} .note").first).to_be_visible()
        assert page.locator("[data-fair] > summary").evaluate(ONE_LINE), "icon and words stand on one line"
        tap(page.locator(".bar details.drop > summary"))
        seen += findings(page) + page.evaluate(SMALL)
        press(page, "arrow")
        expect(page.locator(".bar details.drop[open]")).to_have_count(0)
        hears(page, "pieces")
        assert page.locator(f"{HERE} .fold > summary").evaluate(ONE_LINE)
        seen += findings(page) + page.evaluate(SMALL)
        tap(page.locator(".modes .row:has([data-audio*='listing.several.']) .pick"))
        page.locator("#count").fill("3")
        tap(page.locator(f"{HERE} .fold > summary"))
        page.locator("#title").fill(TITLE)
        press(page, "arrow")
        hears(page, "preview")
        expect(page.locator("[data-preview] img")).to_have_count(2)
        seen += findings(page) + page.evaluate(SMALL)
        assert not seen
        os.killpg(pid, signal.SIGKILL)
    with phone_with(browser, tmp_path, cookies) as (page, pid):
        page.context.set_offline(True)
        page.goto(served.address(MARKET, NEW))
        tap(page.locator("[data-local] button"))
        hears(page, "pieces")
        expect(page.locator("[name=mode]:checked")).to_have_value("stock")
        press(page, "arrow")
        expect(page.locator("[data-say=word]")).to_have_text(TITLE)
        press(page, "send")
        waiting(page).to_have_text("1")
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        page.context.set_offline(False)
        wire.send("Network.emulateNetworkConditions", TWO_G)
        pieces: list[int] = []
        page.on(
            "response", lambda answer: pieces.append(answer.status) if _is_piece(answer.request) else None
        )
        page.goto(served.address(MARKET, HOME))
        until_true(page, lambda: len(pieces) > 1)
        # In the middle of a picture there is no network any more; then there is no phone any more.
        wire.send("Network.emulateNetworkConditions", {**TWO_G, "offline": True})
        waiting(page).to_have_text("1")
        os.killpg(pid, signal.SIGKILL)
    with phone_with(browser, tmp_path, cookies) as (page, _pid):
        offsets: list[str] = []
        page.on(
            "request",
            lambda asked: offsets.append(asked.headers["upload-offset"]) if _is_piece(asked) else None,
        )
        page.goto(served.address(MARKET, HOME))
        expect(page.locator("[data-waiting]")).to_be_hidden()
        until(page, "async () => !(await self.workshopQueue.all('drafts')).length")
        assert "0" not in offsets and offsets, "what had arrived was not sent again"
        assert products(page, served) == before + 1
        page.goto(served.address(MARKET, NEW))
        page.reload()
        assert products(page, served) == before + 1
        page.goto(page.locator("a.item-title", has_text=TITLE).evaluate("link => link.href"))
        expect(page.locator("[name=quantity]")).to_have_value("3")


def _is_piece(asked: Request) -> bool:
    return asked.method == "PUT"


def test_what_is_refused_later_says_so_on_every_page_by_picture_and_voice(
    served: Installation, browser: Browser, cookies: Any
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(served.address(MARKET, NEW))
    until(page, KEPT)
    context.set_offline(True)
    page.goto(served.address(MARKET, NEW))
    take(page, photo(128, 36))
    expect(page.locator("li[data-shot], [data-judge]:not([hidden])").first).to_be_visible()
    if page.locator("[data-keep]").is_visible():
        page.locator("[data-keep]").tap()
    expect(page.locator(f"{HERE} [data-shot]")).to_have_count(1)
    press(page, "arrow")
    choose(page, ".tile[data-icon=rug] .pickme")
    while not page.locator("[data-step=price]").is_visible():
        choose(page)
    page.locator("[data-keypad] [value='9']").tap()
    press(page, "arrow")
    expect(page.locator("[data-step=pieces]")).to_be_visible()
    press(page, "arrow")
    press(page, "send")
    waiting(page).to_have_text("1")
    context.set_offline(False)
    page.goto(served.address(MARKET, HOME))
    bar = page.locator("[data-refused]")
    expect(bar).to_be_visible()
    expect(bar.locator("[data-audio*='listing.undone.']")).to_be_visible()
    assert findings(page) == []
    bar.locator("a.btn").tap()
    page.wait_for_url(f"**{NEW}")
    row = page.locator("[data-local]")
    expect(row.locator("use[href='#i-warn']")).to_be_visible()
    expect(row.locator("[data-audio*='listing.too_small.']")).to_be_visible()
    expect(row.locator("p")).not_to_be_empty()
    assert findings(page) + page.evaluate(SMALL) == []
    row.locator("button").tap()  # her one photograph was taken out: she is where another is taken
    hears(page, "photos")
    expect(page.locator("[data-shot] img")).to_have_count(0)
    take(page, photo(128, 600))
    expect(page.locator(f"{HERE} [data-shot]")).to_have_count(1)
    expect(bar).to_be_visible()
    press(page, "arrow")
    expect(bar).to_be_hidden()
    context.close()


def test_a_price_changed_without_network_waits_and_is_changed_once(
    served: Installation, browser: Browser, cookies: Any
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_cookies(cookies)
    context.add_init_script(NO_SYNC)
    page = context.new_page()
    page.goto(served.address(MARKET, f"{HOME}products/"))
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto(page.locator(".item:has(.tag.ok) a.item-title").first.evaluate("link => link.href"))
    here = page.url
    page.reload()  # now its worker is in charge and keeps it
    until(page, "() => caches.match(location.href).then((found) => !!found)")
    context.set_offline(True)
    page.goto(here)
    expect(page.locator("body")).to_have_attribute("data-kept", "")
    box = page.locator("form[action$='/price/']").first
    box.locator("[name=price]").fill("777")
    box.locator("button").last.tap()
    waiting(page).to_have_text("1")
    page.goto(served.address(MARKET, f"{HOME}money/"))
    assert page.locator("body").get_attribute("data-kept") is None, "money is never kept"
    page.goto(here)
    box.locator("[name=price]").fill("0")
    box.locator("button").last.tap()
    waiting(page).to_have_text("2")
    # A new version takes over before they could be sent.
    context.route("**/price/", lambda route: route.abort())
    context.set_offline(False)
    page.goto(here)
    page.evaluate(NEW_VERSION)
    with page.expect_navigation():
        page.locator("[data-update] button").tap()
    until(page, "() => navigator.serviceWorker.controller?.scriptURL.endsWith('?new')")
    waiting(page).to_have_text("2")
    context.unroute("**/price/")
    page.goto(here)
    until(page, "async () => !(await self.workshopQueue.all('acts')).length")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.reload()
    expect(page.locator("form[action$='/price/'] [name=price]").first).to_have_value("777")
    # The other could not be done: it says why and leads there, and is told once.
    bar = page.locator("[data-refused]")
    expect(bar.locator("b")).not_to_be_empty()
    assert findings(page) + page.evaluate(SMALL) == []
    bar.locator("a.btn").tap()
    page.wait_for_url(here)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(bar).to_be_hidden()
    box.locator("[name=price]").fill("0")
    box.locator("button").last.tap()
    expect(page.locator("[aria-invalid=true]").first).to_have_value(
        "0"
    )  # refused while she looks: its page says why
    expect(bar).to_be_hidden()
    # What waits for no network stays as it was typed.
    page.goto(f"{here}correction/")
    words = page.locator("main form textarea, main form input:not([type])").first
    words.fill("كلام جديد")
    context.set_offline(True)
    page.locator("main form [data-busy]").last.tap()
    expect(page.locator("main form [data-offline]")).to_be_in_viewport()
    assert findings(page) == []
    expect(words).to_have_value("كلام جديد")
    context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    context.close()


def test_what_is_no_photograph_is_told_by_a_picture_and_a_voice(
    served: Installation, browser: Browser, cookies: Any
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(served.address(MARKET, NEW))
    take(page, b"a letter, not a photograph")
    expect(page.locator("[data-problem] use[href='#i-warn']")).to_be_visible()
    expect(page.locator("[data-problem] [data-for]:visible")).to_have_count(1)
    expect(page.locator("[data-for='listing.not_a_picture'] [data-audio]")).to_be_visible()
    assert findings(page) + page.evaluate(SMALL) == []
    take(page, photo(128, 600))
    expect(page.locator("[data-shot] img")).to_have_count(1)
    press(page, "arrow")
    expect(page.locator("[data-problem]")).to_be_hidden()
    context.close()
