"""The picture guide shows the workshop as it is: each of its pages, each picture there, the page written from them."""

from django.utils.translation import override
from PIL import Image
from scripts.guide_pictures import PICTURES, WITHOUT
from scripts.picture_guide import OUT, page

from tests.journeys.walking import NO_PAGES, names_of_all_addresses

MOST, MOST_TOGETHER = 45_000, 2_300_000  # bytes of pictures


def test_every_page_of_the_workshop_has_its_picture() -> None:
    with override("ar"):
        names = names_of_all_addresses() - NO_PAGES
    pages = {name for name in names if name.startswith(("workshop:", "entering:"))}
    shown = {picture.page for picture in PICTURES}
    assert pages - shown - set(WITHOUT) == set(), "draw them in scripts/guide_pictures.py, or say why not"
    assert set(WITHOUT) <= pages - shown
    assert {name for name in shown if name.startswith(("workshop:", "entering:"))} <= pages


def test_the_page_shows_the_pictures_that_are_there() -> None:
    assert (OUT / "README.md").read_text(encoding="utf-8") == page()
    names = [picture.name for picture in PICTURES]
    assert sorted(names) == sorted({path.stem for path in OUT.glob("*.png")})


def test_the_pictures_stay_light() -> None:
    sizes = {path.name: path.stat().st_size for path in OUT.glob("*.png")}
    assert max(sizes.values()) <= MOST
    assert sum(sizes.values()) <= MOST_TOGETHER
    for path in OUT.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.mode == "P"
