"""Documents of the index, read from the window.

``CatalogueRow.search`` is kept in the default language's row: role → language → words, with the roles
``title``, ``story``, ``organisation`` and ``place``; ``makers`` is a list of such names, ``tags`` and
``sku`` are lists of words of no language.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from tadamun.kernel.scopes import everything
from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.regions import region_name
from tadamun.showcase.search.schema import IndexDocument
from tadamun.showcase.window.models import CatalogueRow

Pair = tuple[int, int]  # market, product
_BATCH: Final = 500
_SECONDS: Final = 33
_FIELDS: Final = (
    "market_id", "product_id", "language", "title", "summary", "organisation_id", "price_minor",
    "availability", "craft", "region", "facets", "search", "rank", "published_at",
)  # fmt: skip


def documents_for(pairs: Iterable[Pair]) -> dict[Pair, IndexDocument | None]:
    """The documents of these pairs; None for what the window does not show. One query for each market and
    500 products.
    """
    wanted: dict[int, list[int]] = defaultdict(list)
    for market, product in dict.fromkeys(pairs):
        wanted[market].append(product)
    found: dict[Pair, IndexDocument | None] = {
        (market, product): None for market, products in wanted.items() for product in products
    }
    for market, products in wanted.items():
        for start in range(0, len(products), _BATCH):
            for document in _read(market, products[start : start + _BATCH]):
                found[market, document.product_id] = document
    return found


def all_documents(market_id: int) -> Iterator[IndexDocument]:
    """Every document of a market, in order of product number. Reads 500 at a time and holds no cursor open."""
    last = 0
    with everything("the index repeats every market's window"):
        while products := _next_products(market_id, last):
            yield from _read(market_id, products)
            last = products[-1]


def shown_markets() -> list[int]:
    """The markets whose window shows anything."""
    with everything("the index repeats every market's window"):
        return sorted(CatalogueRow.objects.order_by().values_list("market_id", flat=True).distinct())


def _next_products(market_id: int, after: int) -> list[int]:
    rows = CatalogueRow.objects.filter(market_id=market_id, product_id__gt=after)
    return list(rows.order_by("product_id").values_list("product_id", flat=True).distinct()[:_BATCH])


def _read(market_id: int, products: list[int]) -> Iterator[IndexDocument]:
    with everything("the index repeats every market's window"):
        rows = CatalogueRow.objects.filter(market_id=market_id, product_id__in=products)
        by_product: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows.order_by("product_id", "pk").values(*_FIELDS):
            by_product[row["product_id"]].append(row)
    for found in by_product.values():
        yield _composed(found)


def _composed(rows: list[dict[str, Any]]) -> IndexDocument:
    """One document of a product's rows in a market, one row a language."""
    main = next((row for row in rows if row["search"]), rows[0])
    facets, said = main["facets"], main["search"]
    published = int(main["published_at"].timestamp())
    return IndexDocument(
        market_id=main["market_id"],
        product_id=main["product_id"],
        titles=_texts(said.get("title")) or {row["language"]: row["title"] for row in rows},
        words=_names(said, facets),
        bodies=_texts(said.get("story"))
        or {row["language"]: row["summary"] for row in rows if row["summary"]},
        crafts=tuple(facets.get("craft") or [main["craft"]]),
        regions=tuple(facets.get("region") or filter(None, [main["region"]])),
        organisation=main["organisation_id"],
        organisation_names=_texts(said.get("organisation")),
        makers=tuple(facets.get("makers") or ()),
        maker_names=_joined([_texts(names) for names in said.get("makers") or ()]),
        materials=tuple(facets.get("materials") or ()),
        labels=tuple(facets.get("labels") or ()),
        price_minor=main["price_minor"],
        availability=main["availability"],
        rank=place_in_line(main["rank"], published),
        published_at=published,
    )


def place_in_line(rank: int, published_at: int) -> int:
    """One number that orders by rank and, within a rank, the newest first. Seconds fit in 33 bits until the
    year 2242.
    """
    return (max(rank, 0) << _SECONDS) | min(max(published_at, 0), (1 << _SECONDS) - 1)


def _names(said: dict[str, Any], facets: dict[str, Any]) -> dict[str, str]:
    """Place, region, tags and stock numbers by language."""
    regions = [
        {code: region_name(region, code) for code in LANGUAGES} for region in facets.get("region") or ()
    ]
    plain = {"": " ".join(str(word) for role in ("tags", "sku") for word in said.get(role) or ())}
    return _joined([_texts(said.get("place")), *regions, plain])


def _joined(texts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Several texts by language as one."""
    found: dict[str, list[str]] = defaultdict(list)
    for by_language in texts:
        for language, text in by_language.items():
            if text:
                found[language].append(text)
    return {language: " ".join(parts) for language, parts in found.items()}


def _texts(by_language: object) -> dict[str, str]:
    if not isinstance(by_language, dict):
        return {}
    return {str(language): str(text) for language, text in by_language.items() if text}
