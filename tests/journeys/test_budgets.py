"""The story of somebody whose network is slow: what a first visit costs her, counted as it comes through the wire."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, StorageState

from tests.journeys.people import add_to_basket, open_page, place, tell_where
from tests.journeys.stage import EVERY_MARKET, Installation

KB = 1024
IN_VIEW = """() => [...document.images].filter(image => {
  const box = image.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight && box.width > 0;
}).map(image => image.currentSrc)"""


@dataclass(frozen=True)
class Budget:
    """Of a door's page, in kilobytes as sent; ``view``: pictures seen without scrolling; ``each``: one of them."""

    html: float
    script: float
    view: float
    all: float
    requests: int
    each: float = 60


PRODUCT = Budget(html=10, script=5, view=60, all=250, requests=12)
LISTING = Budget(html=14.6, script=5, view=96, all=300, requests=30, each=12)
HOME = Budget(html=14.6, script=5, view=80, all=300, requests=20)
QUIET = Budget(html=10, script=5, view=20, all=60, requests=6)
WORKSHOP = Budget(html=14.6, script=12, view=40, all=150, requests=30, each=6)
OFFICE = Budget(html=25, script=15, view=60, all=150, requests=30)


def sent(request: Request) -> int:
    return int(request.sizes()["responseBodySize"])


class Wire:
    """What comes through the wire for a page, counted from its making on."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked = page, 0
        self.loaded: list[Request] = []
        page.on("request", self._ask)
        page.on("requestfinished", self._load)

    def _ask(self, request: Request) -> None:
        self.asked += 1

    def _load(self, request: Request) -> None:
        self.loaded.append(request)

    def wait_until_quiet(self) -> None:
        """Until all that the page asked for came: two frames after loading it has asked for the pictures near by."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        while self.asked > len(self.loaded):
            self.page.wait_for_event("requestfinished")


def cost(page: Page, go: Callable[[], Any], budget: Budget) -> list[str]:
    """Where a fresh visit by ``go`` is dearer than the budget."""
    wire = Wire(page)
    go()
    wire.wait_until_quiet()
    loaded = wire.loaded
    seen = set(page.evaluate(IN_VIEW))
    of = {
        kind: [each for each in loaded if each.resource_type == kind]
        for kind in ("document", "script", "image")
    }
    view = {each.url: sent(each) for each in of["image"] if each.url in seen}
    counted = {
        "html": (sum(map(sent, of["document"])) / KB, budget.html),
        "script": (sum(map(sent, of["script"])) / KB, budget.script),
        "pictures in view": (sum(view.values()) / KB, budget.view),
        "largest picture in view": (max(view.values(), default=0) / KB, budget.each),
        "everything": (sum(map(sent, loaded)) / KB, budget.all),
        "requests": (len(loaded), budget.requests),
    }
    return [
        f"{page.url}: {name} {value:.1f} > {most}" for name, (value, most) in counted.items() if value > most
    ]


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A phone of today with an empty cache."""
    opened = []

    def phone(state: StorageState | None = None) -> Page:
        opened.append(open_page(browser, touch=True, sharpness=2, signed_in=state))
        return opened[-1].page

    yield phone
    for visit in opened:
        visit.context.close()


@EVERY_MARKET
def test_public_pages(served: Installation, fresh: Callable[..., Page], market: str) -> None:
    over = []
    for path, budget in (
        ("/ar/", HOME), ("/fr/", HOME), ("/ar/search/", LISTING), ("/fr/search/?sort=cheapest", LISTING),
        *((path, PRODUCT) for path in served.products[market][::20]),
    ):  # fmt: skip
        page = fresh()
        over += cost(page, lambda page=page, path=path: page.goto(served.address(market, path)), budget)
    assert over == []


def test_checkout_and_tracking(served: Installation, fresh: Callable[..., Page]) -> None:
    page, over = fresh(), []
    page.goto(served.address("store", "/ar/search/?available=1&sort=cheapest"))
    page.goto(page.locator(".card a").first.evaluate("link => link.href"))
    add_to_basket(page)
    over += anew(fresh, page, QUIET)
    page.goto(served.address("store", "/ar/checkout/"))
    over += anew(fresh, page, QUIET)
    tell_where(page, phone="0612345692")
    place(page)
    over += anew(fresh, page, QUIET)
    assert over == []


def anew(fresh: Callable[..., Page], page: Page, budget: Budget) -> list[str]:
    """The page she is on, as somebody with her cookies and nothing in the cache."""
    other = fresh(page.context.storage_state())
    return cost(other, lambda: other.goto(page.url), budget)


def test_workshop(
    served: Installation, fresh: Callable[..., Page], as_seller: Callable[[str], StorageState]
) -> None:
    state, over = as_seller("store"), []
    for path in ("", "orders/?list=work", "products/", "money/", "application/"):
        page = fresh(state)
        over += cost(
            page,
            lambda page=page, path=path: page.goto(served.address("store", f"/ar/workshop/{path}")),
            WORKSHOP,
        )
    assert over == []


def test_office(
    served: Installation, fresh: Callable[..., Page], as_operator: Callable[[str], StorageState]
) -> None:
    state, over = as_operator("store"), []
    for path in ("", "orders/", "review/", "settings/policies/", "settings/look/", "imports/"):
        page = fresh(state)
        over += cost(
            page,
            lambda page=page, path=path: page.goto(served.address("store", f"/fr/office/{path}")),
            OFFICE,
        )
    assert over == []
