"""Reasons a product goes back with that have a picture and a spoken prompt: in words of whoever reads them."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "photo": _("The photographs are dark, blurred or show something else: please take new ones by daylight."),
    "price": _("Please look at the price again: it differs much from similar pieces."),
    "text": _("Please describe the piece: what it is made of, how large it is, how it was made."),
    "craft": _("It stands under the wrong craft: please choose another one."),
    "not_handmade": _("Only pieces made by the seller herself are sold here."),
    "picture_rights": _("A photograph comes from elsewhere or shows a person who may not have agreed."),
}
ICONS = {
    "photo": "camera", "price": "coins", "text": "mic", "craft": "tag", "not_handmade": "hand", "picture_rights": "people",
}  # fmt: skip


def told(codes: Iterable[str], words: str) -> str:
    """One text in the active language; empty where the reason is a recording alone."""
    return " ".join([*(str(REASONS[code]) for code in codes if code in REASONS), words]).strip()
