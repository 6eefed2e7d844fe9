"""Why something of a listing was refused: the key of the spoken prompt, and the sentence."""

from django.utils.translation import gettext as _

from tadamun.goods.catalogue.contents import MOST_PICTURES, BadDraft


def draft_problem(bad: BadDraft) -> tuple[str, str]:
    known = {
        ("pictures", "missing"): ("listing.need_photo", _("Please take a photo first.")),
        ("pictures", "too_many"): (
            "listing.six_photos",
            _("There can be at most %(count)s photos.") % {"count": MOST_PICTURES},
        ),
        ("craft", "missing"): ("listing.need_craft", _("Please choose what it is.")),
        ("price", "missing"): ("listing.need_price", _("Please say your price.")),
        ("price", "too_high"): ("listing.price_high", _("This price is higher than we can take.")),
        ("mode", "missing"): ("listing.need_count", _("Please say how many there are.")),
        ("count", "too_high"): ("listing.need_count", _("Please say how many there are.")),
    }
    return known.get((bad.field, bad.code), ("listing.refused", _("Nothing was changed. Please try again.")))


def upload_problem(code: str) -> tuple[str, str]:
    return {
        "too_large": ("listing.too_large", _("This photo is too heavy: at most 15 megabytes.")),
        "too_many": ("listing.wait", _("Please wait a little. It is sent later by itself.")),
    }.get(code, ("listing.again", _("It was damaged on its way. It is sent again by itself.")))


SAID = (
    *(f"listing.{name}" for name in (
        "need_photo", "six_photos", "need_craft", "need_price", "price_high", "need_count", "too_large", "not_a_picture",
        "too_many_pixels", "too_small", "too_many", "wait", "again", "files", "unknown", "signed_out", "not_hers", "refused",
        "waiting",
    )),
    *(f"voice.{name}" for name in ("refused", "not_a_voice", "too_long", "too_large", "nothing_heard")), "learn.first",
    "joining.mandate_over", "joining.mandate_not",
)  # fmt: skip
"""Prompts of whatever a listing may be refused for: they lie on its page, since the phone may be told without a network."""
