"""Questions about what can be paid, to whom, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Claim, Destination, Payout, Rail, Withdrawal

# What payouts themselves wrote: it settles claims and is never claimed.
OWN = ("payout", "payout_back")
# Why an organisation is not paid: its debt carries over, or something must happen first.
DEBT, BELOW_LEAST, NO_DESTINATION, NOT_YET = "debt", "below_least", "no_destination", "not_yet"
SUSPENDED, NOT_ASKED = "suspended", "not_asked"


@dataclass(frozen=True, slots=True)
class Due:
    """What one organisation may be paid now, and where. ``why``: empty when it can be paid, else the exception.

    ``asked``: she asked for it, and nobody pays it yet.
    """

    organisation: Organisation
    amount: Money
    destination: Destination | None
    why: str = ""
    from_when: datetime | None = None
    asked: Withdrawal | None = None

    @property
    def to_pay(self) -> Money:
        """What she asked for, else all of it."""
        wanted = self.asked.amount if self.asked else None
        return self.amount if wanted is None or wanted.minor > self.amount.minor else wanted


def end_of(market: Market, day: date | None) -> datetime | None:
    """When that day is over in the market; ``None`` for no day."""
    after = day + timedelta(days=1) if day else None
    return datetime.combine(after, time.min, ZoneInfo(market.time_zone)) if after else None


def claimable(accounts: Q, until: datetime | None = None) -> QuerySet[Entry]:
    """Entries whose other or own side is one of those accounts, that are available and that no payout claims. ``until``: what
    became hers before then; what she owes is claimed whenever it came.
    """
    taken = Claim.objects.filter(entry=OuterRef("pk"), released_at=None)
    available = Q(available_at=None) | Q(available_at__lte=clock.now())
    rows = Entry.objects.filter(accounts, available).exclude(kind__in=OWN).exclude(Exists(taken))
    return rows.filter(Q(at__lt=until) | Q(debit__kind=Account.Kind.PAYABLE)) if until else rows


def _open_sums(
    currency: str, organisation_id: int | None = None, until: datetime | None = None
) -> dict[int, int]:
    """Organisation → what is hers now and claimed by no payout."""
    sums: dict[int, int] = {}
    only = {} if organisation_id is None else {"organisation": organisation_id}
    for side, sign in (("credit", 1), ("debit", -1)):
        which = {"kind": Account.Kind.PAYABLE, "currency": currency, **only}
        whose = {f"{side}__{name}": value for name, value in which.items()}
        rows = claimable(Q(**whose), until).order_by().values_list(f"{side}__organisation")
        for organisation, amount in rows.annotate(Sum("amount_minor")):
            sums[organisation] = sums.get(organisation, 0) + sign * amount
    return {organisation: amount for organisation, amount in sums.items() if amount}


def open_withdrawals(currency: str = "") -> QuerySet[Withdrawal]:
    """Asked for, not under way: the oldest first."""
    rows = Withdrawal.objects.filter(payout=None, ended_at=None)
    return (rows.filter(currency=currency) if currency else rows).order_by("asked_at", "pk")


def dues(market: Market, currency: str, until: date | None = None) -> list[Due]:
    """Every organisation with money or debt in the scope's market, or that asked, by name of their codes; six queries, a
    seventh where the market keeps the money of suspended sellers. ``until``: the last day of what became theirs.
    """
    asked = {row.organisation_id: row for row in open_withdrawals(currency)}
    sums = {**dict.fromkeys(asked, 0), **_open_sums(currency, until=end_of(market, until))}
    rows = {row.pk: row for row in Organisation.objects.filter(pk__in=sums)}
    return [_without_asking(market, due) for due in _dues(market, currency, rows, sums, asked)]


def due_of(market: Market, organisation: Organisation, currency: str) -> Due:
    """Of one organisation, as ``dues`` says it, but that nobody pays her unasked: she may be about to ask."""
    sums = {organisation.pk: 0, **_open_sums(currency, organisation.pk)}
    asked = {row.organisation_id: row for row in open_withdrawals(currency).filter(organisation=organisation)}
    return _dues(market, currency, {organisation.pk: organisation}, sums, asked)[0]


def _dues(
    market: Market, currency: str, rows: Mapping[int, Organisation], sums: Mapping[int, int], asked: Mapping[int, Withdrawal]
) -> list[Due]:  # fmt: skip
    places, coming = destinations_of(list(rows), currency)
    kept = set() if market.policy.pay_suspended else _suspended(list(rows))
    found = []
    for pk in sorted(rows):
        due = Due(rows[pk], Money(sums[pk], currency), places.get(pk), asked=asked.get(pk))
        found.append(_with_reason(market, due, coming.get(pk), suspended=pk in kept))
    return found


def _suspended(organisations: Sequence[int]) -> set[int]:
    rows = Admission.objects.filter(organisation__in=organisations, status=Admission.Status.SUSPENDED)
    return set(rows.values_list("organisation", flat=True))


def _with_reason(market: Market, due: Due, coming: Destination | None, *, suspended: bool) -> Due:
    if due.amount.minor <= 0:
        return replace(due, why=DEBT)
    if suspended:
        return replace(due, why=SUSPENDED)
    if due.amount.currency == market.currency and due.to_pay.minor < market.policy.payout_least_minor:
        return replace(due, why=BELOW_LEAST)
    if due.destination is not None:
        return due
    return (
        replace(due, why=NOT_YET, from_when=coming.active_from)
        if coming
        else replace(due, why=NO_DESTINATION)
    )


def _without_asking(market: Market, due: Due) -> Due:
    """Where the market pays only who asked, whoever did not waits."""
    unasked = market.policy.payout_asked and due.asked is None and not due.why
    return replace(due, why=NOT_ASKED) if unasked else due


def destinations_of(
    organisations: Sequence[int], currency: str
) -> tuple[dict[int, Destination], dict[int, Destination]]:
    """Organisation → the destination that is used now, and the one that will be."""
    usable: dict[int, Destination] = {}
    coming: dict[int, Destination] = {}
    now = clock.now()
    rows = Destination.objects.filter(organisation_id__in=organisations, currency=currency)
    for row in rows.order_by("pk"):
        (usable if row.active_from <= now else coming)[row.organisation_id] = row
    return usable, coming


def destinations_by_currency(
    organisation_id: int,
) -> tuple[dict[str, Destination], dict[str, Destination]]:
    """Currency → the destination that is used now, and the one that will be."""
    now = clock.now()
    rows = list(Destination.objects.filter(organisation_id=organisation_id).order_by("pk"))
    usable = {row.currency: row for row in rows if row.active_from <= now}
    return usable, {row.currency: row for row in rows if row.active_from > now}


def next_payouts(market: Market, after: date) -> date | None:
    """The day on which the market makes payouts next, later than ``after``; ``None`` where it keeps no fixed day."""
    weekday = market.policy.payout_weekday
    return after + timedelta(days=(weekday - after.isoweekday() - 1) % 7 + 1) if weekday else None


def currencies_due() -> list[str]:
    """Of the payable accounts in the scope's market."""
    rows = Account.objects.filter(kind=Account.Kind.PAYABLE).order_by("currency")
    return list(rows.values_list("currency", flat=True).distinct())


def under_way(organisation_id: int) -> list[Payout]:
    """Payouts that claim her money and have not ended, newest first."""
    ended = (Payout.State.CONFIRMED, Payout.State.FAILED)
    return list(
        Payout.objects.filter(organisation_id=organisation_id).exclude(state__in=ended).order_by("-pk")
    )


def rails_of(found: Sequence[Due]) -> list[tuple[str, Money, int]]:
    """Rail → what would be paid by it to how many."""
    result = []
    for rail in Rail.values:
        here = [due for due in found if not due.why and due.destination and due.destination.rail == rail]
        if here:
            sum_ = sum(due.to_pay.minor for due in here)
            result.append((str(rail), Money(sum_, here[0].amount.currency), len(here)))
    return result
