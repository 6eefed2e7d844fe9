"""Draw docs/guide/artisan/ anew: each screen of the workshop in Arabic on a phone, and the page that shows them in order.

``python -m scripts.picture_guide [NAME …]`` draws all of them, or those named, and always writes the page.
"""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import django
from playwright.sync_api import sync_playwright
from scripts.guide_pictures import CHAPTERS, PICTURES, Picture
from scripts.screenshots import Shot, Visitor, draw, kept_sign_ins
from tests.journeys.people import chromium
from tests.journeys.stage import demonstration
from tests.journeys.walking import Reader

OUT = Path(__file__).parents[1] / "docs" / "guide" / "artisan"
SHARPNESS, COLOURS = 1.5, 64  # a picture of a phone's width on a page; about 25 kB each


def page() -> str:
    """The guide as Markdown: chapters, and in them a picture and three sentences for each screen."""
    lines = [
        "# دليل مصور للورشة · Guide en images de l’atelier · The workshop in pictures",
        "",
        "كل شاشة كما تظهر في هاتف صغير. زر السماعة 🔊 يقرأ كل كلمة. — Chaque écran tel qu’il est sur un petit téléphone. — "
        "Every screen as a small phone shows it. Drawn by `python -m scripts.picture_guide` from demonstration data; people, "
        "shops and prices are invented.",
    ]
    number = 0
    for chapter in CHAPTERS:
        lines += ["", f"## {chapter.ar} · {chapter.fr} · {chapter.en}", "", "| | |", "|---|---|"]
        for each in chapter.pictures:
            number += 1
            words = f"**{number}. {each.ar}**<br><br>{each.fr}<br><br>{each.en}"
            lines.append(f"| ![{each.ar}]({each.name}.png) | {words} |")
    return "\n".join([*lines, "", "Everything in words: [the workshop](../artisan.md).", ""])


def shot_of(picture: Picture) -> Shot:
    """What is drawn; the way must end at the page that the guide says it shows."""

    def go(visitor: Visitor) -> None:
        picture.go(visitor)
        found = Reader(visitor.served, visitor.language).name_of(visitor.page.url)
        assert found == picture.page, (found, urlsplit(visitor.page.url).path)

    return Shot(
        picture.name, picture.market, "ar", 360, go, phone=picture.phone, sharpness=SHARPNESS, colours=COLOURS
    )


def main(names: list[str]) -> int:
    shots = [shot_of(each) for each in PICTURES if not names or each.name in names]
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "README.md").write_text(page())
    failed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder), idle=True) as served,
        sync_playwright() as playwright,
    ):
        os.environ.update(served.environment, DJANGO_SETTINGS_MODULE="tadamun.config.settings")
        django.setup()  # whose addresses have names
        browser = chromium(playwright)
        kept = kept_sign_ins(browser, served, shots)
        for shot in shots:
            try:
                size = draw(browser, served, shot, kept.get((shot.market, shot.phone)), OUT)
            except Exception as error:  # one that cannot be reached does not hide the others
                failed += 1
                print(f"{shot.name}: {error}", flush=True)
            else:
                print(f"{size:>8}  {shot.name}", flush=True)
        browser.close()
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
