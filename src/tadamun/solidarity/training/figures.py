"""What a funder may know: how many were trained, practise, and sell after three months. Numbers only, never of few."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Attainment, Attendance, PracticeDesk
from tadamun.trade.orders.models import Fact

LEAST = 10
"""A group of fewer is not shown: its members could be guessed."""
KEPT_DAYS = 90
WHY = "figures of one market, without names"


@dataclass(frozen=True, slots=True)
class Figures:
    """``None``: fewer than ten people. ``due``: those trained more than ninety days ago, of whom ``selling`` sold after."""

    attended: int | None
    trained: int | None
    practising: int | None
    due: int | None
    selling: int | None


def figures(market: Market, *, since: date | None = None) -> Figures:
    """Persons of one market since a day. Seven queries, whatever its size.

    Trained: has shown a skill. Practising: has a practice shop. Selling: an order of an organisation of hers was accepted
    later than ninety days after her first skill.
    """
    with everything(WHY):
        there = Attendance.objects.filter(session__market=market)
        shown = Attainment.objects.filter(learner__market=market, kind=Attainment.Kind.SHOWN)
        desks = PracticeDesk.objects.filter(learner__market=market)
        if since:
            there, shown = there.filter(at__date__gte=since), shown.filter(at__date__gte=since)
            desks = desks.filter(made_at__date__gte=since)
        first = dict(shown.order_by().values_list("learner__person_id").annotate(Min("at")))
        old = clock.now() - timedelta(days=KEPT_DAYS)
        due = {person: at for person, at in first.items() if at <= old}
        selling = _selling(market, due)
        return Figures(
            _told(there.values("learner").distinct().count()), _told(len(first)),
            _told(desks.values("learner").distinct().count()), _told(len(due)),
            _told(len(due)) and _told(selling),
        )  # fmt: skip


def _told(count: int) -> int | None:
    return count if count >= LEAST else None


def _selling(market: Market, due: dict[int, object]) -> int:
    accepted = Fact.objects.filter(
        order__market=market, kind=Fact.Kind.ACCEPTED, order__organisation__members__person__in=list(due)
    )
    last: dict[int, object] = {}
    for person, at in accepted.order_by("pk").values_list("order__organisation__members__person", "at"):
        if person in due:
            last[person] = at
    kept = timedelta(days=KEPT_DAYS)
    return sum(at >= due[person] + kept for person, at in last.items())  # type: ignore[operator]
