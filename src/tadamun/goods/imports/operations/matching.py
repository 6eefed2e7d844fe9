"""Which products of a file are already in the catalogue, and what they hold there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tadamun.goods.catalogue.models import Product, ProductEdit, Variant
from tadamun.goods.catalogue.operations import ProductDraft
from tadamun.goods.imports.checking import MAX_SKU
from tadamun.goods.imports.neutral import NeutralProduct
from tadamun.goods.imports.problems import RowProblem
from tadamun.goods.stock.models import Item
from tadamun.people.sellers.models import Organisation

CONTENT = ("craft", "titles", "stories", "care", "attributes", "materials", "labels", "tags", "region")
OWN_FIELDS = (*CONTENT, "external_id", "shown")
VARIANT = (
    "sku", "barcode", "options", "edition_size", "lead_days_min", "lead_days_max", "price_minor", "currency",
    "weight_g", "size_mm",
)  # fmt: skip


@dataclass(slots=True)
class Known:
    """The part of the catalogue that a chunk of a file touches, read with four queries."""

    by_handle: dict[str, Product] = field(default_factory=dict)
    by_pk: dict[int, Product] = field(default_factory=dict)
    by_sku: dict[str, Variant] = field(default_factory=dict)
    variants: dict[int, list[Variant]] = field(default_factory=dict)
    on_hand: dict[int, int] = field(default_factory=dict)  # variant → pieces; absent: never counted
    edits: dict[int, dict[str, Any]] = field(default_factory=dict)  # product → changes that wait for review


def known(organisation: Organisation, products: Sequence[NeutralProduct]) -> Known:
    """Call it inside the organisation's scope."""
    handles = [product.handle for product in products]
    skus = {sku for product in products for sku in wanted_skus(product)}
    found = Known()
    touched = {
        v.product_id
        for v in Variant.objects.filter(organisation=organisation, sku__in=skus).only("product_id")
    }
    for product in Product.objects.filter(organisation=organisation, external_id__in=handles):
        touched.add(product.pk)
    for product in Product.objects.select_related("organisation").filter(
        organisation=organisation, pk__in=touched
    ):
        found.by_pk[product.pk] = product
        if product.external_id:
            found.by_handle[product.external_id] = product
    if not touched:
        return found
    for variant in Variant.objects.filter(product__in=touched).order_by("position", "pk"):
        found.by_sku[variant.sku] = variant
        found.variants.setdefault(variant.product_id, []).append(variant)
    for pk, count in Item.objects.filter(variant__product__in=touched).values_list("variant_id", "on_hand"):
        found.on_hand[pk] = found.on_hand.get(pk, 0) + count
    for pk, changes in ProductEdit.objects.filter(product__in=touched, state="waiting").values_list(
        "product_id", "changes"
    ):
        found.edits[pk] = changes
    return found


def wanted_skus(product: NeutralProduct) -> list[str]:
    """The SKUs of the file; where it has none, the handle, numbered when there are several variants."""
    base = product.handle[: MAX_SKU - 6]
    alone = len(product.variants) == 1
    return [
        variant.sku or (base if alone else f"{base}-{n}")
        for n, variant in enumerate(product.variants, start=1)
    ]


def matched(
    product: NeutralProduct, here: Known, column: Callable[[str], str]
) -> tuple[Product | None, RowProblem | None]:
    """The product that this one is, by SKU, else by handle; a problem when its SKUs belong to others."""
    owners = {
        here.by_sku[variant.sku].product_id: variant
        for variant in product.variants
        if variant.sku and variant.sku in here.by_sku
    }
    by_handle = here.by_handle.get(product.handle)
    target = (
        by_handle.pk if by_handle and (not owners or by_handle.pk in owners) else next(iter(owners), None)
    )
    for pk, variant in owners.items():
        if pk != target:
            name = here.by_pk[pk].external_id or here.by_pk[pk].code
            return None, RowProblem(
                variant.row, column("sku"), "sku_elsewhere", variant.sku, {"product": name}
            )
    return (here.by_pk[target] if target is not None else None), None


def chosen_skus(product: NeutralProduct, target: Product | None, here: Known) -> tuple[str, ...]:
    """What each variant is called here: as in the file, else as the variant of the same options is already called."""
    by_options = {
        tuple(variant.options.values()): variant.sku for variant in here.variants.get(target.pk, [])
    } if target else {}  # fmt: skip
    taken = {variant.sku for variant in product.variants if variant.sku}
    skus = []
    for variant, wanted in zip(product.variants, wanted_skus(product), strict=True):
        sku = variant.sku or by_options.get(variant.options, "")
        if not sku:
            sku = _free(wanted, taken, target, here)
        taken.add(sku)
        skus.append(sku)
    return tuple(skus)


def _free(wanted: str, taken: Iterable[str], target: Product | None, here: Known) -> str:
    sku, number = wanted, 1
    while sku in taken or (
        sku in here.by_sku and (target is None or here.by_sku[sku].product_id != target.pk)
    ):
        number += 1
        sku = f"{wanted}~{number}"
    return sku


def content_of_draft(draft: ProductDraft) -> dict[str, Any]:
    return {
        "craft": draft.craft, "titles": dict(draft.titles), "stories": dict(draft.stories), "care": dict(draft.care),
        "attributes": dict(draft.attributes), "materials": list(draft.materials), "labels": list(draft.labels),
        "tags": list(draft.tags), "region": draft.region, "external_id": draft.external_id, "shown": draft.shown,
    }  # fmt: skip


def content_of(product: Product) -> dict[str, Any]:
    return {name: getattr(product, name) for name in OWN_FIELDS}


def variants_of_draft(draft: ProductDraft) -> list[dict[str, Any]]:
    return [
        {
            "sku": v.sku, "barcode": v.barcode, "options": dict(v.options), "edition_size": v.edition_size,
            "lead_days_min": v.lead_days[0], "lead_days_max": v.lead_days[1], "price_minor": v.price.minor,
            "currency": v.price.currency, "weight_g": v.weight_g, "size_mm": list(v.size_mm),
        }
        for v in draft.variants
    ]  # fmt: skip


def variant_content(variant: Variant) -> dict[str, Any]:
    return {name: getattr(variant, name) for name in VARIANT}
