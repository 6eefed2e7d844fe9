"""What she corrects of a piece herself: after it was sent back, or while it is on sale."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.models import Product, ProductEdit
from tadamun.goods.catalogue.operations.reviewing import edit_product, locked_review, submit_product
from tadamun.goods.catalogue.operations.wording import say_own_words, tell_anew
from tadamun.kernel.scopes import scope


def proposed_edit(product: Product) -> ProductEdit | None:
    """Of an approved piece: the change that waits, or the last one where it was sent back."""
    if product.review != Product.Review.APPROVED:
        return None
    edit = ProductEdit.objects.filter(product=product).order_by("pk").last()
    return edit if edit and edit.state != ProductEdit.State.APPROVED else None


def correct_product(
    product: Product,
    changes: Mapping[str, Any],
    *,
    typed: str = "",
    voice: str = "",
    needs_hand: bool = True,
    mine: bool = True,
) -> ProductEdit | None:
    """Change what is reviewed and ask for review again, at once or not at all.

    Of an approved piece the change waits, on top of one that waits already or was sent back; the piece stays as it is.
    ``typed``: the language whose words were typed, by herself (``mine``) or for her; ``voice``: what she says of it now, by
    the recording's code, of a piece not yet approved. Raises ``WrongState``.
    """
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.review = locked_review(product)
        before = proposed_edit(product)
        edit = (
            edit_product(product, {**(before.changes if before else {}), **changes})
            if changes or before
            else None
        )
        if product.review == Product.Review.APPROVED:
            return edit
        if typed:
            say_own_words(product, typed, voice=voice, needs_hand=needs_hand and mine, mine=mine)
        elif voice:
            tell_anew(product, voice, needs_hand=needs_hand)
        if product.review != Product.Review.WAITING:
            submit_product(product)
    return edit
