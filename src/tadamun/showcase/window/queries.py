"""What public pages read. Each question costs a fixed number of queries and collects the tags of what it read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Min, Q, QuerySet, Sum

from tadamun.goods.catalogue.models import Picture, Product, ProductPicture, Slug, Variant
from tadamun.goods.stock.models import Hold
from tadamun.kernel import clock
from tadamun.kernel.pagecache import tags
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import market_of_scope, scope
from tadamun.kernel.text import LANGUAGES
from tadamun.people.sellers.models import Admission, Maker, Organisation
from tadamun.showcase.window.models import CatalogueRow


def cards(language: str, product_ids: Sequence[int]) -> list[str]:
    """The rendered cards of these products in this order; one query. Products not shown are left out."""
    found = dict(_CARDS(market_of_scope(), language, tuple(product_ids)))
    _collect_rows(product_ids)
    return [found[pk] for pk in product_ids if pk in found]


def _collect_rows(product_ids: Iterable[int]) -> None:
    """What a row says of a product changes more seldom than the product: a card does not count what is left."""
    tags.collect(*(f"row:{pk}" for pk in product_ids))


@dataclass(frozen=True, slots=True)
class Offered:
    """A variant on sale. ``on_hand`` lie there, ``held`` of them are promised to baskets. ``closed``: its shop is."""

    variant: Variant
    on_hand: int
    held: int
    closed: bool = False

    @property
    def free(self) -> int:
        return self.on_hand - self.held

    @property
    def made_to_order(self) -> bool:
        return self.variant.mode == Variant.Mode.MADE_TO_ORDER

    @property
    def buyable(self) -> bool:
        return not self.closed and (self.made_to_order or self.free > 0)


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product as its page shows it. ``held_until``: all that is left lies in baskets, the first of which ends then.
    ``back_on``: its shop is closed until that day."""

    row: CatalogueRow
    offers: tuple[Offered, ...]
    pictures: tuple[ProductPicture, ...]
    makers: tuple[Maker, ...]
    held_until: datetime | None
    back_on: date | None = None

    @property
    def product(self) -> Product:
        return self.row.product

    @property
    def organisation(self) -> Organisation:
        return self.row.product.organisation


@dataclass(frozen=True, slots=True)
class Renamed:
    """The product is at another address now."""

    slug: str


@dataclass(frozen=True, slots=True)
class Removed:
    """The product was here; its seller took it away for good. ``craft`` says what it was."""

    craft: str


def read_product(language: str, slug: str, today: date) -> ShownProduct | Renamed | Removed | None:
    """The product at an address of the scope's market: four queries, a fifth when all of it lies in baskets."""
    market_id = market_of_scope()
    found = _PRODUCT(market_id, language, slug)
    if not found:
        return _formerly(language, slug)
    row = _row(found[0])
    tags.collect(f"product:{row.product_id}", f"org:{row.organisation_id}")
    back_on = row.back_on(today) if row.availability == row.Availability.AWAY else None
    offers = tuple(
        Offered(made(Variant, values), on_hand or 0, held or 0, back_on is not None)
        for *values, on_hand, held in _VARIANTS(market_id, row.product_id)
    )
    pictures = tuple(map(_picture, _PICTURES(market_id, row.product_id)))
    makers = _MAKERS(market_id, row.product_id) if row.facets.get("makers") else []
    return ShownProduct(
        row,
        offers,
        pictures,
        tuple(made(Maker, values, _UNREAD_MAKER) for values in makers),
        None if back_on else _held_until(row.product_id, offers),
        back_on,
    )


# What no page of a product shows: texts in three languages and instants take time to become Python values.
_UNREAD_ROW = ("card", "search", "published_at")
_UNREAD_PRODUCT = (
    "titles",
    "tags",
    "review_reason",
    "review_codes",
    "review_voice",
    "created_at",
    "published_at",
)
_UNREAD_SELLER = ("stories", "crafts", "registers", "created_at")
_UNREAD_PICTURE = ("digest", "stored_at")
_UNREAD_MAKER = ("stories", "photo_consent_at", "voice_consent_at", "voice")


def _product_query(market_id: int, language: str, slug: str) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return CatalogueRow.objects.filter(language=language, slug=slug).values_list(
            *columns(CatalogueRow, without=_UNREAD_ROW), *columns(Product, "product__", _UNREAD_PRODUCT),
            *columns(Organisation, "product__organisation__", _UNREAD_SELLER),
        )  # fmt: skip


def _variants_query(market_id: int, product_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = Variant.objects.filter(product=product_id, active=True).order_by("position", "pk")
        return rows.annotate(on_hand_=Sum("stock__on_hand"), held_=Sum("stock__held")).values_list(
            *columns(Variant), "on_hand_", "held_"
        )


def _pictures_query(market_id: int, product_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return ProductPicture.objects.filter(product=product_id).values_list(
            *columns(ProductPicture), *columns(Picture, "picture__", _UNREAD_PICTURE)
        )


def _makers_query(market_id: int, product_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        makers = Maker.objects.filter(products=product_id).order_by("pk")
        return makers.values_list(*columns(Maker, without=_UNREAD_MAKER))


def _cards_query(market_id: int, language: str, product_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = CatalogueRow.objects.filter(language=language, product__in=product_ids)
        return rows.values_list("product_id", "card")


def _beside_query(
    market_id: int, product_id: int, language: str, others: Sequence[int], languages: Sequence[str]
) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        # All languages are named so that the key (market, language, product) is used: else the whole market is read.
        rows = CatalogueRow.objects.filter(language__in=languages, product__in=others)
        wanted = rows.filter(Q(language=language) | Q(product=product_id))
        return wanted.values_list("product_id", "language", "slug", "card")


def _briefs_query(market_id: int, language: str, product_ids: Sequence[int]) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        rows = CatalogueRow.objects.filter(language=language, product__in=product_ids)
        return rows.values_list("product_id", "organisation_id", "card", "picture")


_PRODUCT = Prepared(_product_query)
_VARIANTS = Prepared(_variants_query)
_PICTURES = Prepared(_pictures_query)
_MAKERS = Prepared(_makers_query)
_CARDS = Prepared(_cards_query)
_BESIDE = Prepared(_beside_query)
_BRIEFS = Prepared(_briefs_query)

_TO_PRODUCT = len(columns(CatalogueRow, without=_UNREAD_ROW))
_TO_ORGANISATION = _TO_PRODUCT + len(columns(Product, without=_UNREAD_PRODUCT))
_TO_PICTURE = len(columns(ProductPicture))


def _row(values: Sequence[Any]) -> CatalogueRow:
    row = made(CatalogueRow, values[:_TO_PRODUCT], _UNREAD_ROW)
    row.product = made(Product, values[_TO_PRODUCT:_TO_ORGANISATION], _UNREAD_PRODUCT)
    row.product.organisation = made(Organisation, values[_TO_ORGANISATION:], _UNREAD_SELLER)
    return row


def _picture(values: Sequence[Any]) -> ProductPicture:
    used = made(ProductPicture, values[:_TO_PICTURE])
    used.picture = made(Picture, values[_TO_PICTURE:], _UNREAD_PICTURE)
    return used


def _held_until(product_id: int, offers: Iterable[Offered]) -> datetime | None:
    if any(offer.buyable for offer in offers) or not any(offer.on_hand for offer in offers):
        return None
    holds = Hold.objects.filter(item__variant__product=product_id, expires_at__gt=clock.now())
    found = holds.aggregate(soonest=Min("expires_at"))["soonest"]
    return found if isinstance(found, datetime) else None


def _formerly(language: str, slug: str) -> Renamed | Removed | None:
    """Its address of earlier, or the one it has in another language: somebody changed the first word of a link."""
    rows = list(Slug.objects.select_related("product").filter(language__in=LANGUAGES, path=slug))
    if not rows:
        return None
    known = next((row for row in rows if row.language == language), rows[0])
    tags.collect(f"product:{known.product_id}")
    if known.product.removed_at:
        return Removed(known.product.craft)
    now = (
        CatalogueRow.objects.filter(language=language, product=known.product_id)
        .values_list("slug", flat=True)
        .first()
    )
    return Renamed(now) if now and now != slug else None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a product: its addresses by language, and cards of others in the order asked for."""

    slugs: dict[str, str]
    cards: dict[int, str]


def read_beside(product_id: int, language: str, others: Sequence[int], languages: Sequence[str]) -> Beside:
    """One query; ``languages`` are the market's."""
    slugs: dict[str, str] = {}
    found: dict[int, str] = {}
    for pk, spoken, slug, card in _BESIDE(
        market_of_scope(), product_id, language, (product_id, *others), tuple(languages)
    ):
        if pk == product_id:
            slugs[spoken] = slug
        else:
            found[pk] = card
    _collect_rows(found)
    return Beside(slugs, {pk: found[pk] for pk in others if pk in found})


def read_shop(code: str) -> Organisation | None:
    """An organisation that the scope's market has admitted."""
    admission = _admissions().select_related("organisation").filter(organisation__code=code).first()
    if admission is None:
        return None
    tags.collect(f"org:{admission.organisation_id}")
    return admission.organisation


def _admissions() -> QuerySet[Admission]:
    """Of the scope's market alone: filtering organisations by a status would look at their admissions elsewhere."""
    return Admission.objects.filter(status=Admission.Status.ADMITTED)


def makers_of(organisation: Organisation) -> list[Maker]:
    """Those who let their name be shown."""
    return list(Maker.objects.filter(organisation=organisation, name_consent_at__isnull=False).order_by("pk"))


def read_maker(code: str) -> Maker | None:
    """A maker who lets her name be shown, of an organisation that the scope's market has admitted."""
    found = (
        Maker.objects.select_related("organisation")
        .filter(
            code=code, name_consent_at__isnull=False, organisation__in=_admissions().values("organisation")
        )
        .first()
    )
    if found:
        tags.collect(f"org:{found.organisation_id}")
    return found


def shops_shown() -> list[Organisation]:
    """Every organisation that the scope's market has admitted."""
    found = [
        admission.organisation for admission in _admissions().select_related("organisation").order_by("pk")
    ]
    tags.collect(*(f"org:{organisation.pk}" for organisation in found))
    return found


def slugs(language: str, product_ids: Sequence[int]) -> dict[int, str]:
    """Product → its address in a language, of those that are shown."""
    _collect_rows(product_ids)
    found = CatalogueRow.objects.filter(language=language, product__in=product_ids)
    return dict(found.values_list("product_id", "slug"))


class Brief(NamedTuple):
    """The little of a row that a page of many needs."""

    product_id: int
    organisation_id: int
    card: str
    picture: str


def briefs(language: str, product_ids: Sequence[int]) -> list[Brief]:
    """One query, in no order."""
    _collect_rows(product_ids)
    return [Brief(*row) for row in _BRIEFS(market_of_scope(), language, tuple(product_ids))]


class SitemapRow(NamedTuple):
    """An address of a product, when it was last written, and its picture's key."""

    product_id: int
    language: str
    slug: str
    picture: str
    updated_at: datetime


def count_products(language: str) -> int:
    """How many products the scope's market shows."""
    return CatalogueRow.objects.filter(language=language).count()


def sitemap_rows(language: str, start: int, count: int) -> list[SitemapRow]:
    """The addresses of ``count`` products from the ``start``-th on, all languages of a product together."""
    chosen = (
        CatalogueRow.objects.filter(language=language)
        .order_by("product")
        .values_list("product_id", flat=True)
    )
    ids = list(chosen[start : start + count])
    if not ids:
        return []
    rows = CatalogueRow.objects.filter(product__gte=ids[0], product__lte=ids[-1]).order_by(
        "product", "language"
    )
    return [
        SitemapRow(*row)
        for row in rows.values_list("product_id", "language", "slug", "picture", "updated_at")
    ]


def count_shops() -> int:
    """How many organisations the scope's market has admitted."""
    return _admissions().count()


def shop_codes(start: int, count: int) -> list[str]:
    """Codes of ``count`` organisations that the scope's market has admitted, from the ``start``-th on."""
    codes = _admissions().order_by("pk").values_list("organisation__code", flat=True)
    return list(codes[start : start + count])


def _makers_shown() -> QuerySet[Maker]:
    """Who let their name be shown, of organisations that the scope's market has admitted."""
    return Maker.objects.filter(
        name_consent_at__isnull=False, organisation__in=_admissions().values("organisation")
    )


def count_makers() -> int:
    """How many makers have a page in the scope's market."""
    return _makers_shown().count()


def maker_codes(start: int, count: int) -> list[str]:
    """Codes of ``count`` makers who have a page in the scope's market, from the ``start``-th on."""
    codes = _makers_shown().order_by("pk").values_list("code", flat=True)
    return list(codes[start : start + count])
