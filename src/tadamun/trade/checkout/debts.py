"""Fees of sales whose cash a seller kept: how much she may owe, how long, and what of buyers' ways to pay is left then. Reads
only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.fees import most_debt_of
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.owing import owing_since
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payments.providers import paid_first


@dataclass(frozen=True, slots=True)
class Limit:
    """She owes ``amount``, more than ``most``. ``stops_at``: since when, or from when on, nobody pays her at the door."""

    amount: Money
    most: Money
    stops_at: datetime

    @property
    def stopped(self) -> bool:
        return self.stops_at <= clock.now()


def owing_too_much(market: Market, organisations: Collection[int] | None = None) -> dict[int, Money]:
    """Organisation → what it owes, where that is more than its fee plan, or else the market, lets it; of all, or of these."""
    with scope(market_id=market.pk):
        accounts = Account.objects.filter(kind=Account.Kind.PAYABLE, currency=market.currency)
        accounts = accounts.exclude(organisation=None)
        if organisations is not None:
            accounts = accounts.filter(organisation__in=organisations)
        whose = dict(accounts.values_list("pk", "organisation"))
        had = had_by(accounts)
    owed = {whose[pk]: Money(minor, market.currency) for pk, minor in had.items() if minor > 0}
    most = {organisation: most_debt_of(organisation, market) for organisation in owed}
    return {whose: amount for whose, amount in owed.items() if 0 < most[whose] < amount.minor}


def limit_of(admission: Admission, market: Market) -> Limit | None:
    """What she is told while she owes too much; ``None`` when she does not. No query while she never did."""
    since, organisation = admission.owes_since, admission.organisation_id
    owed = owing_too_much(market, [organisation]).get(organisation) if since else None
    if since is None or owed is None:
        return None
    most = Money(most_debt_of(organisation, market), market.currency)
    return Limit(owed, most, since + timedelta(days=market.policy.debt_days))


def left_of_ways(
    ways: tuple[str, ...], market: Market, owes_since: Mapping[int, datetime | None]
) -> tuple[str, ...]:
    """Without those paid at the door, while one of these sellers owes too much for too long. What she paid since is seen at
    once: only of who is over her time the book is asked.
    """
    if all(paid_first(way) for way in ways):
        return ways
    before = clock.now() - timedelta(days=market.policy.debt_days)
    over = [pk for pk, since in owes_since.items() if since and since <= before]
    if not over or not owing_too_much(market, over):
        return ways
    return tuple(way for way in ways if paid_first(way))


def shown_ways(ways: tuple[str, ...], market: Market, organisation_id: int) -> tuple[str, ...]:
    """What a page that many see may promise of her: as it was noted last. The page is made anew when her days are over, or she
    is noted or forgotten; no query but once a process.
    """
    since = owing_since(market.pk).get(organisation_id)
    if since is None:
        return ways
    ends = since + timedelta(days=market.policy.debt_days)
    if ends > clock.now():
        tags.fresh_until(ends)
        return ways
    return tuple(way for way in ways if paid_first(way))
