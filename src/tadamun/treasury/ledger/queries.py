"""Questions the book answers. Balances are what entries say."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from tadamun.kernel.money import Money
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import everything
from tadamun.treasury.ledger.models import Account, Entry, Rate


@dataclass(frozen=True, slots=True)
class DatedRate:
    """``rate`` units of the market's currency for one of ours, as of ``on``, as ``source`` said."""

    rate: Decimal
    on: date
    source: str = ""


def rates_to(quote: str, market_id: int) -> dict[str, DatedRate]:
    """Base currency → the latest rate to ``quote`` that counts for that market: its own, else everybody's."""
    tags.collect("rates")
    return {row.base: DatedRate(row.rate, row.on, row.source) for row in latest_rates(quote, market_id)}


@dataclass(frozen=True, slots=True)
class MoneyToCome:
    """What a seller has to expect, by currency. ``debt``: fees of sales whose cash she took herself."""

    held: list[Money]
    payable: list[Money]
    debt: list[Money]


def had_by(accounts: QuerySet[Account]) -> dict[int, int]:
    """Account → what it has: debits less credits, in minor units. Two queries; the sums read two covering indexes and
    never a row, so a seller's balance is as fast among a million entries as among a thousand.
    """
    return _had(list(accounts.order_by("pk").values_list("pk", flat=True)))


def _had(accounts: Collection[int]) -> dict[int, int]:
    result = dict.fromkeys(accounts, 0)
    with everything("entries of accounts that were found inside the scope"):
        debits = Entry.objects.filter(debit__in=accounts).order_by().values_list("debit")
        given = Entry.objects.filter(credit__in=accounts).order_by().values_list("credit")
        had = debits.annotate(sum=Sum("amount_minor"))
        for account, minor in had.union(given.annotate(sum=-Sum("amount_minor")), all=True):
            result[account] += minor
    return result


def money_to_come(organisation_id: int) -> MoneyToCome:
    """In the scope's market: what is held until its time, what is hers now, what she owes. Two queries."""
    kinds = (Account.Kind.HELD_FOR_SELLER, Account.Kind.PAYABLE)
    accounts = {
        row.pk: row for row in Account.objects.filter(organisation_id=organisation_id, kind__in=kinds)
    }
    owed = [(accounts[pk].kind, Money(-minor, accounts[pk].currency)) for pk, minor in _had(accounts).items()]
    return MoneyToCome(
        held=[amount for kind, amount in owed if kind == Account.Kind.HELD_FOR_SELLER and amount.minor > 0],
        payable=[amount for kind, amount in owed if kind == Account.Kind.PAYABLE and amount.minor > 0],
        debt=[-amount for kind, amount in owed if kind == Account.Kind.PAYABLE and amount.minor < 0],
    )


def fund_of(market_id: int, currency: str, *, lock: bool = False) -> Money:
    """What donors gave and nobody used yet. ``lock``: until the transaction ends nobody else takes of it."""
    with everything("the fund of one market"):
        accounts = Account.objects.filter(market=market_id, kind=Account.Kind.FUND, currency=currency)
        if lock:
            list(accounts.select_for_update())
        return Money(-sum(had_by(accounts).values()), currency)


def fund_entries(market_id: int, currency: str, limit: int = 100) -> list[Entry]:
    """What came into a market's fund and what it paid, newest first."""
    with everything("the fund of one market"):
        whose = {"market": market_id, "kind": Account.Kind.FUND, "currency": currency}
        accounts = list(Account.objects.filter(**whose))
        rows = Entry.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
        return list(rows.order_by("-pk")[:limit])


def latest_rates(quote: str, market_id: int) -> list[Rate]:
    """Of each currency the rate to ``quote`` that counts for that market: the newest of its own, else everybody's. One query."""
    rows = Rate.objects.filter(Q(market=None) | Q(market=market_id), quote=quote).order_by("on")
    found = {row.base: row for row in sorted(rows, key=lambda row: (row.market_id is not None, row.on))}
    return [found[base] for base in sorted(found)]


def verify_ledger() -> Iterator[str]:
    """Where an entry crosses currencies or markets: the database cannot see both sides of a join."""
    with everything("a check of the whole installation"):
        wrong = Entry.objects.exclude(
            debit__currency=F("currency"), credit__currency=F("currency"), credit__market=F("debit__market")
        )
        for entry in wrong:
            yield f"ledger entry {entry.pk} joins accounts of another currency or market"
