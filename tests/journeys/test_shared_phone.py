"""Two women, one phone: what one of them made waits for her alone; on a borrowed phone nothing stays of who went."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.people import Visit, findings, open_page
from tests.journeys.stage import SELLERS, Installation
from tests.journeys.test_listing_offline import KEPT, NEW, SIGNED_IN, SMALL, photo, press, take, until

MARKET = "dakhla"
SHE, NEXT = SELLERS[MARKET], "+212600000032"
LEAVE = "form[data-leave]"
REFUSED = """() => {
  const { leave } = document.querySelector("[data-leave]").dataset;
  return self.workshopQueue.put("facts", ["/", ""], (localStorage.undone = `undone:${leave}`));
}"""
LYING = """async () => {
  const open = indexedDB.open("workshop");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const count = (name) => new Promise((done) => {
    const asked = db.transaction(name).objectStore(name).count();
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await Promise.all(["acts", "drafts", "files"].map(count));
  db.close();
  return [...rows, await caches.has("workshop-pages"), await caches.has("workshop-photos")];
}"""
"""How many acts, drafts and files lie here, and whether pages and pictures do."""
WATCHED = """
delete ServiceWorkerRegistration.prototype.sync;
const before = self.fetch;
self.fetch = (address, options) => {
  if (!String(address).includes("/drafts/")) return before(address, options);
  localStorage.asked = Number(localStorage.asked ?? 0) + 1;
  return localStorage.cut ? Promise.reject(new TypeError("cut")) : before(address, options);
};"""
"""What pages send of drafts is counted, and fails while it is cut. The worker answers before a route of the test would."""
ASKED = "Number(localStorage.asked ?? 0)"
TRUSTED = """
from tadamun.people.accounts.operations import trust_device
session["trusted_device"] = trust_device(person, "t" * 40, "Android").pk
session.save()
"""


def sit_down(context: BrowserContext, served: Installation, phone: str, *, trusted: bool = False) -> Page:
    """She is signed in on this phone, which knows her or is borrowed."""
    program = SIGNED_IN % phone + (TRUSTED if trusted else "")
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"}
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60)
    key = said.stdout.split()[-1]
    context.add_cookies([{"name": "tadamun_session", "value": key, "url": served.address(MARKET)}])
    page = context.pages[0]
    page.goto(served.address(MARKET, NEW))
    return page


def photograph(page: Page, light: int) -> None:
    """A listing begun: one photograph, which nobody has received yet."""
    until(page, KEPT)
    page.evaluate("localStorage.cut = 1")
    take(page, photo(light, 600))
    expect(page.locator("[data-shot] img")).to_have_count(1)
    press(page, "arrow")
    expect(page.locator("[data-step=what]")).to_be_visible()


def go_out(page: Page, served: Installation) -> None:
    page.goto(served.address(MARKET, "/ar/account/phones/"))
    page.locator(f"{LEAVE} button").first.tap()


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    visit = open_page(browser, touch=True)
    visit.page.add_init_script(WATCHED)
    yield visit
    visit.context.close()


def test_a_picture_leaves_small_and_is_seen_once_she_says_yes(served: Installation, visit: Visit) -> None:
    """By icons alone: the camera, the picture, the yes to it; then it stands on her own public page and goes again."""
    page = sit_down(visit.context, served, SHE)
    page.goto(served.address(MARKET, "/ar/workshop/consents/"))
    assert findings(page) + page.evaluate(SMALL) == []
    card = page.locator("section:has(button[value^='name:'])").first
    if card.locator("button[value='name:yes']").count():
        card.locator("button[value='name:yes']").tap()
    code = card.locator("[name=maker]").input_value().lower()
    card.locator("a:has(use[href='#i-camera'])").tap()
    with page.expect_request(lambda sent: sent.method == "POST") as sent:
        take(page, photo(128, 4000))
    assert len(sent.value.post_data_buffer or b"") < 2_000_000, "shrunk before it is sent"
    page.locator("button[value='photo:yes']").tap()
    expect(page.locator("button[value='photo:no']")).to_be_visible()
    assert findings(page) + page.evaluate(SMALL) == []
    shown = page.locator("img.avatar").get_attribute("src") or ""
    page.goto(served.address(MARKET, f"/ar/makers/{code}/"))
    expect(page.locator(f"img.avatar[src='{shown}']")).to_be_visible()
    assert (
        page.locator("img.avatar").evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 240
    )
    page.go_back()
    page.locator("button[value='photo:no']").tap()
    expect(page.locator("button[value='photo:yes']")).to_be_visible()
    page.goto(served.address(MARKET, f"/ar/makers/{code}/"))
    expect(page.locator("svg.avatar")).to_be_visible()


def test_on_a_family_s_phone_it_waits_for_her_alone(served: Installation, visit: Visit) -> None:
    page = sit_down(visit.context, served, SHE, trusted=True)
    photograph(page, 128)
    go_out(page, served)
    page.wait_for_url("**/ar/sign-in/")
    assert page.evaluate(LYING) == [0, 1, 1, False, False]
    page.evaluate("delete localStorage.cut, localStorage.asked = 0")
    sit_down(visit.context, served, NEXT)
    until(page, KEPT)
    expect(page.locator("[data-local]")).to_have_count(0)
    assert page.evaluate(ASKED) == 0, "she sends nothing that is not hers"
    assert page.evaluate(LYING)[:3] == [0, 1, 1], "nor is it lost"
    go_out(page, served)
    page.wait_for_url("**/ar/sign-in/")
    sit_down(visit.context, served, SHE)
    expect(page.locator("[data-local] img")).to_have_count(1)
    until(
        page,
        "async () => (await self.workshopQueue.all('drafts')).every((each) => each.synced === each.edit)",
    )
    assert page.evaluate(ASKED) > 1


def test_a_borrowed_phone_asks_and_keeps_nothing(served: Installation, visit: Visit) -> None:
    page = sit_down(visit.context, served, NEXT)
    photograph(page, 140)
    go_out(page, served)
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert findings(page) + page.evaluate(SMALL) == []
    assert page.locator("[data-unsent] .say").count() == 1
    assert page.evaluate(LYING)[:3] == [0, 1, 1], "she is still in, and nothing is lost"
    page.evaluate("delete localStorage.cut")
    page.evaluate(REFUSED)
    page.locator("[data-unsent] button:has(use[href='#i-upload'])").tap()
    until(
        page,
        "async () => (await self.workshopQueue.all('drafts')).every((each) => each.synced === each.edit)",
    )
    expect(page.locator("[data-unsent]")).to_be_focused()  # of what was refused she has not heard yet
    page.evaluate("self.workshopQueue.drop('facts', localStorage.undone)")
    page.locator("[data-unsent] button:has(use[href='#i-upload'])").tap()
    page.wait_for_url("**/ar/sign-in/")
    assert page.evaluate(LYING) == [0, 0, 0, False, False]
    other = open_page(visit.context.browser or pytest.fail("no browser"), touch=True)
    sit_down(other.context, served, NEXT)
    expect(other.page.locator("[data-draft] img")).to_have_count(1)
    other.context.close()
