"""Everything a row is made of, loaded in a fixed number of queries for any number of products."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tadamun.goods.catalogue.models import Listing, Picture, Product, ProductPicture, Slug, Variant
from tadamun.goods.stock.queries import on_hand
from tadamun.kernel.clock import day_in
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Maker, Organisation
from tadamun.treasury.ledger.queries import DatedRate, rates_to


@dataclass(slots=True)
class Source:
    """One product with all that its rows show. ``markets``: those that show it; empty when none does. ``closed``: market →
    the day its seller is back."""

    product: Product
    variants: list[Variant] = field(default_factory=list)
    picture: ProductPicture | None = None
    makers: list[Maker] = field(default_factory=list)
    markets: list[Market] = field(default_factory=list)
    featured: set[int] = field(default_factory=set)
    stock: dict[int, int] = field(default_factory=dict)
    closed: dict[int, date] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """Sources and what they share: rates by market, slugs by (market, language, product)."""

    sources: list[Source]
    rates: dict[int, dict[str, DatedRate]]
    slugs: dict[tuple[int, str, int], str]


def read_batch(product_ids: Sequence[int]) -> Batch:
    """The products among these that may be shown. Must run inside ``everything``: a product is shown in several markets."""
    shown = [made(Product, values) for values in _SHOWN(tuple(product_ids))]
    sources = {product.pk: Source(product) for product in shown}
    ids = tuple(sources)
    if not ids:
        return Batch([], {}, {})
    # Read once, not joined: a file brings thousands of products of one seller.
    organisations = tuple({product.organisation_id for product in shown})
    owners = {owner.pk: owner for owner in (made(Organisation, values) for values in _OWNERS(organisations))}
    for product in shown:
        product.organisation = owners[product.organisation_id]
    for variant in (made(Variant, values) for values in _VARIANTS(ids)):
        sources[variant.product_id].variants.append(variant)
    stock = on_hand([variant.pk for source in sources.values() for variant in source.variants])
    _pictures(sources)
    _makers(sources)
    _markets(sources, shown)
    for source in sources.values():
        source.stock = {variant.pk: stock.get(variant.pk, 0) for variant in source.variants}
        if not source.variants:
            source.markets = []
    markets = {market.pk: market.currency for source in sources.values() for market in source.markets}
    slugs = {(market, language, product): path for market, language, product, path in _SLUGS(ids)}
    return Batch(list(sources.values()), {pk: rates_to(quote, pk) for pk, quote in markets.items()}, slugs)


def _pictures(sources: dict[int, Source]) -> None:
    width = len(columns(ProductPicture))
    for values in _PICTURES(tuple(sources)):
        used = made(ProductPicture, values[:width])
        used.picture = made(Picture, values[width:])
        sources[used.product_id].picture = used


def _makers(sources: dict[int, Source]) -> None:
    for product_id, *values in _MAKERS(tuple(sources)):
        sources[product_id].makers.append(made(Maker, values))


def _markets(sources: dict[int, Source], shown: Sequence[Product]) -> None:
    by_organisation: dict[int, list[Market]] = defaultdict(list)
    known: dict[int, Market] = {}
    closed: dict[int, dict[int, date]] = defaultdict(dict)
    for organisation, *days, values in _admitted({product.organisation_id for product in shown}):
        market = known.setdefault(values[0], made(Market, values))
        by_organisation[organisation].append(market)
        if any(days) and (back := _back_on(market, *days)):
            closed[organisation][market.pk] = back
    hidden: set[tuple[int, int]] = set()
    for product_id, market_id, is_hidden, is_featured in _LISTINGS(tuple(sources)):
        if is_hidden:
            hidden.add((product_id, market_id))
        if is_featured:
            sources[product_id].featured.add(market_id)
    for product in shown:
        sources[product.pk].closed = closed[product.organisation_id]
        sources[product.pk].markets = [
            market
            for market in by_organisation[product.organisation_id]
            if (product.pk, market.pk) not in hidden
        ]


def _admitted(
    organisations: set[int],
) -> Iterator[tuple[int, date | None, date | None, date | None, list[Any]]]:
    for organisation, closed_on, away_from, away_to, *values in _ADMITTED(tuple(organisations)):
        yield organisation, closed_on, away_from, away_to, values


def _back_on(
    market: Market, closed_on: date | None, away_from: date | None, away_to: date | None
) -> date | None:
    closing = Admission(closed_on=closed_on, away_from=away_from, away_to=away_to)
    return closing.back_on(day_in(market.time_zone))


def _shown_query(products: Sequence[int]) -> QuerySet[Any, Any]:
    admitted = Admission.objects.filter(status=Admission.Status.ADMITTED)
    visible = Product.objects.filter(shown=True, removed_at=None, review=Product.Review.APPROVED)
    return visible.filter(pk__in=products, organisation__in=admitted.values("organisation")).values_list(
        *columns(Product)
    )


def _everywhere(build: Callable[[Sequence[int]], QuerySet[Any, Any]]) -> Prepared:
    def inside(keys: Sequence[int]) -> QuerySet[Any, Any]:
        with everything("the read model shows products of all sellers in all markets"):
            return build(keys)

    return Prepared(inside)


# A price or a number that changes makes the rows of one product anew, in the transaction that changed it.
_SHOWN = _everywhere(_shown_query)
_OWNERS = _everywhere(lambda pks: Organisation.objects.filter(pk__in=pks).values_list(*columns(Organisation)))
_VARIANTS = _everywhere(
    lambda products: (
        Variant.objects.filter(product__in=products, active=True)
        .order_by("position", "pk")
        .values_list(*columns(Variant))
    )
)
_PICTURES = _everywhere(
    lambda products: (
        ProductPicture.objects.filter(product__in=products)
        .order_by("-position", "-pk")
        .values_list(*columns(ProductPicture), *columns(Picture, "picture__"))
    )
)
_MAKERS = _everywhere(
    lambda products: (
        Product.makers.through._default_manager.filter(product_id__in=products)
        .order_by("pk")
        .values_list("product_id", *columns(Maker, "maker__"))
    )
)
_ADMITTED = _everywhere(
    lambda organisations: (
        Admission.objects.filter(organisation__in=organisations, status=Admission.Status.ADMITTED)
        .order_by("pk")
        .values_list("organisation_id", "closed_on", "away_from", "away_to", *columns(Market, "market__"))
    )
)
_LISTINGS = _everywhere(
    lambda products: Listing.objects.filter(product__in=products).values_list(
        "product_id", "market_id", "hidden", "featured"
    )
)
_SLUGS = _everywhere(
    lambda products: Slug.objects.filter(product__in=products, current=True).values_list(
        "market_id", "language", "product_id", "path"
    )
)
