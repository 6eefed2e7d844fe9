"""An index of a test's own."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tadamun.showcase.search import index
from tadamun.showcase.search.schema import IndexDocument

Filling = Callable[[Iterable[IndexDocument]], None]


@pytest.fixture(autouse=True)
def index_folder(settings: Settings, tmp_path: Path) -> Path:
    """Each test has an index folder of its own, empty until something is put in."""
    settings.SEARCH_INDEX = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture
def fill() -> Filling:
    """Make the index anew from these documents alone."""

    def filling(documents: Iterable[IndexDocument]) -> None:
        by_market: dict[int, list[IndexDocument]] = {}
        for document in documents:
            by_market.setdefault(document.market_id, []).append(document)
        with index.writing(wait=True):
            folder = index.begin()
            for market, each in by_market.items():
                index.fill(folder, market, each)
            index.publish(folder)

    return filling
