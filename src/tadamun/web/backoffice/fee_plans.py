"""A market's plans of fees, as its office reads them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.kernel.formats import format_share
from tadamun.people.markets.models import EVER, FeePlan, FeeTerm, Market
from tadamun.people.sellers.fees import fees_by_plan


def percent_of(basis_points: int) -> Decimal:
    return Decimal(basis_points) / 100


def fee_plans(market: Market, language: str) -> list[tuple[FeePlan, str]]:
    """The default first, each with its name and what it keeps today: what is chosen among. Two queries."""
    plans = list(FeePlan.objects.filter(market=market).select_related("market"))
    fees = fees_by_plan(market, [plan.pk for plan in plans])
    return [(plan, f"{plan.name(language)} · {_share(market, fees[plan.pk], language)}") for plan in plans]


def _share(market: Market, basis_points: int, language: str) -> str:
    return format_share(Decimal(basis_points) / 10_000, market.locale(language), market.digits or None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of the list: what it keeps today, what comes next, how many sellers chose it."""

    plan: FeePlan
    name: str
    percent: Decimal
    comes: FeeTerm | None
    sellers: int


def plan_rows(market: Market, language: str) -> list[PlanRow]:
    """Three queries whatever the number of plans and terms."""
    today = clock.day_in(market.time_zone)
    next_of: dict[int, FeeTerm] = {}
    for term in FeeTerm.objects.filter(plan__market=market, starts__gt=today).order_by("-starts", "pk"):
        next_of[term.plan_id] = term  # the nearest day, and of two for it the later
    plans = list(FeePlan.objects.select_related("market").annotate(sellers=Count("admissions")))
    fees = fees_by_plan(market, [plan.pk for plan in plans])
    return [
        PlanRow(
            plan, plan.name(language), percent_of(fees[plan.pk]), next_of.get(plan.pk), plan.sellers
        )
        for plan in plans
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermRow:
    """A line of a plan's history."""

    term: FeeTerm
    percent: Decimal
    since: str
    state: str
    kind: str


def term_rows(plan: FeePlan) -> list[TermRow]:
    """The latest day first; one that was written again for its day is not shown: it never held, or held for hours."""
    today = clock.day_in(plan.market.time_zone)
    by_day = {term.starts: term for term in FeeTerm.objects.filter(plan=plan).order_by("starts", "pk")}
    now = max(day for day in by_day if day <= today)
    rows = []
    for day in sorted(by_day, reverse=True):
        state, kind = (
            (_("planned"), "warn")
            if day > today
            else (_("in force"), "good")
            if day == now
            else (_("over"), "")
        )
        term = by_day[day]
        since = _("from the beginning") if day == EVER else ""
        rows.append(TermRow(term, percent_of(term.basis_points), since, state, kind))
    return rows
