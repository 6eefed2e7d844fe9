"""What a market keeps of a seller's sales in a month, read from the book."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum

from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Entry

TAKEN, BACK = ("fee", "fee_vat"), ("fee_back", "fee_vat_back")


@dataclass(slots=True)
class MonthOfFees:
    """Minor units of one currency: what was kept and what was given back, tax beside each. ``sales``: how many."""

    fee: int = 0
    fee_vat: int = 0
    fee_back: int = 0
    fee_vat_back: int = 0
    sales: int = 0

    @property
    def tax(self) -> int:
        return self.fee_vat - self.fee_vat_back

    @property
    def total(self) -> int:
        return self.fee - self.fee_back + self.tax


def month_before(day: date, months: int = 1) -> date:
    """The first day of the month so many before the one of ``day``."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def bounds(market: Market, month: date) -> tuple[datetime, datetime]:
    """First instant of the month and of the next, by the market's clock."""
    zone, following = ZoneInfo(market.time_zone), month_before(month, -1)
    return datetime(month.year, month.month, 1, tzinfo=zone), datetime(
        following.year, following.month, 1, tzinfo=zone
    )


def fees_of(market: Market, month: date) -> dict[tuple[int, str], MonthOfFees]:
    """Organisation and currency → her month, in two queries."""
    found: dict[tuple[int, str], MonthOfFees] = defaultdict(MonthOfFees)
    start, end = bounds(market, month)
    with scope(market_id=market.pk):
        for kinds, side in ((TAKEN, "debit__organisation"), (BACK, "credit__organisation")):
            rows = Entry.objects.filter(kind__in=kinds, at__gte=start, at__lt=end).order_by()
            for organisation, currency, kind, minor, count in rows.values_list(
                side, "currency", "kind"
            ).annotate(Sum("amount_minor"), Count("pk")):
                row = found[organisation, currency]
                setattr(row, kind, minor)
                if kind == "fee":
                    row.sales = count
    return dict(found)
