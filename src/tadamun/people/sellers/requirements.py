"""Where a seller stands with what a market asks of her: evaluated when it is read, in a fixed number of queries.

A room above answers for what it knows (products, training) by registering an *evaluator* when it is ready.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market, MarketRegion
from tadamun.people.markets.queries import terms_version
from tadamun.people.markets.regions import region_path
from tadamun.people.sellers.kinds import RULES, Rule
from tadamun.people.sellers.models import CohortRegion, Organisation, Requirement, Submission

Evaluator = Callable[[Organisation, Market, Mapping[str, Any]], bool]
"""Whether an organisation fulfils a requirement with these settings in this market: one query, or few, never by row."""

_evaluators: dict[str, Evaluator] = {}
MISSING, EXPIRED = "missing", "expired"
FULFILLED = (Submission.State.ACCEPTED, Submission.State.WAIVED)


def register_evaluator(kind: str, evaluator: Evaluator) -> None:
    """Called in ``AppConfig.ready`` by the room that knows: ``register_evaluator("training", passed)``."""
    if kind not in RULES or RULES[kind].by != "port":
        raise ValueError(f"no room above answers for {kind}")
    _evaluators[kind] = evaluator


@dataclass(frozen=True, slots=True)
class Point:
    """One line of her list. ``state``: missing, pending, accepted, rejected, waived, expired."""

    requirement: Requirement
    state: str
    submission: Submission | None = None

    @property
    def rule(self) -> Rule:
        return RULES[self.requirement.kind]

    @property
    def fulfilled(self) -> bool:
        return self.state in FULFILLED

    @property
    def offered(self) -> bool:
        """She did her part; the market may still have to look."""
        return self.fulfilled or self.state == Submission.State.PENDING

    @property
    def answerable(self) -> bool:
        """Whether she may (still) answer it."""
        return self.rule.by == "seller" and not self.fulfilled


def asked_of(market: Market, region: str, cohort: str) -> list[Requirement]:
    """What the market asks of somebody from this region in this cohort, in order. One query."""
    narrowed = Q(region="") | Q(region__in=region_path(region))
    cohorts = Q(cohort="") | Q(cohort=cohort) if cohort else Q(cohort="")
    with everything("what one market asks"):
        rows = Requirement.objects.filter(narrowed, cohorts, market=market, retired_at=None)
        return list(rows.order_by("position", "pk"))


def checklist(organisation: Organisation, market: Market, cohort: str = "") -> list[Point]:
    """Her whole list as it stands. Two queries, and those of the evaluators that are asked."""
    asked = asked_of(market, organisation.region, cohort)
    with everything("the answers of one organisation to one market"):
        rows = Submission.objects.filter(organisation=organisation, requirement__in=asked)
        given = {row.requirement_id: row for row in rows.select_related("document").defer("document__body")}
    return [_point(organisation, market, each, given.get(each.pk)) for each in asked]


def _point(organisation: Organisation, market: Market, asked: Requirement, given: Submission | None) -> Point:
    if given and given.state == Submission.State.WAIVED:
        return Point(asked, given.state, given)
    if RULES[asked.kind].by == "port":
        evaluator = _evaluators.get(asked.kind)
        done = evaluator is not None and evaluator(organisation, market, asked.config)
        return Point(asked, Submission.State.ACCEPTED if done else MISSING, given)
    if given is None:
        return Point(asked, MISSING)
    if asked.kind == Requirement.Kind.TERMS and given.value != str(terms_version(market.pk)):
        return Point(asked, MISSING, given)
    if given.expires_on and given.expires_on < clock.today():
        return Point(asked, EXPIRED, given)
    return Point(asked, given.state, given)


def outstanding(
    organisation: Organisation, market: Market, cohort: str = "", *, at_admission: bool
) -> list[Point]:
    """What still stands in the way: of sending (her own part is not done), or of being admitted (not accepted or waived)."""
    points: Sequence[Point] = checklist(organisation, market, cohort)
    if at_admission:
        return [each for each in points if each.requirement.required and not each.fulfilled]
    return [
        each for each in points if each.requirement.required and each.rule.at_submission and not each.offered
    ]


def region_open(market_id: int, region: str, cohort: str = "") -> bool:
    """Whether the market admits sellers from there: open, nothing said, or opened for her cohort. At most two queries."""
    path = region_path(region)
    with everything("where one market has opened"):
        states = dict(
            MarketRegion.objects.filter(market=market_id, region__in=path).values_list("region", "state")
        )
        state = next((states[code] for code in path if code in states), MarketRegion.State.OPEN)
        if state == MarketRegion.State.OPEN:
            return True
        return (
            bool(cohort)
            and CohortRegion.objects.filter(market=market_id, region__in=path, cohort=cohort).exists()
        )
