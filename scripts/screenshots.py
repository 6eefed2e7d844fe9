"""Draw docs/screenshots/ anew: a demonstration of its own is filled, served, and visited with Debian's chromium.

``python -m scripts.screenshots [NAME …]`` (or ``make screenshots``) draws all of them, or those named. Pictures are
reduced to a palette, so that a clone stays small: at most 150 kB each, 2.5 MB together.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright
from tests.journeys.people import (
    add_to_basket,
    chromium,
    delivery_told,
    open_page,
    place,
    sign_in,
    tell_where,
)
from tests.journeys.stage import OPERATOR, SELLERS, Installation, demonstration

OUT = Path(__file__).parents[1] / "docs" / "screenshots"
MOST, MOST_TOGETHER = 150_000, 2_500_000  # bytes
SIZES = {360: {"width": 360, "height": 740}, 1280: {"width": 1280, "height": 800}}
SHARPNESS = {360: 2, 1280: 1}  # pixels of a picture for one of the page


@dataclass
class Visitor:
    """A device in somebody's hands."""

    page: Page
    served: Installation
    market: str
    language: str

    def open(self, path: str) -> None:
        answer = self.page.goto(self.served.address(self.market, f"/{self.language}/{path}"))
        assert answer is not None and answer.ok, path

    def follow(self, link: str) -> None:
        self.page.goto(self.page.locator(link).first.evaluate("link => link.href"))


def product(visitor: Visitor) -> None:
    visitor.open("crafts/carpets/")
    visitor.follow(".card:not(:has(.tag.out)) a")


def basket(visitor: Visitor) -> None:
    """Two cheap pieces of two sellers."""
    sellers: set[str] = set()
    visitor.open("search/?available=1&sort=cheapest")
    for address in visitor.page.locator(".card a").evaluate_all("links => links.map(link => link.href)"):
        visitor.page.goto(address)
        shop = visitor.page.locator("main a[href*='/shops/']").first.inner_text()
        if shop not in sellers and visitor.page.locator("main form[action$='/basket/lines/']").count():
            sellers.add(shop)
            add_to_basket(visitor.page)
        if len(sellers) == 2:
            return


def checkout(visitor: Visitor) -> None:
    basket(visitor)
    visitor.open("checkout/")
    tell_where(visitor.page)
    delivery_told(visitor.page)
    visitor.page.locator("h1").scroll_into_view_if_needed()
    visitor.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")


def tracking(visitor: Visitor) -> None:
    checkout(visitor)
    place(visitor.page)
    visitor.page.locator("form[action$='/confirmation/'] button").click()
    visitor.page.locator("form[action$='/confirmation/']").wait_for(state="detached")


def at(path: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.open(path)


def first_order(visitor: Visitor) -> None:
    visitor.open("workshop/orders/?list=work")
    visitor.follow("main a.item-title")


@dataclass(frozen=True)
class Shot:
    """``phone``: who signed in, if anybody. ``sharpness``: pixels of a picture for one of the page, else of its width."""

    name: str
    market: str
    language: str
    width: int
    go: Callable[[Visitor], None]
    scheme: str = "light"
    phone: str = ""
    sharpness: float = 0
    colours: int = 256


SHOTS = (
    Shot("elhajeb-home-ar-360", "elhajeb", "ar", 360, at("")),
    Shot("elhajeb-home-ar-360-dark", "elhajeb", "ar", 360, at(""), scheme="dark"),
    Shot("store-listing-ar-360", "store", "ar", 360, at("crafts/carpets/")),
    Shot("store-product-ar-360", "store", "ar", 360, product),
    Shot("store-product-fr-360", "store", "fr", 360, product),
    Shot("dakhla-basket-ar-360", "dakhla", "ar", 360, basket),
    Shot("dakhla-checkout-ar-360", "dakhla", "ar", 360, checkout),
    Shot("dakhla-tracking-ar-360", "dakhla", "ar", 360, tracking),
    Shot("dlala-home-en-1280", "dlala", "en", 1280, at("")),
    Shot("workshop-today-ar-360", "elhajeb", "ar", 360, at("workshop/"), phone=SELLERS["elhajeb"]),
    Shot("workshop-order-ar-360", "elhajeb", "ar", 360, first_order, phone=SELLERS["elhajeb"]),
    Shot(
        "workshop-products-ar-360", "elhajeb", "ar", 360, at("workshop/products/"), phone=SELLERS["elhajeb"]
    ),
    Shot("office-home-fr-1280", "elhajeb", "fr", 1280, at("office/"), phone=OPERATOR),
    Shot("office-review-fr-1280", "elhajeb", "fr", 1280, at("office/review/"), phone=OPERATOR),
    Shot("office-settings-fr-1280", "elhajeb", "fr", 1280, at("office/settings/look/"), phone=OPERATOR),
)


def draw(
    browser: Browser, served: Installation, shot: Shot, signed_in: StorageState | None, out: Path = OUT
) -> int:
    """One picture; its size in bytes."""
    visit = open_page(
        browser,
        size=SIZES[shot.width],
        scheme=shot.scheme,
        signed_in=signed_in,
        sharpness=shot.sharpness or SHARPNESS[shot.width],
    )
    try:
        shot.go(Visitor(visit.page, served, shot.market, shot.language))
        visit.page.wait_for_load_state("networkidle")
        assert visit.errors == [], visit.errors
        data = reduced(visit.page.screenshot(), shot.colours)
    finally:
        visit.context.close()
    (out / f"{shot.name}.png").write_bytes(data)
    return len(data)


def reduced(png: bytes, most: int = 256) -> bytes:
    """With as many colours as fit, and no more than these; smaller if even few do not."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    while True:
        for colours in (each for each in (256, 128, 64) if each <= most):
            out = io.BytesIO()
            picture.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).save(
                out, "PNG", optimize=True
            )
            if out.tell() <= MOST:
                return out.getvalue()
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)


def kept_sign_ins(
    browser: Browser, served: Installation, shots: list[Shot]
) -> dict[tuple[str, str], StorageState]:
    kept = {}
    for market, phone in {(shot.market, shot.phone) for shot in shots if shot.phone}:
        visit = open_page(browser)
        sign_in(visit.page, served, market, "ar", phone)
        kept[market, phone] = visit.context.storage_state()
        visit.context.close()
    return kept


def main(names: list[str]) -> int:
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder), idle=True) as served,
        sync_playwright() as playwright,
    ):
        browser = chromium(playwright)
        kept = kept_sign_ins(browser, served, shots)
        for shot in shots:
            print(
                f"{draw(browser, served, shot, kept.get((shot.market, shot.phone))):>8}  {shot.name}",
                flush=True,
            )
        browser.close()
    together = sum(path.stat().st_size for path in OUT.glob("*.png"))
    print(f"{together:>8}  together")
    return 0 if together <= MOST_TOGETHER else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
