"""From draft to approved, and the edits of approved products. Price and stock never wait here."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.events import ProductApproved, ProductSentBack, ProductSubmitted
from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.goods.catalogue.operations.announcing import product_changed
from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import scope

REVIEWED_FIELDS = {
    "titles",
    "stories",
    "care",
    "attributes",
    "materials",
    "labels",
    "tags",
    "craft",
    "region",
}


class WrongState(ValueError):
    """What was asked does not follow from where it stands; nothing was written."""


def _move(product: Product, state: str, kind: type[ProductSubmitted], reason: str = "") -> Product:
    if product.review == state:
        return product
    if state not in Product.FOLLOWS[product.review]:
        raise WrongState(f"{product.review} → {state}")
    product.review, product.review_reason = state, reason
    if state == Product.Review.APPROVED:
        product.published_at = clock.now()
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.save(update_fields=["review", "review_reason", "published_at"])
        announce(kind(market_id=current().market_id or 0, code=product.code))
        product_changed(product)
        audit.record(f"product_{state}", product.reference, reason=reason)
    return product


def submit_product(product: Product) -> Product:
    """Ask for review. Raises ``WrongState``."""
    return _move(product, Product.Review.WAITING, ProductSubmitted)


def approve_product(product: Product) -> Product:
    """It is shown from the next request on. Repeating it does nothing. Raises ``WrongState``."""
    return _move(product, Product.Review.APPROVED, ProductApproved)


def send_back_product(product: Product, *, reason: str) -> Product:
    """With a reason its seller is told; it is not shown meanwhile. Raises ``WrongState``."""
    if not reason.strip():
        raise WrongState("a product is sent back with a reason")
    return _move(product, Product.Review.SENT_BACK, ProductSentBack, reason)


def edit_product(product: Product, changes: Mapping[str, Any]) -> ProductEdit | None:
    """Change what is reviewed. A product not yet approved changes at once (``None``); an approved one waits.

    A second edit before review replaces the first. Raises ``WrongState`` for a field that is not reviewed.
    """
    if unknown := set(changes) - REVIEWED_FIELDS:
        raise WrongState(f"not reviewed: {sorted(unknown)}")
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        if product.review != Product.Review.APPROVED:
            _write(product, changes)
            return None
        edit, _ = ProductEdit.objects.update_or_create(
            product=product,
            state=ProductEdit.State.WAITING,
            defaults={"changes": dict(changes), "asked_by": str(current().actor), "asked_at": clock.now()},
        )
        announce(ProductSubmitted(market_id=current().market_id or 0, code=product.code))
        audit.record("edit_product", product.reference, fields=sorted(changes))
    return edit


def _write(product: Product, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(product, name, value)
    product.save(update_fields=list(changes))
    product_changed(product)
    audit.record("write_product", product.reference, fields=sorted(changes))


def _decide(edit: ProductEdit, state: str, reason: str) -> None:
    edit.state, edit.reason, edit.decided_at = state, reason, clock.now()
    edit.save(update_fields=["state", "reason", "decided_at"])


def approve_edit(edit: ProductEdit) -> None:
    """The change is shown from the next request on. Repeating it does nothing."""
    if edit.state != ProductEdit.State.WAITING:
        return
    product = edit.product
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        _decide(edit, ProductEdit.State.APPROVED, "")
        _write(product, edit.changes)
        announce(ProductApproved(market_id=current().market_id or 0, code=product.code))


def send_back_edit(edit: ProductEdit, *, reason: str) -> None:
    """The product stays as it was; its seller is told why."""
    if not reason.strip():
        raise WrongState("an edit is sent back with a reason")
    if edit.state != ProductEdit.State.WAITING:
        return
    with transaction.atomic(), scope(organisation_id=edit.product.organisation_id):
        _decide(edit, ProductEdit.State.SENT_BACK, reason)
        announce(ProductSentBack(market_id=current().market_id or 0, code=edit.product.code))
        audit.record("edit_sent_back", edit.product.reference, reason=reason)
