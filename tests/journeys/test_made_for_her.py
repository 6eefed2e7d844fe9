"""A piece made on request: asked for by voice, priced by touch, paid in two parts, watched, and sent when all is paid."""

import io
import re
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.acts import MARKET
from tests.journeys.people import findings, open_page
from tests.journeys.stage import Installation
from tests.journeys.test_pay_by_card import CARD, GOOD, press_on, prove, write_card

BALANCE_PAID = "دُفع الباقي"
TEN_SECONDS = 25_000  # she may take back what she pressed; then the worker does it


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A voice and a photograph."""
    voice, photo = tmp_path / "voice.wav", tmp_path / "photo.jpg"
    with wave.open(str(voice), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (4000 if i % 40 < 20 else -4000 for i in range(16_000))
        file.writeframes(b"".join(level.to_bytes(2, "little", signed=True) for level in tone))
    out = io.BytesIO()
    Image.new("RGB", (900, 700), (150, 60, 40)).save(out, "JPEG")
    photo.write_bytes(out.getvalue())
    return voice, photo


def clean(page: Page) -> None:
    """Nothing that axe finds, and nothing to be scrolled sideways at 360 px."""
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def ask(page: Page, served: Installation, shop: str, voice: Path, photo: Path) -> None:
    page.goto(served.address(MARKET, shop))
    page.locator("a[href*='/requests/new/']").click()
    clean(page)
    page.locator("[name=voice]").set_input_files(voice)
    page.locator("[name=photo]").set_input_files(photo)
    page.fill("[name=name]", "مريم العلوي")
    page.fill("[name=phone]", "0612345790")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/ar/requests/[^/]{20,}/"))
    expect(page.locator("main [data-audio$='voice.m4a']").first).to_be_attached()


def name_price(desk: Page, served: Installation) -> None:
    """By pictures and digits alone."""
    desk.goto(served.address(MARKET, "/ar/workshop/requests/"))
    clean(desk)
    desk.locator(".item-title").first.click()
    clean(desk)
    with desk.expect_navigation():  # what waits for the network brings her on when it was sent
        desk.locator("button[name=canned][value=yes]").click()
    desk.locator("a[href$='/quote/']").click()
    clean(desk)
    desk.fill("[name=price]", "١٠٠٠")
    desk.fill("[name=days]", "10")
    desk.locator("[name=share][value='5000']").check(force=True)
    desk.locator("main form button[type=submit]").last.click()
    expect(desk.locator(".sum").first).to_be_visible()
    expect(desk.locator("[data-undo]")).to_be_visible()


def order(page: Page) -> None:
    price = page.locator("a[href$='/acceptance/']")
    for _ in range(TEN_SECONDS // 500):
        page.reload()
        if price.count():
            break
        page.wait_for_timeout(500)
    clean(page)
    price.click()
    for name, said in {
        "full_name": "مريم العلوي", "phone": "0612345790", "city": "الرباط", "address": "12 زنقة الزيتون",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", said)
    page.locator("button[value=quote]").first.click()
    clean(page)
    page.locator(CARD).check(force=True)
    page.locator("button[value=place]").click()
    press_on(page, scripts=True)
    write_card(page, GOOD)
    prove(page, scripts=True)
    page.wait_for_url(re.compile(r"\.localhost:\d+/ar/orders/"))


def show_progress(desk: Page, served: Installation, number: str, photo: Path) -> None:
    desk.goto(served.address(MARKET, f"/ar/workshop/orders/{number}/"))
    clean(desk)
    desk.locator("a[href$='/progress/']").click()
    clean(desk)
    desk.locator("[name=photo]").set_input_files(photo)
    desk.locator("main form button[type=submit]").last.click()
    desk.wait_for_url(f"**/orders/{number}/")
    desk.locator("form[action$='/packing/'] button[type=submit]").click()


def test_from_a_voice_to_the_carrier(
    served: Installation, browser: Browser, phone: Page, as_seller: Callable[[str], StorageState],
    files: tuple[Path, Path],
) -> None:  # fmt: skip
    voice, photo = files
    visit = open_page(browser, signed_in=as_seller(MARKET), touch=True)
    desk = visit.page
    shop = shop_of(desk, served)
    ask(phone, served, shop, voice, photo)
    name_price(desk, served)
    order(phone)
    own = re.sub(r"payment/.*$", "", phone.url)
    phone.goto(own)
    number = f"{phone.locator('h1 bdi').first.inner_text()}-1"
    show_progress(desk, served, number, photo)
    phone.goto(own)
    expect(phone.locator("main ol.stack .photo").first).to_be_visible()
    clean(phone)
    phone.locator("a[href$='/balance/']").click()
    clean(phone)
    phone.locator("[name=way][value^='est.']").check(force=True)
    phone.locator("main form button[type=submit]").click()
    phone.wait_for_url(re.compile(r"/pay/"))
    write_card(phone, GOOD)
    prove(phone, scripts=True)
    phone.wait_for_url(re.compile(r"\.localhost:\d+/ar/orders/"))
    phone.goto(own)
    expect(phone.locator("main .timeline").first).to_contain_text(BALANCE_PAID)
    expect(phone.locator("a[href$='/balance/']")).to_have_count(0)
    hand_over(desk, served, number)
    visit.context.close()
    assert visit.errors == []


def shop_of(desk: Page, served: Installation) -> str:
    """The page of whoever sits at the desk, among those the market shows."""
    desk.goto(served.address(MARKET, "/ar/workshop/"))
    name = desk.locator("main .muted bdi").first.inner_text()
    desk.goto(served.address(MARKET, "/ar/shops/"))
    return str(desk.locator("main a[href*='/shops/']", has_text=name).first.get_attribute("href"))


def hand_over(desk: Page, served: Installation, number: str) -> None:
    """Once the ten seconds of packing are over, the parcel leaves with herself."""
    form = desk.locator("form[action$='/handover/']")
    desk.goto(served.address(MARKET, f"/ar/workshop/orders/{number}/"))
    expect(form).to_be_visible(timeout=TEN_SECONDS)
    form.locator("[name=carrier][value=self]").check(force=True)
    form.locator("button[type=submit]").click()
    expect(desk.locator("form[action$='/handover/']")).to_have_count(0, timeout=TEN_SECONDS)
