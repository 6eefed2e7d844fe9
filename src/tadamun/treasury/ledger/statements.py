"""An organisation's account with the market over a time: what it began with, each amount, what it ended with."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from tadamun.kernel.money import Money
from tadamun.treasury.ledger.models import Account, Entry

HERS = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as she sees it: above zero for her, below zero from her. ``balance``: after it."""

    at: datetime
    kind: str
    subject: str
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    opening: Money
    rows: tuple[Row, ...]
    closing: Money


def statement_of(organisation_id: int, currency: str, since: datetime, until: datetime) -> Statement:
    """``statements_of`` of one currency."""
    zero = Money(0, currency)
    return _statements(organisation_id, since, until, currency=currency).get(
        currency, Statement(zero, (), zero)
    )


def statements_of(organisation_id: int, since: datetime, until: datetime) -> dict[str, Statement]:
    """Of what is hers, held or ready, in the scope's market: ``since`` is within, ``until`` is not. By each currency she
    was ever owed in; four queries however many.

    That money which was held becomes ready changes nothing of what is hers, and is left out.
    """
    return _statements(organisation_id, since, until)


def _statements(organisation_id: int, since: datetime, until: datetime, **which: str) -> dict[str, Statement]:
    hers = Account.objects.filter(organisation_id=organisation_id, kind__in=HERS, **which)
    own = dict(hers.order_by("currency").values_list("pk", "currency"))
    opening = {currency: Money(0, currency) for currency in own.values()}
    before = Entry.objects.filter(at__lt=since).order_by()
    for side, sign in (("credit", 1), ("debit", -1)):
        sums = before.filter(**{f"{side}__in": own}).values_list(side).annotate(Sum("amount_minor"))
        for account, minor in sums:
            opening[own[account]] += Money(sign * minor, own[account])
    balance: dict[str, Money] = {**opening}
    rows: dict[str, list[Row]] = {currency: [] for currency in opening}
    within = Entry.objects.filter(Q(credit__in=own) | Q(debit__in=own), at__gte=since, at__lt=until)
    for entry in within.order_by("at", "pk"):
        if entry.credit_id in own and entry.debit_id in own:
            continue
        amount = entry.amount if entry.credit_id in own else -entry.amount
        balance[entry.currency] += amount
        rows[entry.currency].append(Row(entry.at, entry.kind, entry.subject, amount, balance[entry.currency]))
    return {each: Statement(opening[each], tuple(rows[each]), balance[each]) for each in opening}
