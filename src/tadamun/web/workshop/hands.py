"""Words that wait for her green hand, as the pages show them. In the scope of one organisation."""

from typing import Any

from tadamun.goods.catalogue.models import Product, ProductEdit, Wording
from tadamun.goods.catalogue.reasons import ICONS, REASONS
from tadamun.people.recordings.models import Recording


def wording_of(product: Product) -> Wording | None:
    if product.review == Product.Review.APPROVED:
        return None
    return Wording.objects.filter(product=product).first()


def recording(code: str) -> Recording | None:
    """Of this market, by its code."""
    return Recording.objects.filter(code=code).first() if code else None


def reasons(codes: list[str]) -> list[tuple[str, str, str]]:
    """Why it went back: words, icon and the key that speaks them."""
    return [(str(REASONS[code]), ICONS[code], f"fix.{code}") for code in codes if code in REASONS]


def why_back(product: Product, edit: ProductEdit | None) -> dict[str, Any]:
    """For ``hand/reasons.html``: why the piece, or what she changed of it, was sent back. Nothing where it was not."""
    if product.review == Product.Review.SENT_BACK:
        return _told(product.review_codes, product.review_reason, product.review_voice)
    if edit and edit.state == ProductEdit.State.SENT_BACK:
        return _told(edit.codes, edit.reason, edit.voice)
    return {"sent_back": False}


def _told(codes: list[str], words: str, voice: str) -> dict[str, Any]:
    return {
        "sent_back": True,
        "reasons": reasons(codes),
        "reason_words": words,
        "reason_voice": recording(voice),
    }
