"""What a market keeps of a seller's goods, by her plan and the day: asked of a table a process keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tadamun.kernel import clock
from tadamun.kernel.kept import Kept
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import FeeTerm, Market
from tadamun.people.sellers.models import Admission

Terms = tuple[tuple[date, int], ...]  # from which day on, hundredths of a percent; by day


@dataclass(frozen=True, slots=True)
class Fees:
    """Of one market. ``chosen``: organisation → the plan she was admitted under, where it is not the default. ``debts``: plan →
    most its sellers may owe of cash they kept, where it says so.
    """

    default: int
    plans: Mapping[int, Terms]
    chosen: Mapping[int, int]
    debts: Mapping[int, int]


def _load(market_id: int) -> Fees:
    with everything("the fees of one market"):
        rows = FeeTerm.objects.filter(plan__market=market_id).order_by("starts", "pk")
        found = list(
            rows.values_list(
                "plan",
                "plan__is_default",
                "starts",
                "basis_points",
                "plan__debt_most_minor",
                "plan__admissions__organisation",
            )
        )
    plans: dict[int, dict[date, int]] = {}
    for plan, _, starts, basis_points, *_ in found:
        plans.setdefault(plan, {})[starts] = basis_points  # of two for one day the later is meant
    return Fees(
        next(plan for plan, is_default, *_ in found if is_default),
        {plan: tuple(terms.items()) for plan, terms in plans.items()},
        {organisation: plan for plan, *_, organisation in found if organisation is not None},
        {plan: most for plan, _, _, _, most, _ in found if most is not None},
    )


_fees = Kept(_load, tags=lambda market_id: (f"fees:{market_id}",))


def fee_under(plan_id: int | None, market: Market, day: date | None = None) -> int:
    """What is kept of goods sold under a plan on a day of the market, today; ``None``: under its default plan."""
    fees = _knowing({plan_id}, market)
    return _on(fees.plans[plan_id or fees.default], market, day)


def fees_by_plan(market: Market, wanted: Iterable[int | None] = ()) -> dict[int | None, int]:
    """Plan → what it keeps today; of ``None``, the default plan. All that are wanted are among them."""
    fees = _knowing(set(wanted), market)
    today: dict[int | None, int] = {plan: _on(terms, market) for plan, terms in fees.plans.items()}
    return today | {None: today[fees.default]}


def _knowing(wanted: set[int | None], market: Market) -> Fees:
    """A plan that another machine drew a moment ago is asked for: nobody pays another fee because of that moment."""
    fees = _fees(market.pk)
    return fees if wanted <= {None, *fees.plans} else _load(market.pk)


def _on(terms: Terms, market: Market, day: date | None = None) -> int:
    today = day or clock.day_in(market.time_zone)
    if later := [starts for starts, _ in terms if starts > today]:
        tags.fresh_until(datetime.combine(later[0], time.min, ZoneInfo(market.time_zone)))
    return [basis_points for starts, basis_points in terms if starts <= today][-1]


def fee_of(organisation_id: int, market: Market) -> int:
    """What is kept of an organisation's goods today."""
    fees = _fees(market.pk)
    return _on(fees.plans[fees.chosen.get(organisation_id, fees.default)], market)


def _load_bought(market_id: int) -> frozenset[int]:
    with everything("whose goods one market buys itself"):
        rows = Admission.objects.filter(market=market_id, sells_as=Admission.SellsAs.MERCHANT)
        return frozenset(rows.values_list("organisation", flat=True))


_bought_of = Kept(_load_bought, tags=lambda market_id: (f"fees:{market_id}",))


def is_bought_of(organisation_id: int, market: Market) -> bool:
    """Whether the market sells an organisation's goods as their merchant: then it takes a margin and no fee."""
    return organisation_id in _bought_of(market.pk)


def most_debt_under(plan_id: int | None, market: Market) -> int:
    """Most a seller under that plan may owe of fees of cash she kept, in minor units; 0: there is no limit. What the market's
    rules say where the plan says nothing; ``None``: its default plan.
    """
    fees = _knowing({plan_id}, market)
    return fees.debts.get(plan_id or fees.default, market.policy.debt_most_minor)


def most_debt_of(organisation_id: int, market: Market) -> int:
    """The same of an organisation, by the plan it was admitted under."""
    return most_debt_under(_fees(market.pk).chosen.get(organisation_id), market)
