"""The tax that the market owes the state: what is declared of it, and that it was paid. See docs/algorithms/vat.md."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from tadamun.kernel import audit
from tadamun.kernel.money import Money, total
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.operations import Posting, post

TAXES = (Account.Kind.SALE_VAT, Account.Kind.FEE_VAT)
PAID, SET_OFF, TAKEN_BACK = "tax_paid", "tax_set_off", "tax_taken_back"
SETTLING = frozenset({PAID, SET_OFF, TAKEN_BACK})
"""Entries that settle what was owed before: they are no sale's, purchase's or fee's, and count in no month's declaration."""


class NothingOwed(Exception):
    """The book owes the state nothing in this currency up to then: it was paid, or purchases outweigh sales."""


@dataclass(frozen=True, slots=True)
class TaxAccount:
    """A tax that the market owes, over a time: what each kind of entry added to it or took. ``left``: what all that was
    written before the end leaves to pay, less what was ever paid; below zero is a credit.
    """

    kind: str
    moved: tuple[tuple[str, Money], ...]
    left: Money

    @property
    def sum(self) -> Money:
        return total([amount for _kind, amount in self.moved], self.left.currency)


@dataclass(frozen=True, slots=True)
class TaxPaid:
    """A payment to the state. ``amount``: of what was owed; ``taken_back``: it was recorded by mistake."""

    reference: str
    at: datetime
    amount: Money
    taken_back: bool


def tax_accounts(since: datetime, until: datetime, **which: str) -> list[TaxAccount]:
    """By kind and currency, in the scope's market. Three queries however many entries."""
    found = Account.objects.filter(kind__in=TAXES, organisation=None, **which)
    accounts = {row.pk: row for row in found.order_by("kind", "currency")}
    left: Counter[int] = Counter()
    moved: dict[int, Counter[str]] = {pk: Counter() for pk in accounts}
    for side, sign in (("credit", 1), ("debit", -1)):
        rows = Entry.objects.filter(
            Q(at__lt=until) | Q(kind__in=SETTLING), **{f"{side}__in": accounts}
        ).order_by()
        within = Coalesce(Sum("amount_minor", filter=Q(at__gte=since)), 0)
        for pk, kind, minor, ever in rows.values_list(side, "kind").annotate(
            within=within, ever=Sum("amount_minor")
        ):
            left[pk] += sign * ever
            if kind not in SETTLING:
                moved[pk][kind] += sign * minor
    return [
        TaxAccount(row.kind, _moved(moved[pk], row.currency), Money(left[pk], row.currency))
        for pk, row in accounts.items()
    ]


def _moved(found: Counter[str], currency: str) -> tuple[tuple[str, Money], ...]:
    """What was added first, then what was taken."""
    return tuple((kind, Money(minor, currency)) for kind, minor in found.most_common() if minor)


def pay_tax(market: Market, *, currency: str, until: datetime, paid: Money, reference: str) -> bool:
    """All that the book owes the state up to ``until`` in ``currency`` was declared and paid from the market's bank account.

    ``paid``: what left the account, in the market's currency; where the tax is owed in another, the difference goes through
    the exchange. Once for each ``reference``, the receipt's; whether this is news. Raises ``NothingOwed``, and ``ValueError``
    when ``paid`` is not what is owed in the same currency; then nothing was written.
    """
    reference = reference[:60]
    with transaction.atomic(), scope(market_id=market.pk):
        ours = Account.objects.filter(kind__in=TAXES, organisation=None, currency=currency)
        list(ours.select_for_update())  # two who record it at once: the second finds it paid
        owed = {one.kind: one.left for one in tax_accounts(until, until, currency=currency)}
        if Entry.objects.filter(subject=f"tax:{reference}").exists():
            return False
        postings = settlement(owed, paid)
        if paid.currency != market.currency:
            raise ValueError(f"{paid} were paid, in {market.currency} the market pays")
        post(market, key=f"tax:{market.pk}:{reference}", subject=f"tax:{reference}", postings=postings)
        audit.record("pay_tax", Reference("tax", reference), market_id=market.pk, paid=str(paid))
    return True


def settlement(owed: Mapping[str, Money], paid: Money) -> list[Posting]:
    """One account's credit is set off against the other's debt, the rest comes from the bank account; of another currency, by
    way of the exchange. Raises ``NothingOwed`` and ``ValueError`` as ``pay_tax`` does.
    """
    whole = Money(sum(amount.minor for amount in owed.values()), next(iter(owed.values()), paid).currency)
    at_home = whole.currency == paid.currency
    if whole.minor <= 0:
        raise NothingOwed(str(whole))
    if at_home and paid != whole:
        raise ValueError(f"{whole} are owed, {paid} were paid")
    debtor, creditor = (pick(owed, key=lambda kind: owed[kind].minor) for pick in (max, min))
    postings = [Posting(SET_OFF, debtor, creditor, -owed[creditor])] if owed[creditor].minor < 0 else []
    source = Account.Kind.BANK if at_home else Account.Kind.EXCHANGE
    postings += [
        Posting(PAID, kind, source, min(left, whole)) for kind, left in owed.items() if left.minor > 0
    ]
    if not at_home:
        postings.append(Posting(PAID, Account.Kind.EXCHANGE, Account.Kind.BANK, paid))
    return postings


def take_back_tax(market: Market, reference: str, *, reason: str) -> bool:
    """A payment was recorded by mistake: its entries are reversed, and what it settled is owed again. Whether this is news;
    of a payment that the market does not know, nothing is done either.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        rows = (
            Entry.objects.filter(subject=f"tax:{reference[:60]}")
            .select_related("debit", "credit")
            .order_by("pk")
        )
        postings = [Posting(TAKEN_BACK, row.credit.kind, row.debit.kind, row.amount) for row in rows]
        key = f"tax_back:{market.pk}:{reference[:60]}"
        news = bool(
            postings and post(market, key=key, subject=f"tax_back:{reference[:60]}", postings=postings)
        )
        if news:
            audit.record(
                "take_back_tax", Reference("tax", reference[:60]), market_id=market.pk, reason=reason
            )
    return news


def taxes_paid(limit: int = 60) -> list[TaxPaid]:
    """Payments to the state in the scope's market, newest first. Two queries."""
    accounts = Account.objects.filter(kind__in=TAXES, organisation=None)
    rows = Entry.objects.filter(kind=PAID, debit__in=accounts).order_by()
    sums = rows.values_list("subject", "currency").annotate(
        first=Min("at"), sum=Sum("amount_minor"), last=Max("pk")
    )
    found = list(sums.order_by("-last")[:limit])
    backs = {f"tax_back:{subject.partition(':')[2]}" for subject, *_ in found}
    gone = set(Entry.objects.filter(subject__in=backs).values_list("subject", flat=True))
    return [
        TaxPaid(reference, at, Money(minor, currency), f"tax_back:{reference}" in gone)
        for subject, currency, at, minor, _last in found
        for reference in (subject.partition(":")[2],)
    ]
