"""Everything a row is made of, loaded in a fixed number of queries for any number of products."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tadamun.goods.catalogue.models import Listing, Product, ProductPicture, Slug, Variant
from tadamun.goods.stock.queries import on_hand
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Maker, Organisation
from tadamun.treasury.ledger.queries import DatedRate, rates_to


@dataclass(slots=True)
class Source:
    """One product with all that its rows show. ``markets``: those that show it; empty when none does."""

    product: Product
    variants: list[Variant] = field(default_factory=list)
    picture: ProductPicture | None = None
    makers: list[Maker] = field(default_factory=list)
    markets: list[Market] = field(default_factory=list)
    featured: set[int] = field(default_factory=set)
    stock: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """Sources and what they share: rates by market currency, slugs by (market, language, product)."""

    sources: list[Source]
    rates: dict[str, dict[str, DatedRate]]
    slugs: dict[tuple[int, str, int], str]


def read_batch(product_ids: Sequence[int]) -> Batch:
    """The products among these that may be shown. Must run inside ``everything``: a product is shown in several markets."""
    admitted = Admission.objects.filter(status=Admission.Status.ADMITTED)
    visible = Product.objects.filter(shown=True, removed_at=None, review=Product.Review.APPROVED)
    shown = list(visible.filter(pk__in=product_ids, organisation__in=admitted.values("organisation")))
    sources = {product.pk: Source(product) for product in shown}
    if not sources:
        return Batch([], {}, {})
    ids = list(sources)
    # Read once, not joined: a file brings thousands of products of one seller.
    owners = Organisation.objects.in_bulk({product.organisation_id for product in shown})
    for product in shown:
        product.organisation = owners[product.organisation_id]
    for variant in Variant.objects.filter(product__in=ids, active=True).order_by("position", "pk"):
        sources[variant.product_id].variants.append(variant)
    stock = on_hand([variant.pk for source in sources.values() for variant in source.variants])
    for used in (
        ProductPicture.objects.select_related("picture").filter(product__in=ids).order_by("-position", "-pk")
    ):
        sources[used.product_id].picture = used
    links = Product.makers.through._default_manager.filter(product_id__in=ids).values_list(
        "product_id", "maker_id"
    )
    pairs = list(links)
    makers = {maker.pk: maker for maker in Maker.objects.filter(pk__in={maker for _, maker in pairs})}
    for product_id, maker_id in pairs:
        sources[product_id].makers.append(makers[maker_id])
    _markets(sources, shown)
    for source in sources.values():
        source.stock = {variant.pk: stock.get(variant.pk, 0) for variant in source.variants}
        if not source.variants:
            source.markets = []
    currencies = {market.currency for source in sources.values() for market in source.markets}
    slugs = {
        (row.market_id, row.language, row.product_id): row.path
        for row in Slug.objects.filter(product__in=ids, current=True)
    }
    return Batch(list(sources.values()), {currency: rates_to(currency) for currency in currencies}, slugs)


def _markets(sources: dict[int, Source], shown: Sequence[Product]) -> None:
    by_organisation: dict[int, list[Market]] = defaultdict(list)
    organisations = {product.organisation_id for product in shown}
    admitted = Admission.objects.select_related("market").filter(
        organisation__in=organisations, status=Admission.Status.ADMITTED
    )
    known: dict[int, Market] = {}
    for admission in admitted:
        market = known.setdefault(admission.market_id, admission.market)
        by_organisation[admission.organisation_id].append(market)
    hidden: set[tuple[int, int]] = set()
    for listing in Listing.objects.filter(product__in=[product.pk for product in shown]):
        if listing.hidden:
            hidden.add((listing.product_id, listing.market_id))
        if listing.featured:
            sources[listing.product_id].featured.add(listing.market_id)
    for product in shown:
        sources[product.pk].markets = [
            market
            for market in by_organisation[product.organisation_id]
            if (product.pk, market.pk) not in hidden
        ]
