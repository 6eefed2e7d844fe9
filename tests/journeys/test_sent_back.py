"""A piece comes back with a reason she hears: she takes another photograph and sends it again, by pictures alone."""

import subprocess
import sys
from typing import Any

from playwright.sync_api import Browser, expect

from tests.journeys.people import findings
from tests.journeys.stage import Installation
from tests.journeys.test_listing_offline import HOME, MARKET, SMALL, cookies, photo, until

__all__ = ["cookies"]
SHRUNK = """async () => {
  const [file] = document.querySelector("[name=camera]").files;
  return (await createImageBitmap(file)).width === 1600 && !(await file.text()).includes("taken at home");
}"""
SENT_BACK = """
import sys, django; django.setup()
from tadamun.goods.catalogue.models import Product
from tadamun.goods.catalogue.operations import send_back_product
from tadamun.kernel.scopes import everything
with everything("a journey"):
    product = Product.objects.select_related("organisation").get(code=sys.argv[1])
send_back_product(product, codes=["photo"])
"""


def test_what_came_back_is_corrected_and_sent_again(
    served: Installation, browser: Browser, cookies: Any
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(served.address(MARKET, f"{HOME}products/"))
    link = page.locator(".item:has(.tag.ok) a.item-title").last.evaluate("link => link.href")
    environment = {**served.environment, "DJANGO_SETTINGS_MODULE": "tadamun.config.settings"}
    code = link.rstrip("/").rpartition("/")[2]
    command = [sys.executable, "-c", SENT_BACK, code]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)
    page.goto(served.address(MARKET, HOME))
    card = page.locator(f"article:has(a[href$='/products/{code}/'])").first
    expect(card.locator("[data-audio*='today.sent_back.']")).to_be_visible()
    card.locator("a:has(use[href='#i-speaker'])").last.tap()
    page.wait_for_url(link)
    expect(page.locator("[data-audio*='fix.photo.']")).to_be_visible()
    expect(page.locator("[data-audio*='fix.correct.']")).to_be_visible()
    assert findings(page) == []
    page.locator("main a.btn:has(use[href='#i-edit'])").first.tap()
    page.wait_for_url(f"{link}correction/")
    assert findings(page) + page.evaluate(SMALL) == []
    page.set_input_files(
        "[name=camera]", {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo(128, 2400)}
    )
    until(page, SHRUNK)
    before = page.locator("[name=keep]").count()
    page.locator("main form button:has(use[href='#i-send'])").first.tap()
    page.wait_for_url(link)
    expect(page.locator(".tag:has(use[href='#i-clock'])").first).to_be_visible()
    expect(page.locator("[data-audio*='listing.sent.']").first).to_be_visible()
    page.goto(f"{link}correction/")
    expect(page.locator("[name=keep]")).to_have_count(before + 1)
    context.close()
