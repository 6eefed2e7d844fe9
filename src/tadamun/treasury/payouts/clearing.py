"""What acquirers and carriers still have of ours: balances and the queues of what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payments.models import Contract, PaymentShare, Refund
from tadamun.treasury.payouts.models import StatementLine


@dataclass(frozen=True, slots=True)
class Late:
    """Money that somebody has had for too long: ``amount`` of what came before ``before`` is not with us yet."""

    what: str
    amount: Money
    before: datetime


def market_balance(kind: str, currency: str, *, market_id: int | None = None) -> Money:
    """What an account of the market's own has: debits less credits, in the scope's market or the one given."""
    if market_id is not None:
        with scope(market_id=market_id):
            return market_balance(kind, currency)
    accounts = Account.objects.filter(kind=kind, currency=currency, organisation=None)
    return Money(sum(had_by(accounts).values()), currency)


def gateway_balances(market_id: int, currency: str) -> list[tuple[Contract, Money]]:
    """Contract → what its acquirer took for us and has not yet settled, where that is not zero. Four queries."""
    with scope(market_id=market_id):
        taken = _by_contract(
            PaymentShare.objects.all(), "payment__contract", "captured_minor", currency, "payment__currency"
        )
        done = Refund.objects.filter(state=Refund.State.DONE).exclude(provider="hand")
        back = _by_contract(done, "payment__contract", "amount_minor", currency, "currency")
        settled = Entry.objects.filter(
            kind__in=("settled", "settled_fee"), credit__kind=Account.Kind.GATEWAY, currency=currency
        )
        ours = dict(settled.order_by().values_list("subject").annotate(Sum("amount_minor")))
        rows = Contract.objects.filter(pk__in=taken).order_by("pk")
        found = [(row, taken[row.pk] - back.get(row.pk, 0) - ours.get(str(row.reference), 0)) for row in rows]
    return [(row, Money(minor, currency)) for row, minor in found if minor]


def _by_contract(
    rows: QuerySet[Any], contract: str, amount: str, currency: str, where: str
) -> dict[int, int]:
    found = rows.filter(**{f"{contract}__isnull": False, where: currency}).order_by()
    return dict(found.values_list(contract).annotate(Sum(amount)))


def late(market: Market, currency: str) -> list[Late]:
    """Paid but not settled, and remitted less than due: first in, first out, so what came before the day is late
    when all that was ever brought does not cover it.
    """
    before = clock.now() - timedelta(days=market.policy.overdue_days)
    found = []
    for kind in (Account.Kind.GATEWAY, Account.Kind.CASH_WITH_CARRIER):
        accounts = Account.objects.filter(kind=kind, currency=currency, organisation=None)
        came = Entry.objects.filter(debit__in=accounts, at__lte=before).aggregate(sum=Sum("amount_minor"))[
            "sum"
        ]
        went = Entry.objects.filter(credit__in=accounts).aggregate(sum=Sum("amount_minor"))["sum"]
        if (left := (came or 0) - (went or 0)) > 0:
            found.append(Late(str(kind), Money(left, currency), before))
    return found


def open_lines() -> "list[StatementLine]":
    """Lines of the bank's statement that nobody has explained, in the scope's market, newest first."""
    states = (StatementLine.State.WAITING, StatementLine.State.PROPOSED)
    return list(StatementLine.objects.select_related("market").filter(state__in=states)[:200])
