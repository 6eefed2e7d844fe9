"""A market with goods in its window and index, and a visitor who has never been there."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client, override_settings
from lxml import html

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.showcase.search.follow import rebuild
from tadamun.showcase.window.models import CatalogueRow
from tests.factories import make_market, make_organisation, make_product, make_rates
from tests.standing import standing

LANGUAGES = ("ar", "fr", "en")


def visitor(market: Market | str, **headers: Any) -> Client:
    slug = market if isinstance(market, str) else market.slug
    return Client(HTTP_HOST=f"{slug}.localhost", **headers)


def index() -> None:
    """The search index as the worker would have left it."""
    rebuild()


def row_of(product: Product, language: str = "fr", market: Market | None = None) -> CatalogueRow:
    with everything("a test's own product"):
        rows = CatalogueRow.objects.filter(product=product, language=language)
        return rows.filter(market=market).get() if market else rows.get()


def path_of(product: Product, language: str = "fr") -> str:
    return f"/{language}/products/{quote(row_of(product, language).slug)}/"


def tree(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def structured(response: Any) -> dict[str, Any]:
    """The page's structured data by type."""
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return {each["@type"]: each for each in map(json.loads, found)}


class Stage:
    """``market`` with two shops and one piece of each kind."""

    def __init__(self) -> None:
        make_rates()
        taglines = {"ar": "من أيدي الصناع", "fr": "Des mains des artisans", "en": "From artisans"}
        self.market = make_market(taglines=taglines)
        self.shop: Organisation = make_organisation(
            self.market, stories={"ar": "قصة", "fr": "Une histoire.", "en": "A story."}, crafts=["carpets"]
        )
        self.other: Organisation = make_organisation(self.market, region="MA-04")
        with everything("a test's own shop"):
            self.maker = self.shop.makers.get()
        self.rug = make_product(self.shop, makers=[self.maker.pk], materials=["wool"], quantity=5)
        self.piece = make_product(self.shop, mode="unique", quantity=1, price=90000)
        self.ordered = make_product(self.other, mode="made_to_order", quantity=0, craft="pottery")
        self.gone = make_product(self.other, quantity=0, craft="pottery")

    @property
    def visitor(self) -> Client:
        return visitor(self.market)


_INDEX = Path(settings.DATA) / "stage-index"


@standing
def stage_rows() -> Stage:
    with override_settings(SEARCH_INDEX=_INDEX):
        made = Stage()
        index()
    return made


@pytest.fixture
def stage(stage_rows: Stage, tmp_path: Path, settings: Any) -> Stage:
    """Rows, and an index of them that is this test's own."""
    settings.SEARCH_INDEX = tmp_path / "index"
    shutil.copytree(_INDEX, settings.SEARCH_INDEX, symlinks=True)
    return stage_rows
