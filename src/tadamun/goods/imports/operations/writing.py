"""Some hundred products into the catalogue in one transaction: made, changed, or left as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.catalogue.operations import (
    create_products,
    edit_product,
    restore_product,
    rewrite_products,
    submit_product,
)
from tadamun.goods.catalogue.operations.announcing import products_changed
from tadamun.goods.imports.checking import MAX_SKU, MAX_TITLE
from tadamun.goods.imports.models import Import, ImportedProduct
from tadamun.goods.imports.neutral import NeutralProduct
from tadamun.goods.imports.operations.matching import (
    CONTENT,
    Known,
    chosen_skus,
    content_of,
    content_of_draft,
    known,
    matched,
    variant_content,
    variants_of_draft,
)
from tadamun.goods.imports.operations.picturing import note_pictures
from tadamun.goods.imports.planning import Ground, Plan, planned, with_handle
from tadamun.goods.imports.problems import RowProblem
from tadamun.goods.stock.models import Movement
from tadamun.goods.stock.operations import SoldOut, receive, set_quantity
from tadamun.kernel.bulk import new_row, put_rows

# What the catalogue says of a draft (``BadProduct``), as the reader of a file knows it already.
_REASONS: dict[str, tuple[str, dict[str, str | int]]] = {
    "craft: unknown": ("craft_missing", {}),
    "title: missing": ("title_missing", {}),
    "title: length": ("title_too_long", {"limit": MAX_TITLE}),
    "sku: length": ("sku_too_long", {"limit": MAX_SKU}),
    "variants: missing": ("price_missing", {}),
    "price: not_above_zero": ("price_zero", {}),
    "quantity: unique_is_one": ("unique_is_one", {}),
    "quantity: negative": ("count_negative", {}),
    "lead_days: not_in_order": ("days_reversed", {}),
}


@dataclass(slots=True)
class Written:
    """What became of a chunk."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def add(self, other: "Written") -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.problems += other.problems


def write_products(
    source: Import, products: Sequence[NeutralProduct], ground: Ground, *, dry: bool
) -> Written:
    """Each product whole or not at all. Call it inside a transaction and the organisation's scope.

    The chunk goes through in bulk; when the catalogue refuses it, one product after another, so that one bad product
    costs only itself.
    """
    try:
        with transaction.atomic():
            return _write(source, products, ground, dry=dry)
    except (ValueError, IntegrityError) as error:  # BadProduct, or what a reaction above will not show
        if len(products) == 1:
            row = products[0].rows[0]
            code, limit = _REASONS.get(str(error), ("refused", {}))
            problem = RowProblem(
                row, "", code, products[0].handle[:80], limit or {"reason": str(error)[:200]}
            )
            return Written(refused=1, problems=[problem])
    outcome = Written()
    for product in products:
        outcome.add(write_products(source, [product], ground, dry=dry))
    return outcome


def _write(source: Import, products: Sequence[NeutralProduct], ground: Ground, *, dry: bool) -> Written:
    here = known(ground.organisation, products)
    outcome = Written()
    new: list[Plan] = []
    old: list[tuple[Product, Plan]] = []
    for product in products:
        target, problem = matched(product, here, ground.column)
        if problem:
            outcome.problems.append(problem)
            outcome.refused += 1
            continue
        plan = planned(product, chosen_skus(product, target, here), ground)
        outcome.problems += plan.problems
        if plan.refused:
            outcome.refused += 1
        elif not product.variants:
            # A draft without variants is nothing the catalogue can hold; it is known already or waits for a price.
            outcome.problems.append(
                RowProblem(product.rows[0], ground.column("price"), "price_missing", product.handle)
            )
            outcome.refused += 1
        elif target is None:
            new.append(plan)
        else:
            other = here.by_handle.get(product.handle)
            keeps = other is not None and other.pk != target.pk
            old.append((target, with_handle(plan, target.external_id) if keeps else plan))
    _create(source, new, outcome, dry=dry)
    _update(source, old, here, outcome, dry=dry)
    return outcome


def _create(source: Import, plans: Sequence[Plan], outcome: Written, *, dry: bool) -> None:
    outcome.created += len(plans)
    if dry or not plans:
        return
    organisation = source.organisation
    # Unseen until their stock has come: the read model is then written once, and never shows a new product sold out.
    unseen = [replace(plan.draft, review=Product.Review.DRAFT) for plan in plans]
    products = create_products(organisation, unseen)
    keys = dict(Variant.objects.filter(product__in=products).values_list("sku", "pk"))
    stock = {
        keys[sku]: quantity
        for plan in plans
        for sku, quantity in plan.quantities.items()
        if quantity is not None
    }
    receive(organisation, stock, reason=Movement.Reason.IMPORTED, reference=str(source.reference))
    review = Product.Review.APPROVED if source.trusted else Product.Review.WAITING
    made = [product.pk for product in products]
    Product.objects.filter(pk__in=made).update(review=review)
    if source.trusted:
        products_changed(organisation, made)
    put_rows(
        new_row(ImportedProduct, source_id=source.pk, product_id=product.pk, row=plan.product.rows[0])
        for product, plan in zip(products, plans, strict=True)
    )
    note_pictures(source, list(zip(products, (plan.product for plan in plans), strict=True)))


def _update(
    source: Import, pairs: Sequence[tuple[Product, Plan]], here: Known, outcome: Written, *, dry: bool
) -> None:
    rewritten: list[tuple[Product, Plan]] = []
    for product, plan in pairs:
        if _is_same(product, plan, here):
            outcome.unchanged += 1
        else:
            outcome.updated += 1
            rewritten.append((product, plan))
    if dry:
        return
    if rewritten:
        _rewrite(source, rewritten, here, outcome)
    note_pictures(source, [(product, plan.product) for product, plan in pairs])


def _rewrite(
    source: Import, rewritten: Sequence[tuple[Product, Plan]], here: Known, outcome: Written
) -> None:
    # Run again after an interruption, the first memory counts.
    put_rows(
        ImportedProduct(source=source, product=p, row=plan.product.rows[0], before=_before(p, here))
        for p, plan in rewritten
    )
    for product, plan in rewritten:
        restore_product(product)
        _ask_for_review(product, plan, here, outcome, trusted=source.trusted)
    rewrite_products(
        source.organisation, [(p, _kept(p, plan, trusted=source.trusted).draft) for p, plan in rewritten]
    )
    for product, plan in rewritten:
        _count(source, product, plan, here, outcome)


def _is_same(product: Product, plan: Plan, here: Known) -> bool:
    """Nothing would change: then nothing is written, so that the same file again is cheap."""
    content = content_of_draft(plan.draft)
    current = content_of(product) | here.edits.get(product.pk, {})
    if product.removed_at or any(content[name] != current[name] for name in content):
        return False
    active = [variant for variant in here.variants.get(product.pk, []) if variant.active]
    if [variant_content(variant) for variant in active] != variants_of_draft(plan.draft):
        return False
    return all(
        quantity is None or here.on_hand.get(here.by_sku[sku].pk, 0) == quantity
        for sku, quantity in plan.quantities.items()
    )


def _waits(product: Product, *, trusted: bool) -> bool:
    return not trusted and product.review == Product.Review.APPROVED


def _ask_for_review(product: Product, plan: Plan, here: Known, outcome: Written, *, trusted: bool) -> None:
    """Words of a product on sale are not changed by a file alone; one that was sent back and says something else waits again."""
    wanted = content_of_draft(plan.draft)
    changes = {name: wanted[name] for name in CONTENT if wanted[name] != getattr(product, name)}
    if changes and product.review == Product.Review.SENT_BACK:
        submit_product(product)
    if not _waits(product, trusted=trusted):
        return
    if changes and changes != here.edits.get(product.pk):
        edit_product(product, changes)
        outcome.problems.append(RowProblem(plan.product.rows[0], "", "edit_waits", product.external_id))


def _kept(product: Product, plan: Plan, *, trusted: bool) -> Plan:
    """The plan with the reviewed words as they are, where the new ones wait."""
    if not _waits(product, trusted=trusted):
        return plan
    return replace(plan, draft=replace(plan.draft, **{name: getattr(product, name) for name in CONTENT}))


def _before(product: Product, here: Known) -> dict[str, Any]:
    variants = here.variants.get(product.pk, [])
    return {
        "content": content_of(product),
        "removed": product.removed_at is not None,
        "variants": [variant_content(v) | {"mode": v.mode, "active": v.active} for v in variants],
        "quantities": {v.sku: here.on_hand[v.pk] for v in variants if v.pk in here.on_hand},
    }


def _count(source: Import, product: Product, plan: Plan, here: Known, outcome: Written) -> None:
    """Stock as the file says, by a movement that names the import. What the file does not say stays."""
    organisation, reference = source.organisation, str(source.reference)
    current = {variant.sku: variant for variant in Variant.objects.filter(product=product)}
    first: dict[int, int] = {}
    for sku, quantity in plan.quantities.items():
        variant = current[sku]
        if quantity is None or here.on_hand.get(variant.pk) == quantity:
            continue
        if variant.pk not in here.on_hand:
            first[variant.pk] = quantity
            continue
        variant.organisation, variant.product = organisation, product
        try:
            set_quantity(variant, quantity, reason=Movement.Reason.IMPORTED, reference=reference)
        except SoldOut:
            outcome.problems.append(RowProblem(plan.product.rows[0], "quantity", "stock_held", sku))
    receive(organisation, first, reason=Movement.Reason.IMPORTED, reference=reference)
