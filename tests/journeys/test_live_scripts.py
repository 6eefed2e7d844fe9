"""What scripts add while somebody types or presses a key: suggestions, the preview of a look, the keys of the review queue."""

from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.people import DESK, open_page
from tests.journeys.stage import Installation

MARKET = "dakhla"


@pytest.fixture
def office(browser: Browser, as_operator: Callable[[str], StorageState]) -> Iterator[Page]:
    """The operator at her desk; the test fails on a script error or a refused script or style."""
    visit = open_page(browser, size=DESK, signed_in=as_operator(MARKET))
    yield visit.page
    visit.context.close()
    assert visit.errors == []


@pytest.mark.parametrize(("language", "typed"), [("ar", "زرب"), ("fr", "tap")])
def test_suggestions_are_chosen_with_the_keys(
    served: Installation, phone: Page, language: str, typed: str
) -> None:
    phone.goto(served.address("elhajeb", f"/{language}/"))
    box, listed = phone.locator("header input[name=q]"), phone.locator("#suggestions")
    options = listed.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially(typed)
    expect(listed).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    box.press("ArrowUp")
    expect(listed.locator("[aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(listed).to_be_hidden()
    box.press("Backspace")
    expect(listed).to_be_visible()
    box.press("ArrowDown")
    wanted = options.first.locator("a").get_attribute("href")
    box.press("Enter")
    phone.wait_for_url(lambda address: urlsplit(address).path == urlsplit(str(wanted)).path)
    expect(phone.locator("h1")).to_be_visible()


def test_without_a_script_the_results_carry_the_suggestions(served: Installation, plain: Page) -> None:
    plain.goto(served.address("elhajeb", "/ar/"))
    plain.locator("header input[name=q]").fill("زرب")
    plain.locator("header form[role=search] button").click()
    links = plain.locator("main nav a.chip")
    expect(links.first).to_be_visible()
    wanted = unquote(str(links.first.get_attribute("href")))
    links.first.click()
    assert unquote(urlsplit(plain.url).path) == urlsplit(wanted).path
    expect(plain.locator("h1")).to_be_visible()


def test_a_look_is_judged_while_it_is_chosen(served: Installation, office: Page) -> None:
    office.goto(served.address(MARKET, "/ar/office/settings/look/"))
    expect(office.locator("#look")).to_be_hidden()
    ratio = office.locator("#preview dl .tag").first
    sample = office.locator("#preview .sample[data-theme=light] .btn").first
    before = sample.evaluate("e => getComputedStyle(e).backgroundColor")
    accent = office.locator("#theme [name=accent]")
    accent.fill("#ffe9c9")
    expect(ratio).to_have_class("tag bad")
    expect(sample).not_to_have_css("background-color", before)
    accent.fill("#14323c")
    expect(ratio).to_have_class("tag ok")
    expect(sample).to_have_css("background-color", "rgb(20, 50, 60)")
    assert urlsplit(office.url).query == ""


def _press_arabic(page: Page, code: str, letter: str) -> None:
    """A key by its place, as a keyboard set to Arabic sends it."""
    page.evaluate(
        "([code, key]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key, bubbles: true}))",
        [code, letter],
    )


def test_the_review_queue_is_worked_by_keys(served: Installation, office: Page) -> None:
    office.goto(served.address(MARKET, "/ar/office/review/"))
    shown = office.locator("#send-back")
    first = str(shown.get_attribute("action"))
    _press_arabic(office, "KeyN", "ى")
    office.wait_for_url("**/office/review/?after=*")
    second = str(shown.get_attribute("action"))
    assert second != first
    office.keyboard.press("r")
    expect(shown.locator("input, textarea").first).to_be_focused()
    own = shown.locator("textarea, input[type=text]").first
    own.press_sequentially("aanna")
    assert shown.get_attribute("action") == second
    expect(own).to_have_value("aanna")
    office.locator("h1").click()
    with office.expect_response(lambda answer: answer.url.endswith("/approval/")) as answer:
        office.keyboard.press("a")
    assert answer.value.url.endswith(second.replace("/correction/", "/approval/"))
    office.wait_for_url("**/office/review/?*done=*")
    assert shown.get_attribute("action") != second
