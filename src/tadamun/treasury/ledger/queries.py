"""Questions the book answers. Balances are what entries say."""

from collections.abc import Iterator
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
    """``rate`` units of the market's currency for one of ours, as of ``on``."""

    rate: Decimal
    on: date


def rates_to(quote: str) -> dict[str, DatedRate]:
    """Base currency → the latest rate to ``quote``; ``quote`` itself is one to one."""
    tags.collect("rates")
    found = {row.base: DatedRate(row.rate, row.on) for row in Rate.objects.filter(quote=quote).order_by("on")}
    return found


@dataclass(frozen=True, slots=True)
class MoneyToCome:
    """What a seller has to expect, by currency. ``debt``: fees of sales whose cash she took herself."""

    held: list[Money]
    payable: list[Money]
    debt: list[Money]


def had_by(accounts: QuerySet[Account]) -> dict[int, int]:
    """Account → what it has: debits less credits, in minor units. Read from two covering indexes, never from rows."""
    own = list(accounts.order_by("pk").values_list("pk", flat=True))
    result = dict.fromkeys(own, 0)
    with everything("entries of accounts that were found inside the scope"):
        for side, sign in (("debit", 1), ("credit", -1)):
            rows = Entry.objects.filter(**{f"{side}__in": own}).order_by()
            for account, minor in rows.values_list(side).annotate(Sum("amount_minor")):
                result[account] += sign * minor
    return result


def _balances(organisation_id: int, kind: str) -> dict[str, int]:
    accounts = Account.objects.filter(organisation_id=organisation_id, kind=kind)
    had = had_by(accounts)
    return {row.currency: -had[row.pk] for row in accounts}


def money_to_come(organisation_id: int) -> MoneyToCome:
    """In the scope's market: what is held until its time, what is hers now, what she owes."""
    held = _balances(organisation_id, Account.Kind.HELD_FOR_SELLER)
    payable = _balances(organisation_id, Account.Kind.PAYABLE)
    return MoneyToCome(
        held=[Money(minor, currency) for currency, minor in held.items() if minor > 0],
        payable=[Money(minor, currency) for currency, minor in payable.items() if minor > 0],
        debt=[Money(-minor, currency) for currency, minor in payable.items() if minor < 0],
    )


def entries_of(organisation_id: int, limit: int = 50) -> list[Entry]:
    """The latest entries of a seller's accounts in the scope's market, newest first."""
    mine = Q(debit__organisation_id=organisation_id) | Q(credit__organisation_id=organisation_id)
    return list(Entry.objects.select_related("debit", "credit").filter(mine).order_by("-pk")[:limit])


def verify_ledger() -> Iterator[str]:
    """Where an entry crosses currencies or markets: the database cannot see both sides of a join."""
    with everything("a check of the whole installation"):
        wrong = Entry.objects.exclude(
            debit__currency=F("currency"), credit__currency=F("currency"), credit__market=F("debit__market")
        )
        for entry in wrong:
            yield f"ledger entry {entry.pk} joins accounts of another currency or market"
