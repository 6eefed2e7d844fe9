"""Making and rewriting products, one or a thousand at a time by the same path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.crafts import crafts
from tadamun.goods.catalogue.models import Picture, Piece, Product, ProductPicture, Variant
from tadamun.goods.catalogue.operations.announcing import products_changed
from tadamun.kernel import audit, clock
from tadamun.kernel.bulk import insert_rows, new_row
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import every
from tadamun.people.sellers.models import Organisation

_MODES = frozenset(Variant.Mode.values)  # the enumeration makes its list anew each time


class BadProduct(ValueError):
    """A draft that cannot become a product: ``field`` says where, ``code`` why. Nothing was written."""

    def __init__(self, field_: str, code: str) -> None:
        super().__init__(f"{field_}: {code}")
        self.field, self.code = field_, code


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A variant to be. ``quantity`` is given to stock by whoever calls; a unique variant has at most one."""

    sku: str
    price: Money
    options: Mapping[str, str] = field(default_factory=dict)
    mode: str = Variant.Mode.STOCK
    quantity: int = 0
    edition_size: int | None = None
    lead_days: tuple[int, int] = (0, 0)
    weight_g: int | None = None
    size_mm: Sequence[int] = ()
    barcode: str = ""

    def check(self) -> None:
        if self.price.minor <= 0:
            raise BadProduct("price", "not_above_zero")
        if self.mode not in _MODES:
            raise BadProduct("mode", "unknown")
        if self.mode == Variant.Mode.UNIQUE and self.quantity > 1:
            raise BadProduct("quantity", "unique_is_one")
        if self.quantity < 0:
            raise BadProduct("quantity", "negative")
        if self.lead_days[0] > self.lead_days[1]:
            raise BadProduct("lead_days", "not_in_order")
        if not self.sku or len(self.sku) > 80:
            raise BadProduct("sku", "length")


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product to be. ``pictures`` are stored ones with their alternative texts; ``makers`` by key."""

    craft: str
    titles: Mapping[str, str]
    variants: Sequence[VariantDraft]
    stories: Mapping[str, str] = field(default_factory=dict)
    care: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    materials: Sequence[str] = ()
    labels: Sequence[str] = ()
    tags: Sequence[str] = ()
    region: str = ""
    makers: Sequence[int] = ()
    pictures: Sequence[tuple[Picture, Mapping[str, str]]] = ()
    external_id: str = ""
    shown: bool = True
    review: str = Product.Review.DRAFT

    def check(self) -> None:
        """Raises ``BadProduct`` at the first thing that cannot be kept."""
        if self.craft not in crafts():
            raise BadProduct("craft", "unknown")
        if not every(self.titles):
            raise BadProduct("title", "missing")
        if any(len(title) > 300 for title in every(self.titles).values()):
            raise BadProduct("title", "length")
        if not self.variants:
            raise BadProduct("variants", "missing")
        if len({variant.sku for variant in self.variants}) != len(self.variants):
            raise BadProduct("sku", "duplicate")
        for variant in self.variants:
            variant.check()


def create_product(organisation: Organisation, draft: ProductDraft) -> Product:
    return create_products(organisation, [draft])[0]


def create_products(organisation: Organisation, drafts: Sequence[ProductDraft]) -> list[Product]:
    """Make them all or none. Raises ``BadProduct``, or ``IntegrityError`` for a SKU or handle in use.

    A draft with ``review=approved`` is on sale at once: for imports by a market that trusts the file.
    """
    for draft in drafts:
        draft.check()
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        products = insert_rows(_product(organisation, draft) for draft in drafts)
        pairs = list(zip(products, drafts, strict=True))
        variants = insert_rows(
            variant_row(organisation, product, variant, position)
            for product, draft in pairs
            for position, variant in enumerate(draft.variants)
        )
        make_pieces(variants)
        insert_rows(
            ProductPicture(product=product, picture=picture, position=position, alt=dict(alt))
            for product, draft in pairs
            for position, (picture, alt) in enumerate(draft.pictures)
        )
        through = Product.makers.through
        insert_rows(
            through(product_id=product.pk, maker_id=maker)
            for product, draft in pairs
            for maker in draft.makers
        )
        products_changed(organisation, [product.pk for product in products])
        audit.record(
            "create_products", organisation.reference, products=[product.code for product in products][:50]
        )
    return products


def _product(organisation: Organisation, draft: ProductDraft) -> Product:
    return Product(
        organisation=organisation,
        code=new_code(8),
        published_at=clock.now(),
        review=draft.review,
        **_written(draft),
    )


def _written(draft: ProductDraft) -> dict[str, Any]:
    return {
        "external_id": draft.external_id, "craft": draft.craft, "titles": dict(draft.titles),
        "stories": dict(draft.stories), "care": dict(draft.care), "attributes": dict(draft.attributes),
        "materials": list(draft.materials), "labels": list(draft.labels), "tags": list(draft.tags),
        "region": draft.region, "shown": draft.shown,
    }  # fmt: skip


def variant_row(organisation: Organisation, product: Product, draft: VariantDraft, position: int) -> Variant:
    """An unsaved row of the draft."""
    return new_row(
        Variant, product_id=product.pk, organisation_id=organisation.pk, sku=draft.sku, barcode=draft.barcode,
        options=dict(draft.options), mode=draft.mode, edition_size=draft.edition_size,
        lead_days_min=draft.lead_days[0], lead_days_max=draft.lead_days[1], price_minor=draft.price.minor,
        currency=draft.price.currency, weight_g=draft.weight_g, size_mm=list(draft.size_mm), position=position,
    )  # fmt: skip


def make_pieces(variants: Sequence[Variant]) -> None:
    """One piece for a unique variant, ``edition_size`` for an edition."""
    insert_rows(
        Piece(variant_id=variant.pk, serial=serial)
        for variant in variants
        if variant.mode in (Variant.Mode.UNIQUE, Variant.Mode.EDITION)
        for serial in range(1, (1 if variant.mode == Variant.Mode.UNIQUE else variant.edition_size or 0) + 1)
    )


def rewrite_products(organisation: Organisation, pairs: Sequence[tuple[Product, ProductDraft]]) -> None:
    """Give existing products the content of drafts; variants are matched by SKU, those not named become inactive.

    Pictures, makers, codes and review state stay. Repeating it changes nothing. Raises ``BadProduct``.
    """
    if not pairs:
        return
    for _, draft in pairs:
        draft.check()
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        rows = {
            (row.product_id, row.sku): row
            for row in Variant.objects.filter(product__in=[product.pk for product, _ in pairs])
        }
        new: list[Variant] = []
        for product, draft in pairs:
            for name, value in _written(draft).items():
                setattr(product, name, value)
            for position, variant in enumerate(draft.variants):
                wanted = variant_row(organisation, product, variant, position)
                row = rows.pop((product.pk, variant.sku), None)
                if row is None:
                    new.append(wanted)
                    continue
                wanted.pk, wanted.mode = row.pk, row.mode
                rows[(product.pk, variant.sku)] = wanted
        kept = {variant.sku for _, draft in pairs for variant in draft.variants}
        for row in rows.values():
            row.active = row.sku in kept
        Product.objects.bulk_update([product for product, _ in pairs], fields=list(_written(pairs[0][1])))
        if rows:
            Variant.objects.bulk_update(
                rows.values(),
                fields=[
                    "barcode", "options", "edition_size", "lead_days_min", "lead_days_max", "price_minor", "currency",
                    "weight_g", "size_mm", "position", "active",
                ],
            )  # fmt: skip
        make_pieces(insert_rows(new))
        products_changed(organisation, [product.pk for product, _ in pairs])
        audit.record("rewrite_products", organisation.reference, products=[p.code for p, _ in pairs][:50])
