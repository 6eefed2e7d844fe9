"""The checklist of an order: what is done, what is now, what comes."""

from collections.abc import Mapping

from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tadamun.kernel.formats import format_date
from tadamun.kernel.references import Reference
from tadamun.people.accounts.models import Person
from tadamun.web.workshop.access import Desk
from tadamun.web.workshop.orders import K, Shown

ACCEPTED = (K.ACCEPTED, _("Accepted"), _("Accept the order"))
MADE = (K.MADE, pgettext_lazy("order", "Made"), _("Make it"))
CHECKED = (K.INSPECTION_PASSED, _("Checked by a peer"), _("A peer checks it"))
PACKED = (K.PACKED, _("Packed"), _("Pack it"))
ALONE = (K.PACKED, _("Made, checked and packed"), _("Make it, look it over and pack it"))
LAST = (
    (K.HANDED_OVER, _("Handed over"), _("Hand over the parcel")),
    (K.DELIVERED, _("Arrived at the buyer"), _("Arrives at the buyer")),
)
ENDS = {
    K.DECLINED: _("You said that you cannot"),
    K.CANCELLED: _("The order was cancelled"),
    K.REFUSED: _("The buyer did not take it"),
    K.RETURNED: _("The buyer sent it back"),
    K.PART_RETURNED: _("The buyer sent a part of it back"),
}


def steps(desk: Desk, each: Shown) -> list[dict[str, str]]:
    """For ``c-timeline``."""
    passed = each.facts.get(K.INSPECTION_PASSED)
    checked = bool(each.check) and not (passed and passed.detail.get("excused"))
    wanted = (ACCEPTED, MADE, CHECKED, PACKED, *LAST) if checked else (ACCEPTED, ALONE, *LAST)
    ended = next((kind for kind in ENDS if kind in each.facts), "")
    done = max((place for place, (kind, _d, _n) in enumerate(wanted) if kind in each.facts), default=-1)
    if each.check == "mend" and done == 1:
        done = 0  # it is to be made good again
    found, helpers = [], _helpers(each)
    for place, (kind, over, awaited) in enumerate(wanted):
        if ended and kind not in each.facts:
            continue
        state = "done" if place <= done else "now" if place == done + 1 else "next"
        found.append(
            {
                "title": str(over if state == "done" else awaited),
                "time": _day(desk, each, kind, helpers) if state == "done" else "",
                "state": state,
            }
        )
    if ended:
        found.append({"title": str(ENDS[K(ended)]), "time": _day(desk, each, ended, helpers), "state": "now"})
    return found


def _day(desk: Desk, each: Shown, kind: str, helpers: Mapping[str, str]) -> str:
    """When, and by whom where somebody did it in her name."""
    if kind not in each.facts:
        return ""
    fact = each.facts[kind]
    locale = desk.market.locale(desk.language).replace("-", "_")
    day = format_date(fact.at, locale, "d MMMM", desk.market.digits or None)
    if not fact.on_behalf_of:
        return day
    names = {
        "helper": helpers.get(fact.actor, ""),
        "name": desk.organisation.name(desk.language),
        "day": day,
    }
    return _say("%(day)s · %(helper)s, for %(name)s") % names


def _helpers(each: Shown) -> dict[str, str]:
    """Actor → name of those who did something of it in her name; programs have none."""
    actors = {fact.actor for fact in each.facts.values() if fact.on_behalf_of}
    people = {actor: who.code for actor in actors if (who := Reference.parse(actor)).kind == "person"}
    found = Person.objects.in_bulk([int(code) for code in people.values()]) if people else {}
    return {actor: found[int(code)].display_name for actor, code in people.items() if int(code) in found}
