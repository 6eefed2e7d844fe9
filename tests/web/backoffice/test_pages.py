"""Every page of the door opens in each language, light and valid, for those who may."""

import gzip
import re

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tests.web.backoffice.conftest import MakeOrder

PAGES = [
    "", "review/", "orders/", "orders/deliveries/", "admissions/", "admissions/new/", "sellers/", "imports/", "settings/",
    "settings/names/", "settings/languages/", "settings/currencies/", "settings/look/", "settings/look/preview/",
    "settings/identity/", "settings/policies/", "settings/status/", "settings/texts/", "settings/texts/terms/",
    "settings/regions/", "settings/delivery/", "settings/delivery/new/", "settings/delivery/zones/near/", "team/",
    "messages/", "tasks/", "log/", "payments/", "payments/?state=held", "payments/refunds/", "payments/notices/", "fees/",
    "settings/contracts/", "settings/contracts/new/est/",
]  # fmt: skip
HEAVIEST = 25 * 1024
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)")


@pytest.mark.parametrize(
    "language", ["ar", *(pytest.param(each, marks=pytest.mark.broad) for each in ("fr", "en"))]
)
@pytest.mark.parametrize("path", PAGES)
def test_opens_and_is_light(operator: Client, rug: Product, language: str, path: str) -> None:
    page = operator.get(f"/{language}/office/{path}")
    assert page.status_code == 200, path
    html = page.content
    assert len(gzip.compress(html)) <= HEAVIEST
    assert not INLINE.search(html.decode())
    assert page.headers["Cache-Control"].startswith("no-store")
    if "preview" not in path:
        assert html.count(b"<h1") == 1
        assert b'lang="%s"' % language.encode() in html


@pytest.mark.broad
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_of_one_thing(
    operator: Client, rug: Product, organisation: Organisation, make_order: MakeOrder, language: str
) -> None:
    order = make_order()
    for path in (
        f"orders/{order.code}/", f"sellers/{organisation.code}/", f"sellers/{organisation.code}/details/", f"review/{rug.code}/",
    ):  # fmt: skip
        page = operator.get(f"/{language}/office/{path}")
        assert page.status_code == 200, path
        assert not INLINE.search(page.content.decode())


def test_preview_sheet(operator: Client, market: Market) -> None:
    sheet = operator.get("/ar/office/settings/look/preview.css?accent=%23123456&radius=1")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert b"--accent:#123456" in sheet.content
    hostile = operator.get("/ar/office/settings/look/preview.css?accent=red;}body{display:none&motif_seed=')")
    assert b"display:none" not in hostile.content
