"""What a seller received, what is on its way, and where it goes: read in the scope of her organisation."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tadamun.kernel import formats
from tadamun.kernel.money import Money
from tadamun.people.sellers.models import Maker, Member
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.ledger.statements import HERS, Statement, statements_of
from tadamun.treasury.payouts.models import Claim, Destination, Payout
from tadamun.treasury.payouts.queries import destinations_by_currency
from tadamun.treasury.payouts.shares import parts_of_makers
from tadamun.web.workshop.access import Desk

A, S = Account.Kind, Payout.State
DECIDE = (Member.Role.OWNER, Member.Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Place:
    """Where her money of one currency goes now, and where it will go from a moment on."""

    currency: str
    currency_name: str
    now: Destination | None
    later: Destination | None


def decides(desk: Desk) -> bool:
    """Whether she moves the organisation's money: an owner or manager of it, never a helper."""
    return not desk.acting and Member.objects.filter(person=desk.person, role__in=DECIDE).exists()


def currencies_of(desk: Desk) -> set[str]:
    """Each one she was ever owed in."""
    hers = Account.objects.filter(organisation=desk.organisation, kind__in=HERS)
    return set(hers.values_list("currency", flat=True))


def places_of(desk: Desk, owed: Collection[str]) -> list[Place]:
    """Her own currency first, then each other one that is ``owed`` or that she named a place for."""
    now, later = destinations_by_currency(desk.organisation.pk)
    own = desk.organisation.currency
    return [
        Place(each, currency_name(desk, each), now.get(each), later.get(each))
        for each in (own, *sorted({*owed, *now, *later} - {own}))
    ]


def currency_name(desk: Desk, currency: str) -> str:
    """In the reader's words."""
    return formats.currency_name(currency, desk.market.locale(desk.language))


def statements(desk: Desk, since: datetime, until: datetime) -> list[tuple[str, Statement]]:
    """Currency in words and what moved in it: her own always, others where there is something to tell."""
    own, found = desk.organisation.currency, statements_of(desk.organisation.pk, since, until)
    zero = Money(0, own)
    shown = {own: found.pop(own, Statement(zero, (), zero))}
    shown |= {each: row for each, row in found.items() if row.rows or row.opening}
    return [(currency_name(desk, each), row) for each, row in shown.items()]


def payouts(limit: int = 50) -> list[Payout]:
    """Newest first."""
    return list(Payout.objects.order_by("-pk")[:limit])


def received(found: list[Payout]) -> list[Money]:
    """By currency."""
    return sums(payout.amount for payout in found if payout.state == S.CONFIRMED)


def sums(amounts: Iterable[Money]) -> list[Money]:
    """By currency."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Money(0, amount.currency)) + amount
    return [found[currency] for currency in sorted(found)]


def paid_by(payout: Payout) -> list[tuple[str, str, Money]]:
    """What a payout pays for: kind and number of each entry it claims or claimed, and what it brought or took."""
    claims = Claim.objects.filter(payout=payout).values("entry")
    entries = Entry.objects.filter(pk__in=claims).select_related("credit").order_by("pk")
    return [
        (row.kind, row.subject.partition(":")[2], row.amount if row.credit.kind == A.PAYABLE else -row.amount)
        for row in entries
    ]


def parts(desk: Desk) -> list[tuple[Maker, Money]]:
    """Each maker's part of what was earned here so far."""
    found = parts_of_makers(desk.organisation.pk)
    makers = {row.pk: row for row in Maker.objects.filter(pk__in=[maker for maker, _amount in found])}
    return [(makers[maker], amount) for maker, amount in found if maker in makers]
