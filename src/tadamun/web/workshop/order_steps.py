"""The checklist of an order: what is done, what is now, what comes."""

from django.utils.translation import gettext_lazy as _

from tadamun.kernel.formats import format_date
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.orders import K, Shown

STEPS = (
    (K.ACCEPTED, _("Accepted"), _("Accept the order")),
    (K.PACKED, _("Made, checked and packed"), _("Make it, look it over and pack it")),
    (K.HANDED_OVER, _("Handed over"), _("Hand over the parcel")),
    (K.DELIVERED, _("Arrived at the buyer"), _("Arrives at the buyer")),
)
ENDS = {
    K.DECLINED: _("You said that you cannot"),
    K.CANCELLED: _("The order was cancelled"),
    K.REFUSED: _("The buyer did not take it"),
    K.RETURNED: _("The buyer sent it back"),
}


def steps(desk: Desk, each: Shown) -> list[dict[str, str]]:
    """For ``c-timeline``."""
    ended = next((kind for kind in ENDS if kind in each.facts), "")
    done = max((place for place, (kind, _d, _n) in enumerate(STEPS) if kind in each.facts), default=-1)
    found = []
    for place, (kind, over, awaited) in enumerate(STEPS):
        if ended and kind not in each.facts:
            continue
        state = "done" if place <= done else "now" if place == done + 1 else "next"
        found.append(
            {
                "title": str(over if state == "done" else awaited),
                "time": _day(desk, each, kind),
                "state": state,
            }
        )
    if ended:
        found.append({"title": str(ENDS[K(ended)]), "time": _day(desk, each, ended), "state": "now"})
    return found


def _day(desk: Desk, each: Shown, kind: str) -> str:
    if kind not in each.facts:
        return ""
    locale = desk.market.locale(desk.language).replace("-", "_")
    return format_date(each.facts[kind].at, locale, "d MMMM", desk.market.digits or None)
