"""What acquirers and carriers still have of ours, by the book, and the lines of the bank nobody explained."""

from typing import Any

from django.db.models import Q, QuerySet, Sum

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payments.models import BY_HAND, Contract, PaymentShare, Refund
from tadamun.treasury.payments.providers import seen_at_bank
from tadamun.treasury.payouts.models import StatementLine


def gateway_balances(market_id: int, currency: str) -> list[tuple[Contract, Money]]:
    """Contract → what its acquirer took for us and has not yet settled, where that is not zero. Four queries.

    What came to the market's own account no acquirer has; what went back from there is not taken off its settlement.
    """
    with scope(market_id=market_id):
        shares = PaymentShare.objects.exclude(payment__provider__in=seen_at_bank())
        taken = _by_contract(shares, "payment__contract", "captured_minor", currency, "payment__currency")
        by_them = ~Q(provider=BY_HAND) | Q(by_acquirer=True)
        done = Refund.objects.filter(by_them, state=Refund.State.DONE)
        back = _by_contract(done, "payment__contract", "amount_minor", currency, "currency")
        settled = Entry.objects.filter(
            kind__in=("settled", "settled_fee"), credit__kind=Account.Kind.GATEWAY, currency=currency
        )
        ours = dict(settled.order_by().values_list("subject").annotate(Sum("amount_minor")))
        rows = Contract.objects.filter(pk__in=taken).order_by("pk")
        found = [(row, taken[row.pk] - back.get(row.pk, 0) - ours.get(str(row.reference), 0)) for row in rows]
    return [(row, Money(minor, currency)) for row, minor in found if minor]


def carrier_balances(market_id: int, currency: str) -> dict[str, Money]:
    """Carrier → what it collected and has not brought, where that is not zero; those nobody named under an empty one.
    Three queries."""
    with scope(market_id=market_id):
        accounts = Account.objects.filter(kind=Account.Kind.CASH_WITH_CARRIER, currency=currency)
        names = dict(accounts.order_by("holder").values_list("pk", "holder"))
        had = had_by(accounts)
    return {name: Money(had[pk], currency) for pk, name in names.items() if had[pk]}


def _by_contract(
    rows: QuerySet[Any], contract: str, amount: str, currency: str, where: str
) -> dict[int, int]:
    found = rows.filter(**{f"{contract}__isnull": False, where: currency}).order_by()
    return dict(found.values_list(contract).annotate(Sum(amount)))


_OPEN = (StatementLine.State.WAITING, StatementLine.State.PROPOSED)


def open_lines() -> "list[StatementLine]":
    """Lines of the bank's statement that nobody has explained, in the scope's market, newest first."""
    return list(StatementLine.objects.select_related("market").filter(state__in=_OPEN)[:200])


def count_open_lines() -> int:
    """All of them."""
    return StatementLine.objects.filter(state__in=_OPEN).count()
