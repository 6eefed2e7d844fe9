"""What the pages of payouts show, read in the scope of the market."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.payouts.models import Batch, Payout
from tadamun.treasury.payouts.queries import Due, currencies_due, dues, rails_of


@dataclass(frozen=True, slots=True)
class Run:
    """What could be paid now in one currency."""

    currency: str
    currencies: Sequence[str]
    payable: Sequence[Due]
    exceptions: Sequence[Due]
    rails: Sequence[tuple[str, Money, int]]


def run_of(market: Market, asked: str) -> Run:
    """In the currency asked for, else the market's own."""
    known = sorted({market.currency, *currencies_due()}, key=lambda code: (code != market.currency, code))
    currency = asked if asked in known else market.currency
    found = dues(market, currency)
    return Run(
        currency, known, [due for due in found if not due.why], [due for due in found if due.why], rails_of(found)
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
