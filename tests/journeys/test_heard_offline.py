"""Without a network the workshop still speaks: what Today and a new product say lies on her phone."""

import json

from playwright.sync_api import Browser, expect

from tests.journeys.people import open_page
from tests.journeys.stage import Installation
from tests.journeys.test_listing_offline import KEPT, until
from tests.journeys.test_shared_phone import SHE, sit_down

COUNTED = """
  window.ended = 0;
  window.Audio = class extends Audio {
    constructor() { super(); this.addEventListener("ended", () => (window.ended += 1)); }
  };
"""
LYING = """async (urls) => {
  await navigator.serviceWorker.ready;
  const cache = await caches.open("workshop-voices");
  return (await Promise.all(urls.map((url) => cache.match(url)))).every(Boolean);
}"""


def test_a_sentence_is_heard_without_a_network(browser: Browser, served: Installation) -> None:
    visit = open_page(browser, touch=True)
    visit.page.add_init_script(COUNTED)
    try:
        page = sit_down(visit.context, served, SHE, trusted=True)
        until(page, KEPT)
        said = page.locator("main .say[data-audio]").evaluate_all(
            "all => all.flatMap((each) => each.dataset.audio.split(' ')).filter((url) => url.includes('/spoken/'))"
        )
        assert said
        until(page, f"() => ({LYING})({json.dumps(said)})")
        visit.context.set_offline(True)
        page.reload()
        expect(page.locator("body")).to_have_attribute("data-kept", "")
        page.locator("main .say[data-audio*='/spoken/']:visible").first.tap()
        until(page, "() => window.ended > 0")
    finally:
        visit.context.set_offline(False)
        visit.context.close()
