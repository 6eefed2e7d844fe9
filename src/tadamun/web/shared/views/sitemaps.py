"""Sitemaps: an index, the pages every market has, and files of shops, of makers, and of products with their pictures."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import escape
from itertools import groupby
from operator import attrgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.people.markets.models import LegalText, Market
from tadamun.showcase.search.questions import Question, ask
from tadamun.showcase.window.pictures import picture_url
from tadamun.showcase.window.queries import (
    SitemapRow,
    count_makers,
    count_products,
    count_shops,
    maker_codes,
    shop_codes,
    sitemap_rows,
)
from tadamun.web.shared import links
from tadamun.web.shared.languages import language_code
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import in_market

# Each has a URL a language, each URL names all languages: 10,000 URLs are about 8 MB of the 50 MB allowed, and no file
# may have more than 50,000.
A_FILE = 3_000
_LAST_FILE = 1_000_000  # a larger offset is none for the database
_PICTURE_WIDTH = 640
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def _xml(text: str) -> HttpResponse:
    # An hour old is new enough for a crawler, and one file reads thousands of rows: kept by time, not by tags.
    return HttpResponse(text, content_type="application/xml", headers={"X-Page-Cache": "3600"})


@require_safe
def index(plain: HttpRequest) -> HttpResponse:
    """The files of this market."""
    market = in_market(plain).market
    origin = origin_of(market)
    counted = {
        "shops": count_shops(),
        "makers": count_makers(),
        "products": count_products(market.default_language),
    }
    names = ["pages"]
    for kind, count in counted.items():
        names += [f"{kind}-{number}" for number in range(1, -(-count // A_FILE) + 1)]
    inside = "".join(f"<sitemap><loc>{origin}/sitemaps/{name}.xml</loc></sitemap>" for name in names)
    return _xml(
        f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</sitemapindex>'
    )


@require_safe
def pages(plain: HttpRequest) -> HttpResponse:
    """First page, crafts, regions, texts: in every language."""
    market = in_market(plain).market
    return _listed(market, _paths(market))


def _listed(market: Market, paths: Iterable[str]) -> HttpResponse:
    """Pages that have the same address in every language of the market."""
    urls = (_urls(market, {code: f"/{code}/{path}" for code in market.languages}, None, "") for path in paths)
    return _xml(f"{_HEAD}<urlset {_SPACES}>{''.join(urls)}</urlset>")


def _paths(market: Market) -> Iterator[str]:
    yield from ("", "crafts/", "shops/", "help/")
    yield from (
        f"pages/{kind}/"
        for kind in LegalText.objects.order_by("kind").values_list("kind", flat=True).distinct()
    )
    found = ask(Question(market_id=market.pk, page_size=1)).facets
    yield from (f"crafts/{each.value}/" for each in found.get("craft", []))
    yield from (f"regions/{str(each.value).lower()}/" for each in found.get("region", []))


@require_safe
def shops(plain: HttpRequest, number: int) -> HttpResponse:
    """One file of shops."""
    return _named(plain, "shops", shop_codes, number)


@require_safe
def makers(plain: HttpRequest, number: int) -> HttpResponse:
    """One file of makers."""
    return _named(plain, "makers", maker_codes, number)


def _named(
    plain: HttpRequest, folder: str, read: Callable[[int, int], list[str]], number: int
) -> HttpResponse:
    codes = read(A_FILE * (number - 1), A_FILE) if 0 < number < _LAST_FILE else []
    if not codes:
        raise Http404
    return _listed(in_market(plain).market, (f"{folder}/{code.lower()}/" for code in codes))


@require_safe
def products(plain: HttpRequest, number: int) -> HttpResponse:
    """One file of products."""
    market = in_market(plain).market
    rows = (
        sitemap_rows(market.default_language, A_FILE * (number - 1), A_FILE)
        if 0 < number < _LAST_FILE
        else []
    )
    if not rows:
        raise Http404
    urls = (_product(market, group) for _, group in groupby(rows, key=attrgetter("product_id")))
    return _xml(f"{_HEAD}<urlset {_SPACES}>{''.join(urls)}</urlset>")


def _product(market: Market, rows: Iterable[SitemapRow]) -> str:
    listed = list(rows)
    paths = {
        row.language: links.product(row.language, row.slug)
        for row in listed
        if row.language in market.languages
    }
    picture = listed[0].picture
    image = picture_url(picture, _PICTURE_WIDTH, "jpeg") if picture else ""
    return _urls(market, paths, max(row.updated_at for row in listed), image)


def _urls(market: Market, paths: dict[str, str], changed: datetime | None, image: str) -> str:
    """One ``<url>`` a language, each with all languages and itself."""
    origin = origin_of(market)
    default = paths.get(market.default_language) or next(iter(paths.values()), "")
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(origin + path)}"/>'
        for code, path in [
            *((language_code(market.locale(code)), path) for code, path in paths.items()), ("x-default", default),
        ]
    )  # fmt: skip
    rest = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
    rest += alternates
    if image:
        rest += f"<image:image><image:loc>{escape(origin + image)}</image:loc></image:image>"
    return "".join(f"<url><loc>{escape(origin + path)}</loc>{rest}</url>" for path in paths.values())
