"""From draft to approved, and the edits of approved products. Price and stock never wait here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tadamun.goods.catalogue.events import ProductApproved, ProductSentBack, ProductSubmitted
from tadamun.goods.catalogue.models import Picture, Product, ProductEdit, ProductPicture, Wording
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
    "pictures",
}
"""``pictures``: the sha256 of those shown, in their order."""


_MOVED = ["review", "review_reason", "review_codes", "review_voice", "published_at"]


class WrongState(ValueError):
    """What was asked does not follow from where it stands; nothing was written."""


class NotHeard(WrongState):
    """She has not yet heard and agreed to what others did for her: words they wrote, a price a helper typed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something goes back: words, the codes of reasons that have a picture, a recording by its code. One at least."""

    words: str = ""
    codes: tuple[str, ...] = ()
    voice: str = ""

    def check(self) -> None:
        if not (self.words.strip() or self.codes or self.voice):
            raise WrongState("it is sent back with a reason")


_NONE = Reason()


def _move(product: Product, state: str, kind: type[ProductSubmitted], reason: Reason = _NONE) -> Product:
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.review = locked_review(product)
        if product.review == state:
            return product
        if state not in Product.FOLLOWS[product.review]:
            raise WrongState(f"{product.review} → {state}")
        product.review, product.review_reason = state, reason.words
        product.review_codes, product.review_voice = list(reason.codes), reason.voice
        if state == Product.Review.APPROVED:
            product.published_at = clock.now()
        product.save(update_fields=_MOVED)
        announce(kind(market_id=current().market_id or 0, code=product.code))
        product_changed(product)
        audit.record(f"product_{state}", product.reference, reason=reason.words or ",".join(reason.codes))
    return product


def locked_review(product: Product) -> str:
    """How far it is now; it and its words move behind this lock alone. In the caller's transaction and scope."""
    state: str = Product.objects.select_for_update().values_list("review", flat=True).get(pk=product.pk)
    return state


def submit_product(product: Product) -> Product:
    """Ask for review. Raises ``WrongState``."""
    return _move(product, Product.Review.WAITING, ProductSubmitted)


def approve_product(product: Product) -> Product:
    """It is shown from the next request on. Repeating it does nothing. Raises ``WrongState``, ``NotHeard`` where words
    written for her wait for her green hand, or a helper's price for her yes."""
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        locked_review(product)
        unheard = Wording.objects.filter(product=product, needs_hand=True)
        if unheard.exclude(state=Wording.State.AGREED).exists():
            raise NotHeard("she has not agreed to the words yet")
        if Product.objects.filter(pk=product.pk, price_to_hear=True).exists():
            raise NotHeard("she has not said yes to the price yet")
        return _move(product, Product.Review.APPROVED, ProductApproved)


def send_back_product(
    product: Product, *, reason: str = "", codes: Sequence[str] = (), voice: str = ""
) -> Product:
    """With a reason its seller is told, in words, by codes or as a recording; it is not shown meanwhile. Raises
    ``WrongState``."""
    said = Reason(reason, tuple(codes), voice)
    said.check()
    return _move(product, Product.Review.SENT_BACK, ProductSentBack, said)


def edit_product(product: Product, changes: Mapping[str, Any]) -> ProductEdit | None:
    """Change what is reviewed. A product not yet approved changes at once (``None``); an approved one waits.

    A second edit before review replaces the first. Raises ``WrongState`` for a field that is not reviewed.
    """
    if unknown := set(changes) - REVIEWED_FIELDS:
        raise WrongState(f"not reviewed: {sorted(unknown)}")
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        product.review = locked_review(product)
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
    columns = [name for name in changes if name != "pictures"]
    for name in columns:
        setattr(product, name, changes[name])
    product.save(update_fields=columns)
    if "pictures" in changes:
        _show(product, changes["pictures"])
    product_changed(product)
    audit.record("write_product", product.reference, fields=sorted(changes))


def _show(product: Product, digests: Sequence[str]) -> None:
    """These pictures of its organisation, in this order; what was said of one stays."""
    stored = {row.digest: row for row in Picture.objects.filter(digest__in=digests)}
    shown = ProductPicture.objects.filter(product=product)
    shown.exclude(picture__in=list(stored.values())).delete()
    for position, digest in enumerate(digests):
        if digest in stored:
            place = {"position": position}
            shown.update_or_create(product=product, picture=stored[digest], defaults=place)


def _decide(edit: ProductEdit, state: str, reason: Reason) -> None:
    edit.state, edit.decided_at = state, clock.now()
    edit.reason, edit.codes, edit.voice = reason.words, list(reason.codes), reason.voice
    edit.save(update_fields=["state", "reason", "codes", "voice", "decided_at"])


def approve_edit(edit: ProductEdit) -> None:
    """The change is shown from the next request on. Repeating it does nothing."""
    if edit.state != ProductEdit.State.WAITING:
        return
    product = edit.product
    with transaction.atomic(), scope(organisation_id=product.organisation_id):
        _decide(edit, ProductEdit.State.APPROVED, _NONE)
        _write(product, edit.changes)
        announce(ProductApproved(market_id=current().market_id or 0, code=product.code))


def send_back_edit(
    edit: ProductEdit, *, reason: str = "", codes: Sequence[str] = (), voice: str = ""
) -> None:
    """The product stays as it was; its seller is told why."""
    said = Reason(reason, tuple(codes), voice)
    said.check()
    if edit.state != ProductEdit.State.WAITING:
        return
    with transaction.atomic(), scope(organisation_id=edit.product.organisation_id):
        _decide(edit, ProductEdit.State.SENT_BACK, said)
        announce(ProductSentBack(market_id=current().market_id or 0, code=edit.product.code))
        audit.record("edit_sent_back", edit.product.reference, reason=reason or ",".join(codes))
