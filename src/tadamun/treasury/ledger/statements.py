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
    """Of what is hers, held or ready, in the scope's market: ``since`` is within, ``until`` is not. Three queries.

    That money which was held becomes ready changes nothing of what is hers, and is left out.
    """
    hers = {"organisation_id": organisation_id, "kind__in": HERS, "currency": currency}
    own = set(Account.objects.filter(**hers).values_list("pk", flat=True))
    before = Entry.objects.filter(at__lt=since)
    owed = before.filter(credit__in=own).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    had = before.filter(debit__in=own).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    opening = balance = Money(owed - had, currency)
    rows = []
    within = Entry.objects.filter(Q(credit__in=own) | Q(debit__in=own), at__gte=since, at__lt=until)
    for entry in within.order_by("at", "pk"):
        if entry.credit_id in own and entry.debit_id in own:
            continue
        amount = entry.amount if entry.credit_id in own else -entry.amount
        balance += amount
        rows.append(Row(entry.at, entry.kind, entry.subject, amount, balance))
    return Statement(opening, tuple(rows), balance)
