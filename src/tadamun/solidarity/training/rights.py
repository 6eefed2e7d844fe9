"""What a seller may do with what she has learned: never cut, at most narrowed, and that by a person's decision.

Where a market has named no rule for a right, everybody has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.solidarity.training.models import Narrowing, RightRule, Skill, Surety
from tadamun.solidarity.training.shipped import right_defaults
from tadamun.solidarity.training.standing import held_by_organisation

LIST_PIECES, SHIP_ABROAD, SEE_TILL = "list_pieces", "ship_abroad", "see_till"
RIGHTS = (LIST_PIECES, SHIP_ABROAD, SEE_TILL)
HELD, GRACE, SOME, NARROWED, MISSING = "held", "grace", "some", "narrowed", "missing"
WHY = "what one organisation may do in one market"


@dataclass(frozen=True, slots=True)
class RightState:
    """``limit``: how much she may do of it, ``None`` without end; ``missing``: skills to learn; ``until``: end of the grace."""

    right: str
    state: str
    limit: int | None = None
    missing: tuple[str, ...] = ()
    until: datetime | None = None


def rights_of(organisation: Organisation, market: Market) -> list[RightState]:
    """Every right as it stands. At most five queries."""
    with everything(WHY):
        rules = {row.right: row for row in RightRule.objects.filter(market=market)}
        if not rules:
            return [RightState(right, HELD) for right in RIGHTS]
        held = held_by_organisation(organisation.pk, market.pk)
        admission = Admission.objects.filter(organisation=organisation, market=market).first()
        sureties = {
            row.right: row.until for row in Surety.objects.filter(market=market, organisation=organisation)
        }
        open_rows = Narrowing.objects.select_related("reopened__skill").filter(
            market=market, organisation=organisation
        )
        narrowings = {row.reopened.skill.slug: row.decision for row in reversed(open_rows)}
    return [_state(right, rules.get(right), held, admission, sureties, narrowings) for right in RIGHTS]


def _state(
    right: str, rule: RightRule | None, held: set[str], admission: Admission | None, sureties: Mapping[str, datetime],
    narrowings: Mapping[str, str],
) -> RightState:  # fmt: skip
    if rule is None:
        return RightState(right, HELD)
    missing = tuple(slug for slug in rule.skills if slug not in held)
    narrowed = [slug for slug in missing if narrowings.get(slug) == Narrowing.Decision.NARROWED]
    if narrowed:
        return RightState(right, NARROWED, rule.free, tuple(narrowed))
    # A skill that faded takes nothing away until a person decided so.
    missing = tuple(slug for slug in missing if slug not in narrowings)
    if not missing or _was_here(admission, rule):
        return RightState(right, HELD, missing=missing)
    until = sureties.get(right)
    if until and until > clock.now():
        return RightState(right, GRACE, missing=missing, until=until)
    return RightState(right, SOME if rule.free else MISSING, rule.free, missing)


def _was_here(admission: Admission | None, rule: RightRule) -> bool:
    """A rule does not reach back: who was admitted before it keeps what she had."""
    if admission is None or rule.since is None or admission.status == Admission.Status.APPLIED:
        return False
    return (admission.decided_at or admission.applied_at) < rule.since


def limit_of(organisation: Organisation, market: Market, right: str) -> int | None:
    """How much of a right she has in a market; ``None``: no end to it."""
    return next(each.limit for each in rights_of(organisation, market) if each.right == right)


def defaults() -> Mapping[str, Mapping[str, Any]]:
    """What an operator is proposed for each right."""
    return right_defaults()


def trained(organisation: Organisation, market: Market, config: Mapping[str, Any]) -> bool:
    """For requirements of admission: whether members of it hold every skill of the course ``config`` names."""
    with everything(WHY):
        named = Skill.objects.filter(course__slug=config.get("course", ""), retired_at=None)
        here = named.filter(Q(course__market=market) | Q(course__market=None))
        asked = set(here.values_list("slug", flat=True))
    return bool(asked) and asked <= held_by_organisation(organisation.pk, market.pk)
