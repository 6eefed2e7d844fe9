"""Taking back a whole import: what it made is removed, what it changed is as before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tadamun.goods.catalogue.models import Product, ProductEdit, ProductPicture, Variant
from tadamun.goods.catalogue.operations import (
    ProductDraft,
    VariantDraft,
    remove_product,
    rewrite_products,
)
from tadamun.goods.catalogue.operations.announcing import products_changed
from tadamun.goods.imports.models import Import, ImportedPicture, ImportedProduct
from tadamun.goods.stock.models import Item, Movement
from tadamun.goods.stock.operations import SoldOut, set_quantity
from tadamun.kernel import audit, clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope

CHUNK = 100


class CannotUndo(ValueError):
    """It runs, was only tried, or failed before it wrote anything. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Undone:
    """``kept``: products that a later import changed again, which stay as that one left them."""

    removed: int
    restored: int
    kept: int


def undo_import(row: Import, *, actor: Reference | None = None) -> Undone:
    """Remove what the import made, give back what it changed: content, variants, stock less what was sold since.

    Removed products keep their page for orders (it answers 410) and come back when the file is imported again.
    What an abandoned run had written goes the same way. Repeating it does nothing. Raises ``CannotUndo``.
    """
    if row.state == Import.State.UNDONE:
        return Undone(0, 0, 0)
    if row.dry_run or not (row.state == Import.State.DONE or row.is_abandoned):
        raise CannotUndo(row.code)
    with acting(actor=actor, market_id=row.market_id), scope(
        market_id=row.market_id, organisation_id=row.organisation_id
    ):  # fmt: skip
        later = ImportedProduct.objects.filter(
            product=OuterRef("product"),
            source__gt=row.pk,
            source__state__in=(Import.State.DONE, Import.State.RUNNING),
        )
        all_rows = ImportedProduct.objects.filter(source=row)
        kept = all_rows.filter(Exists(later)).count()
        keys = list(all_rows.exclude(Exists(later)).order_by("-pk").values_list("pk", flat=True))
        removed = restored = 0
        for start in range(0, len(keys), CHUNK):
            with transaction.atomic():
                chunk = list(
                    ImportedProduct.objects.select_related("product__organisation").filter(
                        pk__in=keys[start : start + CHUNK]
                    )
                )
                removed += _remove(row, [item.product for item in chunk if item.before is None])
                restored += _restore(
                    row, [(item.product, item.before) for item in chunk if item.before is not None]
                )
        row.state, row.undone_at = Import.State.UNDONE, clock.now()
        with transaction.atomic():
            row.save(update_fields=["state", "undone_at"])
            audit.record("undo_import", row.reference, removed=removed, restored=restored, kept=kept)
    return Undone(removed, restored, kept)


def _remove(row: Import, products: Sequence[Product]) -> int:
    keys = [product.pk for product in products if product.removed_at is None]
    Product.objects.filter(pk__in=keys).update(removed_at=clock.now())
    products_changed(row.organisation, keys)
    return len(products)


def _restore(row: Import, pairs: Sequence[tuple[Product, Mapping[str, Any]]]) -> int:
    """As it was before; a product that had no variant of its own kind left keeps the later ones switched off."""
    if not pairs:
        return 0
    rewrite_products(row.organisation, [(product, _draft(before)) for product, before in pairs])
    for product, before in pairs:
        was_off = [variant["sku"] for variant in before["variants"] if not variant["active"]]
        Variant.objects.filter(product=product, sku__in=was_off).update(active=False)
        ProductEdit.objects.filter(
            product=product, state=ProductEdit.State.WAITING, asked_at__gte=row.started_at
        ).delete()
        brought = ImportedPicture.objects.filter(
            source=row, product=product, state=ImportedPicture.State.DONE
        )
        ProductPicture.objects.filter(product=product, picture__in=brought.values("picture")).delete()
        _recount(row, product, before["quantities"])
        if before["removed"]:
            remove_product(product)
    products_changed(row.organisation, [product.pk for product, _ in pairs])
    return len(pairs)


def _draft(before: Mapping[str, Any]) -> ProductDraft:
    return ProductDraft(
        **before["content"], variants=[_variant_draft(variant) for variant in before["variants"]]
    )


def _variant_draft(v: Mapping[str, Any]) -> VariantDraft:
    return VariantDraft(
        sku=v["sku"], price=Money(v["price_minor"], v["currency"]), options=v["options"], mode=v["mode"],
        edition_size=v["edition_size"], lead_days=(v["lead_days_min"], v["lead_days_max"]), weight_g=v["weight_g"],
        size_mm=v["size_mm"], barcode=v["barcode"],
    )  # fmt: skip


def _recount(row: Import, product: Product, quantities: Mapping[str, int]) -> None:
    """What this import's movements added or took, the other way round; what was sold since stays sold."""
    moved: dict[int, int] = {}
    reference = str(row.reference)
    movements = Movement.objects.filter(item__variant__product=product, reference=reference)
    for key, delta in movements.values_list("item__variant_id", "delta"):
        moved[key] = moved.get(key, 0) + delta
    for variant in Variant.objects.filter(
        product=product, pk__in=[key for key, delta in moved.items() if delta]
    ):
        variant.organisation, variant.product = row.organisation, product
        item = Item.objects.filter(variant=variant).order_by("pk").first()
        if item is None:
            continue
        target = max(item.on_hand - moved[variant.pk], item.held, 0)
        try:
            set_quantity(variant, target, reason=Movement.Reason.UNDONE, reference=reference)
        except SoldOut:
            continue  # a basket took one meanwhile: it stays promised
