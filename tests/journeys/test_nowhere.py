"""A network that is up and leads nowhere: nothing typed, said or photographed is lost, and nothing is sent twice."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, StorageState, expect

from tests.journeys.people import PHONE, findings
from tests.journeys.stage import Installation
from tests.journeys.test_listing_offline import SIGNED_IN, SMALL, photo

MARKET = "dlala"
HOME = "/ar/workshop/"
APPLYING = f"{HOME}application/"
NEWCOMER = "+212677001188"
NAMED = """
from tadamun.people.accounts.operations import register_person
register_person("%s", verified=True)
"""
LYING = """async () => (await self.workshopQueue.keys("facts")).filter((each) => each.startsWith("form:")).length"""
"""Forms that lie on this phone."""
SIDES = """(input) => createImageBitmap(input.files[0]).then(({ width, height }) => [width, height, input.files[0].size])"""


def _never(route: Route) -> None:
    """Asked, and never answered."""


def _door(route: Route) -> None:
    """The page of a network's own door."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>")


NOWHERE: dict[str, Callable[[Route], None]] = {
    "refused": lambda route: route.abort(), "silent": _never, "a door": _door,
}  # fmt: skip


@pytest.fixture
def phone_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Without the worker that answers before a route of the test would."""
    opened: list[BrowserContext] = []

    def phone(state: StorageState | None = None) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True, storage_state=state,
            service_workers="block",
        )  # fmt: skip
        opened.append(context)
        return context

    yield phone
    for context in opened:
        context.close()


def posts(page: Page) -> list[str]:
    """Of the page, as they leave."""
    left: list[str] = []
    page.on("request", lambda asked: left.append(asked.url) if asked.method == "POST" else None)
    return left


def cut(context: BrowserContext, leads: Callable[[Route], None]) -> None:
    """From now on nothing of ours is reached, and the phone believes that it has a network."""
    context.route("**/*", leads)
    assert context.pages[0].evaluate("navigator.onLine")


def told(page: Page) -> None:
    """With a picture and a voice, beside what she pressed."""
    bar = page.locator("main form [data-offline]")
    expect(bar).to_be_in_viewport(timeout=15_000)
    expect(bar.locator("use[href='#i-cloud']")).to_have_count(1)
    expect(bar.locator(".say")).to_be_visible()


@pytest.mark.parametrize("leads", NOWHERE.values(), ids=NOWHERE.keys())
def test_what_she_typed_stays_and_goes_once(
    served: Installation,
    phone_of: Any,
    as_seller: Callable[[str], StorageState],
    leads: Callable[[Route], None],
) -> None:
    context = phone_of(as_seller(MARKET))
    page = context.new_page()
    page.goto(served.address(MARKET, f"{HOME}products/"))
    page.goto(page.locator("main .item a[href*='/products/']").first.evaluate("link => link.href"))
    page.goto(f"{page.url}correction/")
    words = page.locator("#title")
    if not words.is_visible():
        page.locator("main form summary").first.tap()
    words.fill("كلام جديد")
    left, here = posts(page), page.url
    cut(context, leads)
    page.locator("main form [data-busy]").last.tap()
    told(page)
    assert page.url == here and left == []
    expect(words).to_have_value("كلام جديد")
    context.unroute_all(behavior="ignoreErrors")
    assert findings(page) + page.evaluate(SMALL) == []
    page.locator("main form [data-busy]").last.dblclick()
    page.wait_for_url(lambda now: now != here)
    assert len(left) == 1


def test_what_waits_goes_when_the_network_leads_somewhere_again(
    served: Installation, phone_of: Any, as_seller: Callable[[str], StorageState]
) -> None:
    """No phone says so: the page asks again by itself."""
    context = phone_of(as_seller(MARKET))
    page = context.new_page()
    page.goto(served.address(MARKET, f"{HOME}products/"))
    for here in page.locator(".item:has(.tag.ok) a.item-title").evaluate_all(
        "all => all.map(link => link.href)"
    ):
        page.goto(here)
        if page.locator("form[action$='/price/']").count():
            break
    price = page.locator("form[action$='/price/'] [name=price]").first
    price.fill("777")
    cut(context, NOWHERE["refused"])
    page.locator("form[action$='/price/'] button").last.tap()
    expect(page.locator("[data-waiting] b")).to_have_text("1")
    context.unroute_all(behavior="ignoreErrors")
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
    page.goto(here)
    expect(price).to_have_value("777")


def sit_down(context: BrowserContext, served: Installation) -> Page:
    """Somebody who sells nowhere yet."""
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"}
    made, _, rest = SIGNED_IN.partition("from django.contrib.auth")
    program = f"{made}{NAMED % NEWCOMER}from django.contrib.auth{rest % NEWCOMER}"
    said = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    key = said.stdout.split()[-1]
    context.add_cookies([{"name": "tadamun_session", "value": key, "url": served.address(MARKET)}])
    return context.new_page()


def test_an_application_is_kept_until_the_server_has_it(served: Installation, phone_of: Any) -> None:
    context = phone_of()
    page = sit_down(context, served)
    page.goto(served.address(MARKET, APPLYING))
    page.locator("button[name=for][value=me]").tap()
    page.locator("button[name=kind][value=artisan]").tap()
    name = page.locator("input[name=name]")
    name.fill("ورشة الريح")
    cut(context, NOWHERE["refused"])
    page.locator("main form button.primary").first.tap()
    told(page)
    expect(name).to_have_value("ورشة الريح")
    context.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(name).to_have_value("ورشة الريح")
    page.locator("main form button.primary").first.tap()
    page.locator("label:has(input[name=region])").nth(1).tap()
    page.locator("input[name=place]").fill("عين اللوح")
    page.wait_for_timeout(600)  # it is written a moment after the last letter
    assert page.evaluate(LYING) == 1, "her name is with the server; where she works is not"
    page.reload()
    expect(page.locator("input[name=place]")).to_have_value("عين اللوح")
    assert page.locator("input[name=region]").nth(1).is_checked()
    page.locator("main form button.primary").first.tap()
    page.locator("button[name=craft]").first.tap()
    page.locator("a.item-title[href*='/application/papers/']").first.wait_for()
    nothing_lies(page)
    paper_of(page, context)


def nothing_lies(page: Page) -> None:
    """Of her answers on the phone, a moment after the page is there: it looks after it was drawn."""
    deadline = time.monotonic() + 5
    while (lying := page.evaluate(LYING)) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert lying == 0


def paper_of(page: Page, context: BrowserContext) -> None:
    """The photograph of her workshop: small, and still there after the page was lost."""
    page.locator("a.item-title:has-text('صورة')").first.tap()
    file = page.locator("main input[type=file]")
    file.set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo(128)})
    page.wait_for_function("() => document.querySelector('main input[type=file]').files[0]?.name === '1.jpg'")
    page.wait_for_timeout(600)
    page.reload()
    page.wait_for_function("() => document.querySelector('main input[type=file]').files.length === 1")
    width, height, size = file.evaluate(SIDES)
    assert max(width, height) == 1600 and size < 2_000_000
    cut(context, NOWHERE["refused"])
    page.locator("main form button.primary").first.tap()
    told(page)
    context.unroute_all(behavior="ignoreErrors")
    page.locator("main form button.primary").first.tap()
    page.wait_for_url(f"**{APPLYING}")
    nothing_lies(page)
    page.locator("form[data-forget] button").tap()
