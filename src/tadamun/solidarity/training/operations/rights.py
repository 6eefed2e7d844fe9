"""Rules of rights, guardians who answer for a while, and skills that fade."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Member, Organisation
from tadamun.solidarity.training.models import Attainment, Narrowing, RightRule, Skill, Surety
from tadamun.solidarity.training.operations.attaining import reopen_skill
from tadamun.solidarity.training.rights import LIST_PIECES, RIGHTS
from tadamun.solidarity.training.standing import holds
from tadamun.trade.orders.models import Fact

LATE_PARCELS, LATE_DAYS = 3, 90
PACKING = "packing"


def set_right(
    market: Market, right: str, *, skills: Sequence[str], free: int = 0, grace_days: int = 30, also_before: bool = False
) -> RightRule:  # fmt: skip
    """What this market asks for a right from now on; without skills it asks nothing again.

    Who was admitted before keeps the right, unless ``also_before``.
    """
    if right not in RIGHTS:
        raise KeyError(right)
    with transaction.atomic(), scope(market_id=market.pk):
        rule, _ = RightRule.objects.update_or_create(
            market=market, right=right,
            defaults={
                "skills": list(skills), "free": free, "grace_days": grace_days,
                "since": None if also_before else clock.now(),
            },
        )  # fmt: skip
        audit.record(
            "set_right", market.reference, market_id=market.pk, right=right, skills=list(skills), free=free
        )
    return rule


def stand_surety(market: Market, organisation: Organisation, right: str, *, guardian: Person) -> Surety:
    """A guardian answers for her: she holds the right first and learns within the rule's days. Once for each right.

    Raises ``ValueError`` when the guardian is a member herself, ``KeyError`` where the market has no rule for it.
    """
    with transaction.atomic(), everything("a guardian answers for one organisation in one market"):
        if Member.objects.filter(organisation=organisation, person=guardian).exists():
            raise ValueError("nobody answers for herself")
        rule = RightRule.objects.filter(market=market, right=right).first()
        if rule is None:
            raise KeyError(right)
        surety, made = Surety.objects.get_or_create(
            market=market, organisation=organisation, right=right,
            defaults={"guardian": guardian, "until": clock.now() + timedelta(days=rule.grace_days)},
        )  # fmt: skip
        if made:
            audit.record(
                "stand_surety",
                organisation.reference,
                market_id=market.pk,
                right=right,
                guardian=str(guardian.reference),
            )
    return surety


def notice_late_parcels(market: Market) -> int:
    """Three parcels late in three months open the packing lesson again for those who packed in that organisation, and ask a
    person whether the right is narrowed. Returns how many were asked; each lateness is counted once.
    """
    since = clock.now() - timedelta(days=LATE_DAYS)
    asked = 0
    with everything("late parcels of one market"):
        late = Fact.objects.filter(
            order__market=market,
            kind=Fact.Kind.HANDED_OVER,
            at__gte=since,
            at__date__gt=F("order__prepare_by"),
        )
        by_seller: dict[int, list[Fact]] = {}
        for fact in late.select_related("order").order_by("pk"):
            by_seller.setdefault(fact.order.organisation_id, []).append(fact)
        for organisation, facts in by_seller.items():
            if len(facts) >= LATE_PARCELS:
                asked += _reopen(market, organisation, facts)
    return asked


def _reopen(market: Market, organisation: int, facts: Sequence[Fact]) -> int:
    skill = Skill.objects.filter(slug=PACKING, course__market=None).first()
    rows = Attainment.objects.filter(
        skill=skill, learner__market=market, learner__person__memberships__organisation=organisation
    )
    last = {
        row.learner_id: row
        for row in rows.select_related("learner__market", "learner__person").order_by("pk")
    }
    asked = 0
    for row in last.values():
        if skill is None or not holds(row) or sum(fact.at > row.at for fact in facts) < LATE_PARCELS:
            continue
        with transaction.atomic():
            reopened = reopen_skill(row.learner, skill, note="late_parcels")
            if reopened:
                Narrowing.objects.create(
                    market=market, organisation_id=organisation, reopened=reopened, right=LIST_PIECES
                )
                asked += 1
    return asked


def decide_narrowing(narrowing: Narrowing, decision: str) -> Narrowing:
    """A person decides: the right is left as it is, or narrowed until the skill is shown again. Once."""
    with transaction.atomic(), scope(market_id=narrowing.market_id):
        if Narrowing.objects.filter(pk=narrowing.pk, decision="").update(
            decision=Narrowing.Decision(decision), decided_at=clock.now(), decided_by=str(current().actor)
        ):
            audit.record(
                "decide_narrowing",
                Reference("narrowing", narrowing.code),
                market_id=narrowing.market_id,
                decision=decision,
            )
        narrowing.refresh_from_db()
    return narrowing
