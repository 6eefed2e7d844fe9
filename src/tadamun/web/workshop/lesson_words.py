"""Sentences that lead to a lesson."""

from django.utils.translation import ngettext

from tadamun.goods.stock.sending import TooManyPieces


def too_many(refusal: TooManyPieces) -> str:
    """Why the next piece waits, and what opens the way."""
    return ngettext(
        "You may sell %(count)s piece now. Show the lessons on photographs and packing, and you may sell as many as you like.",
        "You may sell %(count)s pieces now. Show the lessons on photographs and packing, and you may sell as many as you like.",
        refusal.most,
    ) % {"count": refusal.most}
