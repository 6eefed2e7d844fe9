"""Writing the read model: by reaction in the transaction of the change, or as a whole by command."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.bulk import put_rows
from tadamun.kernel.events import announce
from tadamun.kernel.pagecache import tags
from tadamun.kernel.prepared import Prepared
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import chosen
from tadamun.showcase.window.events import RowsChanged
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.reading import Batch, read_batch
from tadamun.showcase.window.rows import rows_of
from tadamun.showcase.window.slugs import allocate

WRITTEN = [
    "organisation_id", "slug", "title", "title_language", "summary", "price_minor", "price_max_minor", "currency",
    "availability", "craft", "region", "facets", "search", "card", "picture", "rank", "published_at", "updated_at",
]  # fmt: skip
CHUNK = 500


def rebuild_rows(product_ids: Sequence[int]) -> int:
    """Make the rows of these products what their source says; rows of products no longer shown go.

    Returns how many rows were written. Runs in the caller's transaction or in one of its own for each chunk.
    """
    written = 0
    for start in range(0, len(product_ids), CHUNK):
        with transaction.atomic(), everything("the read model shows products of all sellers in all markets"):
            written += _rebuild(product_ids[start : start + CHUNK])
    return written


def _rebuild(product_ids: Sequence[int]) -> int:
    batch = read_batch(product_ids)
    allocate(_wanted(batch), batch.slugs)
    rows = [row for source in batch.sources for row in rows_of(source, batch)]
    here = {(row.market_id, row.language, row.product_id) for row in rows}
    before = _BEFORE(tuple(product_ids))
    gone = [pk for pk, _, *key in before if tuple(key) not in here]
    if gone:
        CatalogueRow.objects.filter(pk__in=gone).delete()
    put_rows(rows, unique=["market", "language", "product"], update=WRITTEN)
    pairs = {(row.market_id, row.product_id) for row in rows} | {
        (market, product) for _, _, market, _, product in before
    }
    owners = {row.organisation_id for row in rows} | {owner for _, owner, *_ in before}
    _tell(pairs, rows, owners)
    return len(rows)


def _before_query(products: Sequence[int]) -> QuerySet[Any, Any]:
    with everything("the read model shows products of all sellers in all markets"):
        return CatalogueRow.objects.filter(product__in=products).values_list(
            "pk", "organisation_id", "market_id", "language", "product_id"
        )


_BEFORE = Prepared(_before_query)


def _wanted(batch: Batch) -> Iterator[tuple[int, str, int, str, str]]:
    for source in batch.sources:
        for market in source.markets:
            for language in market.languages:
                title, _ = chosen(source.product.titles, language, market.languages)
                yield market.pk, language, source.product.pk, title, source.product.code


def _tell(pairs: set[tuple[int, int]], rows: Sequence[CatalogueRow], owners: set[int]) -> None:
    if not pairs:
        return
    crafts = {
        f"craft:{market}:{craft}"
        for row in rows
        for market in (row.market_id,)
        for craft in row.facets["craft"]
    }
    organisations = {f"org:{owner}" for owner in owners}
    products = {f"{kind}:{product}" for _, product in pairs for kind in ("product", "row")}
    listings = {f"listing:{market}" for market, _ in pairs}
    tags.bump(*products, *organisations, *crafts, *listings)
    announce(RowsChanged(market_id=0, pairs=tuple(sorted(pairs))))


def rebuild_market(market_id: int) -> int:
    """Every row of a market, after its brand, languages or digits changed."""
    with everything("a whole market"):
        ids = Product.objects.filter(organisation__admissions__market=market_id).values_list("pk", flat=True)
        return rebuild_rows(list(ids.distinct().order_by("pk")))


def rebuild_everything() -> int:
    """The whole read model from its source."""
    with everything("the whole installation"):
        ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
    return rebuild_rows(ids)


def verify_rows() -> Iterator[str]:
    """Where rows differ from what their source says now: nothing, when all is well."""
    with everything("a check of the whole installation"):
        ids = list(Product.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            batch = read_batch(chunk)
            allocate_missing = [key for key in _keys(batch) if key not in batch.slugs]
            if allocate_missing:
                yield f"{len(allocate_missing)} products have no address"
                continue
            wanted = {
                (row.market_id, row.language, row.product_id): row
                for s in batch.sources
                for row in rows_of(s, batch)
            }
            for row in CatalogueRow.objects.filter(product__in=chunk):
                twin = wanted.pop((row.market_id, row.language, row.product_id), None)
                if twin is None:
                    yield f"row {row.pk}: product {row.product_id} is not shown in market {row.market_id}"
                    continue
                differs = [name for name in WRITTEN[:-1] if getattr(row, name) != getattr(twin, name)]
                if differs:
                    yield f"row {row.pk} differs from its source in {', '.join(differs)}"
            for market, language, product in wanted:
                yield f"product {product} has no row in market {market}, {language}"


def _keys(batch: Batch) -> Iterator[tuple[int, str, int]]:
    for source in batch.sources:
        for market in source.markets:
            for language in market.languages:
                yield market.pk, language, source.product.pk
