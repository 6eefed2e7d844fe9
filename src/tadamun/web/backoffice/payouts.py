"""What the pages of payouts show, read in the scope of the market."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.payouts.models import Batch, Payout
from tadamun.treasury.payouts.queries import Due, currencies_due, dues, rails_of

ASKED, TOO_LONG = "asked", "late"


@dataclass(frozen=True, slots=True)
class Run:
    """What could be paid now in one currency."""

    currency: str
    currencies: Sequence[str]
    payable: Sequence[Due]
    exceptions: Sequence[Due]
    rails: Sequence[tuple[str, Money, int]]
    waiting: int = 0
    late: int = 0

    def shown(self, which: str, late: datetime) -> tuple[list[Due], list[Due]]:
        """Those that can be paid and those that cannot: all, or who asked, or who asked before ``late``; the longest
        waiting first.
        """
        return _chosen(self.payable, which, late), _chosen(self.exceptions, which, late)


def _chosen(found: Sequence[Due], which: str, late: datetime) -> list[Due]:
    if which not in (ASKED, TOO_LONG):
        return list(found)
    chosen = [
        (due.asked.asked_at, due)
        for due in found
        if due.asked and (which == ASKED or due.asked.asked_at < late)
    ]
    return [due for _at, due in sorted(chosen, key=lambda each: each[0])]


def late_before(market: Market) -> datetime:
    """What was asked for before then waits too long."""
    return clock.now() - timedelta(days=market.policy.withdrawal_days)


def run_of(market: Market, asked: str, until: date | None = None) -> Run:
    """In the currency asked for, else the market's own; of what became theirs until that day, else of all."""
    known = sorted({market.currency, *currencies_due()}, key=lambda code: (code != market.currency, code))
    currency = asked if asked in known else market.currency
    found = dues(market, currency, until)
    since, limit = [due.asked.asked_at for due in found if due.asked], late_before(market)
    return Run(
        currency, known, [due for due in found if not due.why], [due for due in found if due.why], rails_of(found),
        len(since), sum(at < limit for at in since),
    )  # fmt: skip


def batches() -> QuerySet[Batch]:
    """Newest first, with how many payouts and their sum."""
    rows = Batch.objects.select_related("prepared_by", "approved_by")
    return rows.annotate(count=Count("payouts"), sum=Sum("payouts__amount_minor")).order_by(
        "-prepared_at", "-pk"
    )


def payouts_of(batch: Batch) -> list[Payout]:
    rows = Payout.objects.select_related("organisation", "batch__market").filter(batch=batch)
    return list(rows.order_by("pk"))
