"""Many prices, numbers and switches of one seller at once: all of them, or none and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.catalogue.operations import change_price, show_product
from tadamun.goods.catalogue.operations.making import BadProduct
from tadamun.goods.stock.operations import Recounted, SoldOut, set_quantity
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.sellers.models import Organisation

MOST = 200
"""Rows of one table."""
UNKNOWN, PRICE, RECOUNTED, HELD, NUMBER = "unknown", "price", "recounted", "held", "number"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a variant shall be. ``price_minor`` in its own currency; ``quantity`` and ``seen`` (the number she saw) are ``None``
    for what is made to order; ``shown`` is its product's, ``None`` to leave it.
    """

    sku: str
    price_minor: int
    quantity: int | None = None
    seen: int | None = None
    shown: bool | None = None


class RefusedEdits(ValueError):
    """Nothing was written. ``problems``: SKU → why, one of the words above."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(f"{sku}: {why}" for sku, why in problems.items()))
        self.problems = problems


def edit_offers(organisation: Organisation, edits: Sequence[Edit]) -> int:
    """Write those that differ; returns how many variants changed. Repeating changes none. Raises ``RefusedEdits``."""
    if len(edits) > MOST:
        raise RefusedEdits({"": NUMBER})
    problems: dict[str, str] = {}
    with transaction.atomic(), scope(organisation_id=organisation.pk):
        rows = Variant.objects.select_related("product__organisation", "organisation")
        known = {
            row.sku: row
            for row in rows.filter(sku__in=[edit.sku for edit in edits], product__removed_at=None)
        }
        changed = 0
        for edit in edits:
            try:
                changed += _edit(known[edit.sku], edit)
            except KeyError:
                problems[edit.sku] = UNKNOWN
            except BadProduct:
                problems[edit.sku] = PRICE
            except Recounted:
                problems[edit.sku] = RECOUNTED
            except SoldOut:
                problems[edit.sku] = HELD
            except ValueError:
                problems[edit.sku] = NUMBER
        if problems:
            transaction.set_rollback(True)
    if problems:
        raise RefusedEdits(problems)
    return changed


def _edit(variant: Variant, edit: Edit) -> bool:
    changed = False
    if edit.price_minor != variant.price_minor:
        change_price(variant, Money(edit.price_minor, variant.currency))
        changed = True
    if edit.quantity is not None and edit.quantity != edit.seen:
        set_quantity(variant, edit.quantity, seen=edit.seen)
        changed = True
    if edit.shown is not None and edit.shown != variant.product.shown:
        show_product(variant.product, edit.shown)
        changed = True
    return changed
