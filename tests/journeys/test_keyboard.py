"""The story of somebody who uses no mouse: from a product to a confirmed order with Tab, Space, Enter and letters."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import BUYER
from tests.journeys.stage import Installation

FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  let box = e.getBoundingClientRect();
  // A hidden radio button shows its focus on its label.
  const shown = box.width > 2 && style.opacity !== '0' ? e : e.labels?.[0] ?? e;
  box = shown.getBoundingClientRect();
  const ring = [e, shown, ...shown.querySelectorAll('*')].some(part => {
    const look = getComputedStyle(part);
    return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none';
  });
  const points = [[.5, .5], [.1, .5], [.9, .5]]
    .map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const uncovered = points.some(found => found && (shown.contains(found) || found.contains(shown) || e.contains(found)));
  return {name: e.outerHTML.slice(0, 160), ring, uncovered, width: box.width, tag: e.tagName};
}"""
MOST_STOPS = 80


def go_to(page: Page, selector: str, keys: str = "Tab") -> None:
    """Press Tab until the element has the focus; every stop on the way must be seen."""
    for _ in range(MOST_STOPS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(keys)
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "BODY":
            continue
        assert stop["ring"], f"{page.url}: no focus ring on {stop['name']}"
        assert stop["uncovered"], f"{page.url}: the focus is hidden on {stop['name']}"
    raise AssertionError(f"{page.url}: {selector} is not reached by {keys}")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_order_without_a_mouse(served: Installation, phone: Page, language: str) -> None:
    phone.goto(served.address("store", f"/{language}/search/?available=1&sort=cheapest"))
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.getAttribute('href')") == "#main", (
        "the first stop skips the bar"
    )
    phone.keyboard.press("Enter")
    go_to(phone, ".card a")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/products/*/")
    go_to(phone, "form[action$='/basket/lines/'] button.wide")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/basket/")
    go_to(phone, "a[href$='/checkout/']")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/checkout/")
    # Sent empty, the page puts the focus on what is wrong.
    go_to(phone, "#recap button[value=place]")
    phone.keyboard.press("Enter")
    phone.locator("#errors").wait_for()
    expect(phone.locator("#errors")).to_be_focused()
    for name, words in BUYER.items():
        go_to(phone, f"[name={name}]")
        phone.keyboard.type(words)
    go_to(phone, "[name=method]")
    phone.keyboard.press("Space")
    go_to(phone, "#recap button[value=place]")
    expect(phone.locator("#recap .fact").first).to_be_visible()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/orders/*/")
    go_to(phone, "form[action$='/confirmation/'] button")
    phone.keyboard.press("Enter")
    expect(phone.locator("form[action$='/confirmation/']")).to_have_count(0)
    # And back again, to the top, without being caught anywhere.
    go_to(phone, "a[href='#main']", keys="Shift+Tab")
