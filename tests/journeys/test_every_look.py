"""The story of somebody whose eyes tire: every market by day and by night, on a phone and at a desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.journeys.looking import SAMPLES, dress
from tests.journeys.people import findings, open_page
from tests.journeys.stage import LANGUAGES, MARKETS, Installation

PUBLIC = ("", "search/", "product", "basket/", "sign-in/")
PRIVATE = ("workshop/", "workshop/orders/", "workshop/money/")


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    visit = open_page(browser)
    yield visit.page
    visit.context.close()


@pytest.fixture
def seller(browser: Browser, as_seller: Callable[[str], StorageState]) -> Iterator[Callable[[str], Page]]:
    visits = []

    def of(market: str) -> Page:
        visits.append(open_page(browser, signed_in=as_seller(market)))
        return visits[-1].page

    yield of
    for visit in visits:
        visit.context.close()


def address(served: Installation, market: str, language: str, path: str) -> str:
    if path == "product":
        return served.address(market, served.translated(market, served.products[market][1], language))
    return served.address(market, f"/{language}/{path}")


def seen(page: Page, looks: list[tuple[int, str]]) -> list[str]:
    """What axe says of the open page in each of these looks."""
    wrong = []
    for look in looks:
        dress(page, *look)
        wrong += [f"{page.url} {look}: {each}" for each in findings(page)]
    return wrong


@pytest.mark.parametrize(("market", "language"), list(zip(MARKETS, LANGUAGES, strict=False)))
def test_a_market_by_day_and_by_night(served: Installation, reader: Page, market: str, language: str) -> None:
    """A page on a phone by day and at a desk by night, the next one the other way round."""
    wrong = []
    for at, path in enumerate(PUBLIC):
        reader.goto(address(served, market, language, path))
        wrong += seen(reader, [SAMPLES[at % 2 * 2], SAMPLES[at % 2 * 2 + 1]])
    assert wrong == []


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("market", MARKETS)
def test_every_look_of_a_market(
    served: Installation, reader: Page, seller: Callable[[str], Page], market: str, language: str
) -> None:
    wrong = []
    for page, paths in ((reader, PUBLIC), (seller(market), PRIVATE)):
        for path in paths:
            page.goto(address(served, market, language, path))
            wrong += seen(page, list(SAMPLES))
    assert wrong == []
