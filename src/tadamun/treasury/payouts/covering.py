"""What acquirers took and carriers collected that no line of the bank's statement brought yet: payment by payment, and
order by order. See docs/algorithms/payouts.md.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Expression, F, Min, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Concat, StrIndex, Substr

from tadamun.kernel import clock
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payments.models import Contract, Payment, Refund
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances

GATEWAY, CARRIER = Account.Kind.GATEWAY, Account.Kind.CASH_WITH_CARRIER
BROUGHT = ("settled", "settled_fee")  # what lines of the statement themselves post
ENTRIES_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Open:
    """A payment that an acquirer took, or the cash of an order, less what went back of it. Below zero: what went back of
    what was brought, and was not taken off yet. ``who``: the code of the contract, or the carrier.
    """

    what: str
    who: str
    code: str
    amount: Money
    since: datetime
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has money of the market's: ``balance``, by the book; ``rows``, of which payments or orders, the oldest first.

    ``loose``: brought, and nobody said for which of them. ``late``: how many wait since before ``before``. ``cut``: there are
    more than a page looks at, and ``rows`` are the oldest; then nobody can say what is loose.
    """

    what: str
    who: str
    balance: Money
    rows: Sequence[Open]
    before: datetime
    contract: Contract | None = None
    cut: bool = False

    @property
    def loose(self) -> Money:
        if self.cut:
            return Money(0, self.balance.currency)
        return max(self._sum(self.rows) - self.balance, Money(0, self.balance.currency))

    @property
    def late_rows(self) -> list[Open]:
        return [row for row in self.rows if row.since <= self.before and row.amount.minor > 0]

    @property
    def late(self) -> Money:
        """Never more than they have at all."""
        return min(self._sum(self.late_rows), max(self.balance, Money(0, self.balance.currency)))

    @property
    def since(self) -> datetime | None:
        return self.rows[0].since if self.rows else None

    def _sum(self, rows: Sequence[Open]) -> Money:
        return total([row.amount for row in rows], self.balance.currency)


def open_rows(market_id: int, currency: str) -> list[Open]:
    """All of them, however many, the oldest first. Four queries, and two more for each ten thousand entries."""
    return _oldest(market_id, currency, None)[0]


def _oldest(market_id: int, currency: str, most: int | None) -> tuple[list[Open], bool]:
    """Of the ``most`` oldest entries, and whether there are more."""
    with scope(market_id=market_id):
        found = Account.objects.filter(kind__in=(GATEWAY, CARRIER), currency=currency, organisation=None)
        accounts = {row.pk: row for row in found}
        moved = Q(debit__in=accounts) | Q(credit__in=accounts)
        rows = Entry.objects.filter(moved, coverages=None).exclude(kind__in=BROUGHT).order_by("pk")
        entries = list(rows[: most + 1] if most else rows)
        cut = bool(most) and len(entries) > (most or 0)
        entries = entries[:most]
        payments, contracts = _payments([entry.key for entry in entries])
    named: dict[tuple[str, str], list[Entry]] = {}
    carriers: dict[str, str] = {}
    for entry in entries:
        account = accounts.get(entry.debit_id) or accounts[entry.credit_id]
        code = entry.subject.partition(":")[2]
        if account.kind == GATEWAY:
            code = payments.get(entry.key.partition("/")[2].partition("/")[0], "")
        elif entry.debit_id in accounts:
            carriers[code] = account.holder  # what was collected together is told apart by a later entry
        named.setdefault((str(account.kind), code), []).append(entry)
    opened = [
        _open(what, (contracts if what == GATEWAY else carriers).get(code, ""), code, rows, accounts)
        for (what, code), rows in named.items()
    ]
    return [row for row in opened if row.amount], cut


def count_late(market: Market, currency: str) -> tuple[int, int]:
    """How many payments acquirers, and of how many orders carriers, keep longer than the rules say: ``Holder.late_rows`` of
    them all, counted by the database. Three queries.
    """
    before = clock.now() - timedelta(days=market.policy.overdue_days)
    with scope(market_id=market.pk):
        found = Account.objects.filter(kind__in=(GATEWAY, CARRIER), currency=currency, organisation=None)
        kinds = dict(found.values_list("pk", "kind"))

        def late_of(what: str, name: Expression | F) -> int:
            held = [pk for pk, kind in kinds.items() if kind == what]
            rest = Concat(Substr("key", StrIndex("key", Value("/")) + 1), Value("/"))
            part = Substr(rest, 1, StrIndex(rest, Value("/")) - 1)
            rows = Entry.objects.filter(Q(debit__in=held) | Q(credit__in=held), coverages=None).annotate(
                part=part
            )
            amount = Case(When(debit__in=held, then=F("amount_minor")), default=-F("amount_minor"))
            of = rows.exclude(kind__in=BROUGHT).order_by().values(of=name)
            return (
                of.annotate(since=Min("at"), left=Sum(amount)).filter(since__lte=before, left__gt=0).count()
            )

        return late_of(GATEWAY, _payment_named()), late_of(CARRIER, F("subject"))


def _payment_named() -> Expression:
    """The code of the payment an entry is of, as ``_payments`` reads it in the key; ``part`` is the key's second part."""
    refunds = Refund.objects.filter(code=OuterRef("part"))
    return Case(
        When(key__startswith="gateway/", then=F("part")),
        When(key__startswith="refunded/", then=Subquery(refunds.values("payment__code")[:1])),
        default=Value(""),
    )


def _payments(keys: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The second part of a key → the code of its payment; payment → contract. What an acquirer took is named by its payment,
    what it gave back by the refund.
    """
    said = {key.split("/")[1] for key in keys if key.startswith("gateway/")}
    back = {key.split("/")[1] for key in keys if key.startswith("refunded/")}
    refunds: dict[str, str] = {}
    for codes in _in_parts(back):
        refunds.update(Refund.objects.filter(code__in=codes).values_list("code", "payment__code"))
    contracts: dict[str, str] = {}
    for codes in _in_parts(said | set(refunds.values())):
        known = Payment.objects.filter(code__in=codes, contract__isnull=False)
        contracts.update(known.values_list("code", "contract__code"))
    return {**{code: code for code in said}, **refunds}, contracts


def _in_parts(codes: Collection[str]) -> Iterator[list[str]]:
    """As many as one question may name."""
    ordered = sorted(codes)
    for start in range(0, len(ordered), ENTRIES_AT_MOST):
        yield ordered[start : start + ENTRIES_AT_MOST]


def _open(what: str, who: str, code: str, rows: Sequence[Entry], accounts: Collection[int]) -> Open:
    had = sum(entry.amount_minor for entry in rows if entry.debit_id in accounts)
    given = sum(entry.amount_minor for entry in rows if entry.credit_id in accounts)
    amount = Money(had - given, rows[0].currency)
    return Open(what, who, code, amount, rows[0].at, tuple(entry.pk for entry in rows))


def holders(market: Market, currency: str, most: int = ENTRIES_AT_MOST) -> list[Holder]:
    """Everybody who has money of ours, or brought some that nobody said the payments of: acquirers, then carriers. Eleven
    queries, whatever their number. ``most``: entries that are looked at, the oldest; balances are of all.
    """
    before = clock.now() - timedelta(days=market.policy.overdue_days)
    rows: dict[tuple[str, str], list[Open]] = {}
    opened, cut = _oldest(market.pk, currency, most)
    for row in opened:
        rows.setdefault((row.what, row.who), []).append(row)
    acquirers = {
        (str(GATEWAY), row.code): (amount, row) for row, amount in gateway_balances(market.pk, currency)
    }
    carriers = {(str(CARRIER), who): amount for who, amount in carrier_balances(market.pk, currency).items()}
    with scope(market_id=market.pk):
        contracts = {row.code: row for row in Contract.objects.filter(code__in=[who for _what, who in rows])}
    balances = {**{name: amount for name, (amount, _row) in acquirers.items()}, **carriers}
    contracts |= {row.code: row for _amount, row in acquirers.values()}
    nothing = Money(0, currency)
    return [
        Holder(
            what, who, balances.get((what, who), nothing), rows.get((what, who), []), before,
            contracts.get(who) if what == GATEWAY else None, cut,
        )
        for what, who in sorted({*rows, *balances}, key=lambda name: (name[0] != GATEWAY, name[1]))
    ]  # fmt: skip


def holder(market: Market, currency: str, what: str, who: str) -> Holder | None:
    """One of them."""
    return next((one for one in holders(market, currency) if (one.what, one.who) == (what, who)), None)


def late(market: Market, currency: str) -> list[Holder]:
    """Who keeps a payment or an order's cash for longer than the rules say, whatever else they brought."""
    return [one for one in holders(market, currency) if one.late]
