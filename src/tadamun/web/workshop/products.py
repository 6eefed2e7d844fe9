"""Products as the workshop shows them. In the scope of one organisation; a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tadamun.goods.catalogue.models import (
    Listing,
    Piece,
    Product,
    ProductEdit,
    ProductPicture,
    Slug,
    Variant,
)
from tadamun.goods.stock.models import Item, Location
from tadamun.kernel.formats import currency_name
from tadamun.kernel.money import Money
from tadamun.kernel.text import every, words
from tadamun.showcase.search.analyser import fold
from tadamun.showcase.window.pictures import shown_picture
from tadamun.ui.cards import Picture
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.wording import (
    DRAFT,
    HIDDEN,
    ON_SALE,
    PRODUCT_STATES,
    SOLD_OUT,
    TO_FIX,
    WAITING,
)

A_PAGE = 24
MOST_OF_ONE = 9_999
_WIDTHS = (240,)
_REVIEW = {
    Product.Review.DRAFT: DRAFT,
    Product.Review.WAITING: WAITING,
    Product.Review.SENT_BACK: TO_FIX,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant: ``on_hand`` lie in the workshop, ``held`` of them in baskets. ``most``: more there cannot be."""

    variant: Variant
    options: str
    on_hand: int
    held: int
    most: int
    earning: Money
    currency_name: str

    @property
    def made_to_order(self) -> bool:
        return self.variant.mode == Variant.Mode.MADE_TO_ORDER

    @property
    def plain_price(self) -> str:
        """As a person types it: no currency, no grouping, no cents that are none."""
        return plain(self.variant.price)


@dataclass(frozen=True, slots=True)
class Shown:
    """``slug`` of its public page in this language; empty when nobody but her sees it."""

    product: Product
    title: str
    pictures: tuple[Picture, ...]
    offers: tuple[Offer, ...]
    state: str
    slug: str
    hidden_here: bool

    @property
    def word(self) -> tuple[str, str, str]:
        word, kind, icon = PRODUCT_STATES[self.state]
        return str(word), kind, icon

    @property
    def picture(self) -> Picture | None:
        return self.pictures[0] if self.pictures else None

    @property
    def lowest(self) -> Money | None:
        prices = [offer.variant.price for offer in self.offers]
        return min(prices, key=lambda price: price.minor) if prices else None

    @property
    def one_price(self) -> bool:
        return len({offer.variant.price.minor for offer in self.offers}) < 2

    @property
    def pieces(self) -> int | None:
        """How many lie there; ``None`` when nothing needs to."""
        counted = [offer.on_hand for offer in self.offers if not offer.made_to_order]
        return sum(counted) if counted else None

    def offer(self, sku: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.variant.sku == sku), None)


def plain(price: Money) -> str:
    text = f"{price.major:f}"
    whole, _, cents = text.partition(".")
    return text if cents.strip("0") else whole


def matching(query: str) -> list[int]:
    """Keys of her products whose title, code or SKU has all these words, as people spell them; first those to fix."""
    asked = fold(query).split()
    rows = Product.objects.filter(removed_at=None)
    skus: dict[int, list[str]] = {}
    if asked:
        for key, sku in Variant.objects.values_list("product_id", "sku"):
            skus.setdefault(key, []).append(sku)
    found = [
        (review != Product.Review.SENT_BACK, -key)
        for key, titles, code, review in rows.values_list("pk", "titles", "code", "review")
        if _has(asked, [*every(titles).values(), code, *skus.get(key, [])])
    ]
    return [-key for _, key in sorted(found)]


def _has(asked: Sequence[str], texts: Iterable[str]) -> bool:
    if not asked:
        return True
    whole = fold(" ".join(texts))
    return all(word in whole for word in asked)


def find(desk: Desk, code: str) -> Shown | None:
    """Hers by its code."""
    row = _rows(desk, Product.objects.filter(code=code)).first()
    return _shown(desk, row) if row else None


def by_keys(desk: Desk, keys: Sequence[int]) -> list[Shown]:
    """In this order."""
    rows = {row.pk: row for row in _rows(desk, Product.objects.filter(pk__in=keys))}
    return [_shown(desk, rows[key]) for key in keys if key in rows]


@dataclass(frozen=True, slots=True)
class ToFix:
    """What a reviewer sent back, and why."""

    code: str
    title: str
    reason: str
    picture: Picture | None


def to_fix(desk: Desk, most: int) -> list[ToFix]:
    """The oldest first, pieces and then changes of pieces on sale; in four queries at most."""
    with_pictures = Prefetch("pictures", ProductPicture.objects.select_related("picture"))
    rows = Product.objects.filter(removed_at=None).prefetch_related(with_pictures).order_by("pk")
    found = [(row, row.reason_told) for row in rows.filter(review=Product.Review.SENT_BACK)[:most]]
    reasons = {edit.product_id: edit.reason_told for edit in _edits_back()[:most]}
    if reasons:
        on_sale = rows.filter(pk__in=reasons, review=Product.Review.APPROVED)
        found += [(row, reasons[row.pk]) for row in on_sale]
    return [
        ToFix(
            row.code, words(row.titles, desk.language, desk.market.languages), reason,
            next((shown_picture(used.picture, "", _WIDTHS) for used in row.pictures.all()), None),
        )
        for row, reason in found[:most]
    ]  # fmt: skip


def _edits_back() -> QuerySet[ProductEdit]:
    """Changes that were sent back, and not made anew since."""
    later = ProductEdit.objects.filter(product=OuterRef("product"), pk__gt=OuterRef("pk"))
    return ProductEdit.objects.filter(~Exists(later), state=ProductEdit.State.SENT_BACK).order_by("pk")


def _rows(desk: Desk, rows: QuerySet[Product]) -> QuerySet[Any]:
    """Three queries: products with their address and whether the market hides them, pictures, variants with stock."""
    slugs = Slug.objects.filter(product=OuterRef("pk"), language=desk.language, current=True)
    variants = Variant.objects.filter(active=True).annotate(
        on_hand=_sum("on_hand"), held=_sum("held"), pieces_left=_pieces_left()
    )
    return (
        rows.filter(removed_at=None)
        .annotate(
            path=Subquery(slugs.values("path")[:1]),
            hidden_here=Exists(Listing.objects.filter(product=OuterRef("pk"), hidden=True)),
        )
        .prefetch_related(
            Prefetch("pictures", ProductPicture.objects.select_related("picture")),
            Prefetch("variants", variants.select_related("organisation")),
        )
    )


def _sum(column: str) -> Coalesce:
    """Of her own workshop alone: what lies elsewhere is counted there."""
    items = Item.objects.filter(variant=OuterRef("pk"), location__kind=Location.Kind.WORKSHOP)
    return Coalesce(Subquery(items.values(column)[:1]), 0, output_field=IntegerField())


def _pieces_left() -> Coalesce:
    left = (
        Piece.objects.filter(variant=OuterRef("pk"), state=Piece.State.AVAILABLE).order_by().values("variant")
    )
    counted = left.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _shown(desk: Desk, row: Any) -> Shown:
    row.organisation = desk.organisation
    offers = tuple(_offer(desk, row, variant) for variant in row.variants.all())
    pictures = tuple(shown_picture(used.picture, "", _WIDTHS) for used in row.pictures.all())
    hidden = not row.shown or row.hidden_here
    state = _state(row.review, offers, hidden=hidden)
    public = desk.admitted and not hidden and row.review == Product.Review.APPROVED
    title = words(row.titles, desk.language, desk.market.languages)
    return Shown(row, title, pictures, offers, state, (row.path or "") if public else "", row.hidden_here)


def _offer(desk: Desk, product: Product, variant: Any) -> Offer:
    variant.product = product
    counted = variant.mode in (Variant.Mode.UNIQUE, Variant.Mode.EDITION)
    fee = variant.price.share(desk.fee_bp)
    return Offer(
        variant, " · ".join(map(str, variant.options.values())), variant.on_hand, variant.held,
        variant.pieces_left if counted else MOST_OF_ONE, variant.price - fee,
        currency_name(variant.currency, desk.market.locale(desk.language)),
    )  # fmt: skip


def _state(review: str, offers: Sequence[Offer], *, hidden: bool) -> str:
    if review != Product.Review.APPROVED:
        return _REVIEW[Product.Review(review)]
    if hidden:
        return HIDDEN
    there = any(offer.made_to_order or offer.on_hand > 0 for offer in offers)
    return ON_SALE if there else SOLD_OUT
