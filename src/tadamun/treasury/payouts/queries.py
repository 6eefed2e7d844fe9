"""Questions about what can be paid, to whom, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.models import Account, Entry
from tadamun.treasury.payouts.models import Claim, Destination, Payout, Rail

# What payouts themselves wrote: it settles claims and is never claimed.
OWN = ("payout", "payout_back")
# Why an organisation is not paid: its debt carries over, or something must happen first.
DEBT, BELOW_LEAST, NO_DESTINATION, NOT_YET = "debt", "below_least", "no_destination", "not_yet"


@dataclass(frozen=True, slots=True)
class Due:
    """What one organisation may be paid now, and where. ``why``: empty when it can be paid, else the exception."""

    organisation: Organisation
    amount: Money
    destination: Destination | None
    why: str = ""
    from_when: datetime | None = None


def claimable(accounts: Q) -> QuerySet[Entry]:
    """Entries whose other or own side is one of those accounts, that are available and that no payout claims."""
    taken = Claim.objects.filter(entry=OuterRef("pk"), released_at=None)
    available = Q(available_at=None) | Q(available_at__lte=clock.now())
    return Entry.objects.filter(accounts, available).exclude(kind__in=OWN).exclude(Exists(taken))


def _open_sums(currency: str) -> dict[int, int]:
    """Organisation → what is hers now and claimed by no payout."""
    sums: dict[int, int] = {}
    for side, sign in (("credit", 1), ("debit", -1)):
        whose = {f"{side}__kind": Account.Kind.PAYABLE, f"{side}__currency": currency}
        rows = claimable(Q(**whose)).order_by().values_list(f"{side}__organisation")
        for organisation, amount in rows.annotate(Sum("amount_minor")):
            sums[organisation] = sums.get(organisation, 0) + sign * amount
    return {organisation: amount for organisation, amount in sums.items() if amount}


def dues(market: Market, currency: str) -> list[Due]:
    """Every organisation with money or debt in the scope's market, by name of their codes; five queries."""
    sums = _open_sums(currency)
    rows = {row.pk: row for row in Organisation.objects.filter(pk__in=sums)}
    places, coming = destinations_of(list(rows), currency)
    found = [
        _due(market, rows[pk], Money(sums[pk], currency), places.get(pk), coming.get(pk)) for pk in sorted(rows)
    ]  # fmt: skip
    return found


def _due(
    market: Market, organisation: Organisation, amount: Money, place: Destination | None, coming: Destination | None
) -> Due:  # fmt: skip
    if amount.minor <= 0:
        return Due(organisation, amount, place, DEBT)
    if amount.currency == market.currency and amount.minor < market.policy.payout_least_minor:
        return Due(organisation, amount, place, BELOW_LEAST)
    if place is None and coming is not None:
        return Due(organisation, amount, None, NOT_YET, coming.active_from)
    return Due(organisation, amount, place, "" if place else NO_DESTINATION)


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
            sum_ = sum(due.amount.minor for due in here)
            result.append((str(rail), Money(sum_, here[0].amount.currency), len(here)))
    return result
