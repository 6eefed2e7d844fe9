"""What a seller received, what is on its way, and where it goes: read in the scope of her organisation."""

from dataclasses import dataclass

from tadamun.kernel.money import Money
from tadamun.people.sellers.models import Maker
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Claim, Destination, Payout
from tadamun.treasury.payouts.queries import destinations_of
from tadamun.treasury.payouts.shares import parts_of_makers
from tadamun.web.workshop.access import Desk

A, S = Account.Kind, Payout.State


@dataclass(frozen=True, slots=True)
class Place:
    """Where her money goes now, and where it will go from a moment on."""

    now: Destination | None
    later: Destination | None


def place_of(desk: Desk) -> Place:
    pk = desk.organisation.pk
    now, later = destinations_of([pk], desk.organisation.currency)
    return Place(now.get(pk), later.get(pk))


def payouts(limit: int = 50) -> list[Payout]:
    """Newest first."""
    return list(Payout.objects.order_by("-pk")[:limit])


def received(found: list[Payout]) -> list[Money]:
    """By currency."""
    sums: dict[str, int] = {}
    for payout in found:
        if payout.state == S.CONFIRMED:
            sums[payout.currency] = sums.get(payout.currency, 0) + payout.amount_minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


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
