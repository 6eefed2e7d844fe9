"""A course on a memory stick: it opens in a browser without a server, and asks nobody for anything."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.recordings.files import folder
from tadamun.people.recordings.models import Recording
from tadamun.solidarity.training.models import Lesson
from tadamun.solidarity.training.operations import record_step
from tadamun.solidarity.training.packages import package
from tests.journeys.people import CHROMIUM, chromium
from tests.solidarity.training.conftest import course

pytestmark = pytest.mark.django_db


def packed(market: Market, language: str = "ar") -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(package(course(market, "photo"), market, language, "ar")))


def test_voices_of_the_market_travel_with_it(market: Market, settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with scope(market_id=market.pk):
        lesson = Lesson.objects.get(slug="light")
        voice = Recording.objects.create(
            key="abcdef",
            owner=str(market.reference),
            market=market,
            seconds=2,
            digest="0",
            made_by="person:1",
        )
    record_step(market, lesson, lesson.steps[0]["key"], language="ar", recording=voice.code)
    assert not [name for name in packed(market).namelist() if name.endswith(".m4a")]  # its file is lost
    folder(voice.key).mkdir(parents=True)
    (folder(voice.key) / "voice.m4a").write_bytes(b"sound")
    files = packed(market)
    assert files.read(f"photo-ar/voices/{voice.code}.m4a") == b"sound"
    assert f"voices/{voice.code}.m4a" in files.read("photo-ar/light.html").decode()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")])
def test_it_speaks_the_language_asked_for(market: Market, language: str, direction: str) -> None:
    page = packed(market, language).read(f"photo-{language}/sharp.html").decode()
    assert f'lang="{language}" dir="{direction}"' in page
    assert page.count("<img") == 4


@pytest.mark.browser
def test_it_opens_without_a_server(market: Market, tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    packed(market).extractall(tmp_path)
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "photo-ar/index.html").as_uri())
        for number in range(3):
            page.locator("a").nth(number).click()
            page.wait_for_load_state("load")
            assert page.evaluate("[...document.images].every(each => each.naturalWidth > 0)")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            page.locator("a").last.click()
        browser.close()
    assert asked and all(url.startswith("file://") for url in asked)
