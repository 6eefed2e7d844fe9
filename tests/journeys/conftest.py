"""A served demonstration, a real browser, and who sits before it."""

import os
from collections.abc import Callable, Iterator

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from tests.journeys.people import CHROMIUM, DESK, Visit, chromium, open_page, sign_in
from tests.journeys.stage import OPERATOR, SELLERS, Installation, demonstration, fill


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)


# Of the package, not of the session: Playwright's loop would forbid the database to the tests that follow.
@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installation]:
    data, made = tmp_path_factory.mktemp("demonstration"), None
    if worker_id != "master" and "TADAMUN_DEMONSTRATION" not in os.environ:
        made = tmp_path_factory.getbasetemp().parent / "filled"
        with FileLock(made.with_suffix(".lock")):  # one worker fills it, the others wait for that
            if not made.is_dir():
                unfinished = made.with_suffix(".unfinished")
                fill(unfinished)
                unfinished.rename(made)
    with demonstration(data, made=made) as installation:
        yield installation


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        running = chromium(playwright)
        yield running
        running.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone of 360 px with scripts; the test fails on a script error or a refused script."""
    visit = open_page(browser, touch=True)
    yield visit.page
    visit.context.close()
    assert visit.errors == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without JavaScript."""
    visit = open_page(browser, scripts=False)
    yield visit.page
    visit.context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    visit = open_page(browser, size=DESK)
    yield visit.page
    visit.context.close()
    assert visit.errors == []


@pytest.fixture(scope="package")
def signed_in(browser: Browser, served: Installation) -> Callable[[str, str], StorageState]:
    """Kept sign-ins: a phone gets six codes an hour, and every code takes a second."""
    kept: dict[tuple[str, str], StorageState] = {}

    def state(market: str, number: str) -> StorageState:
        if (market, number) not in kept:
            visit = open_page(browser)
            sign_in(visit.page, served, market, "ar", number)
            kept[market, number] = visit.context.storage_state()
            visit.context.close()
        return kept[market, number]

    return state


@pytest.fixture
def as_seller(signed_in: Callable[[str, str], StorageState]) -> Callable[[str], StorageState]:
    return lambda market: signed_in(market, SELLERS[market])


@pytest.fixture
def as_operator(signed_in: Callable[[str, str], StorageState]) -> Callable[[str], StorageState]:
    return lambda market: signed_in(market, OPERATOR)


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Callable[..., Page]]:
    visits: list[Visit] = []

    def opened(state: StorageState | None = None) -> Page:
        visits.append(open_page(browser, signed_in=state))
        return visits[-1].page

    yield opened
    for visit in visits:
        visit.context.close()
    assert [each for visit in visits for each in visit.errors] == []
