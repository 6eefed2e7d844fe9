"""Rights that wait for a skill, as the page of learning tells them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.solidarity.training.models import Skill
from tadamun.solidarity.training.rights import (
    GRACE,
    LIST_PIECES,
    MISSING,
    NARROWED,
    SEE_TILL,
    SHIP_ABROAD,
    SOME,
    rights_of,
)

WORDS = {
    LIST_PIECES: (_("Have more pieces on sale"), "plus"),
    SHIP_ABROAD: (_("Ship abroad"), "globe"),
    SEE_TILL: (_("Take payment by link in the shop"), "shop"),
}


@dataclass(frozen=True, slots=True)
class WaitingRight:
    """``skills``: what to show first; ``until``: she has it until that day, because a guardian answers for her."""

    word: Any
    icon: str
    skills: tuple[Skill, ...]
    until: datetime | None


def waiting_rights(organisation: Organisation, market: Market) -> list[WaitingRight]:
    """Those that are not wholly hers. One query where the market asks for nothing, at most six."""
    states = [
        each
        for each in rights_of(organisation, market)
        if each.state in {GRACE, SOME, NARROWED, MISSING} and each.missing
    ]
    if not states:
        return []
    with scope(market_id=market.pk):
        rows = Skill.objects.filter(
            slug__in={slug for each in states for slug in each.missing}, retired_at=None
        )
        skills = {skill.slug: skill for skill in rows.select_related("course")}
    return [
        WaitingRight(
            *WORDS[each.right], tuple(skills[slug] for slug in each.missing if slug in skills), each.until
        )
        for each in states
    ]
