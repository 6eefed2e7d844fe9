"""A seller's catalogue as a file for another tool, or for ourselves with nothing lost."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Sum

from tadamun.goods.catalogue.models import Picture, Product, ProductPicture, Variant
from tadamun.goods.imports.dialects import dialect_named
from tadamun.goods.imports.dialects.base import Writing
from tadamun.goods.imports.neutral import ImageRef, Mode, NeutralProduct, NeutralVariant
from tadamun.goods.stock.models import Item
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import LANGUAGES, every, how
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation

CHUNK = 200


def export_products(
    *,
    organisation: Organisation,
    market: Market,
    dialect: str,
    out: BinaryIO,
    language: str = "",
    origin: str = "",
) -> int:
    """Write every product of the seller that is not removed, in her order. Returns how many; ``out`` stays open.

    ``dialect``: a slug of ``dialects``. ``language`` is the one other tools get (empty: the market's first).
    ``origin`` (``https://souk.example``) stands before the addresses of pictures. Raises ``KeyError`` for a dialect
    that is none.
    """
    chosen = dialect_named(dialect)
    with scope(market_id=market.pk, organisation_id=organisation.pk):
        writing = Writing(
            language=language or market.default_language,
            languages=LANGUAGES,
            options=max(3, _most_options(organisation)),
        )
        return chosen.write(neutral_products(organisation, origin=origin), out, writing)


def _most_options(organisation: Organisation) -> int:
    rows = Variant.objects.filter(organisation=organisation).values_list("options", flat=True)
    return max((len(options) for options in rows.iterator(chunk_size=5_000)), default=0)


def neutral_products(organisation: Organisation, *, origin: str = "") -> Iterator[NeutralProduct]:
    """The catalogue as neutral products, some hundred in memory at a time. Call it inside the organisation's scope."""
    last = 0
    while True:
        chunk = list(
            Product.objects.filter(organisation=organisation, removed_at=None, pk__gt=last)
            .prefetch_related("makers")
            .order_by("pk")[:CHUNK]
        )
        if not chunk:
            return
        last = chunk[-1].pk
        keys = [product.pk for product in chunk]
        variants = _by_product(
            Variant.objects.filter(product__in=keys, active=True).order_by("position", "pk")
        )
        pictures = _by_product(
            ProductPicture.objects.select_related("picture")
            .filter(product__in=keys)
            .order_by("position", "pk")
        )
        counted = (
            Item.objects.filter(variant__product__in=keys).values_list("variant_id").annotate(Sum("on_hand"))
        )
        on_hand: dict[int, int] = dict(counted)
        for product in chunk:
            yield _neutral(
                product, variants.get(product.pk, []), pictures.get(product.pk, []), on_hand, origin
            )


def _by_product(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.product_id, []).append(row)
    return found


def _neutral(
    product: Product,
    variants: Sequence[Variant],
    pictures: Sequence[ProductPicture],
    on_hand: Mapping[int, int],
    origin: str,
) -> NeutralProduct:
    names = tuple(dict.fromkeys(name for variant in variants for name in variant.options))
    return NeutralProduct(
        handle=product.external_id or product.code,
        titles=every(product.titles),
        stories=every(product.stories),
        care=every(product.care),
        text_how=_how(product),
        craft=product.craft,
        tags=tuple(map(str, product.tags)),
        materials=tuple(map(str, product.materials)),
        attributes=product.attributes,
        origin=product.region,
        makers=tuple(_name(maker.names) for maker in product.makers.all()),
        labels=tuple(map(str, product.labels)),
        published=product.shown,
        review_state=product.review,
        option_names=names,
        images=tuple(ImageRef(address(shown.picture, origin), every(shown.alt)) for shown in pictures),
        variants=tuple(_variant(variant, names, on_hand.get(variant.pk)) for variant in variants),
    )


def _name(names: Mapping[str, Any]) -> str:
    return next((names[code] for code in LANGUAGES if names.get(code)), "")


def _how(product: Product) -> dict[str, str]:
    texts = {"title": product.titles, "story": product.stories, "care": product.care}
    return {
        f"{name}_{code}": how(text, code)
        for name, text in texts.items()
        for code in every(text)
        if how(text, code) != "human"
    }


def address(picture: Picture, origin: str) -> str:
    """Where the largest JPEG of a stored picture is found: every tool reads that."""
    return f"{origin}{settings.MEDIA_URL}{picture.key[:2]}/{picture.key}/{max(picture.widths)}.jpeg"


def _variant(variant: Variant, names: Sequence[str], on_hand: int | None) -> NeutralVariant:
    modes: dict[str, Mode] = {
        "unique": "unique",
        "edition": "edition",
        "stock": "stock",
        "made_to_order": "made_to_order",
    }
    sizes = [size or None for size in [*variant.size_mm, 0, 0, 0][:3]]
    to_order = variant.mode == Variant.Mode.MADE_TO_ORDER
    days = (
        (variant.lead_days_min, variant.lead_days_max) if variant.lead_days_max or to_order else (None, None)
    )
    return NeutralVariant(
        price_minor=variant.price_minor,
        currency=variant.currency,
        sku=variant.sku,
        barcode=variant.barcode,
        options=tuple(str(variant.options.get(name, "—")) for name in names),
        quantity=on_hand,
        mode=modes[variant.mode],
        edition_size=variant.edition_size,
        lead_days_min=days[0],
        lead_days_max=days[1],
        weight_g=variant.weight_g,
        length_mm=sizes[0],
        width_mm=sizes[1],
        height_mm=sizes[2],
    )
