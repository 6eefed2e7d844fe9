"""What becomes a seller's, and when."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, Sum

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.treasury.ledger.models import Account, Entry

LATE = timedelta(days=2)  # what became ready and was not yet noted so is still told


@dataclass(frozen=True, slots=True)
class Ready:
    """``amount`` is hers from ``day`` on."""

    day: date
    amount: Money


def becoming_ready(organisation_id: int, zone: str) -> list[Ready]:
    """What is held for her, by the day on which it is hers in that time zone, the next first; in the scope's market. One query.

    What was given back of a sale, and its fees, are off. Sales that have not arrived have no day and are not in it.
    """
    hers = {"organisation": organisation_id, "kind": Account.Kind.HELD_FOR_SELLER}
    came = Q(**{f"credit__{name}": value for name, value in hers.items()})
    gone = Q(**{f"debit__{name}": value for name, value in hers.items()})
    waiting = Entry.objects.filter(came, kind="sale", available_at__gt=clock.now() - LATE).values("subject")
    rows = (
        Entry.objects.filter(came | gone, subject__in=waiting).order_by().values_list("subject", "currency")
    )
    sums = rows.annotate(
        came=Sum("amount_minor", filter=came, default=0), gone=Sum("amount_minor", filter=gone, default=0),
        at=Max("available_at", filter=Q(kind="sale")),
    )  # fmt: skip
    found: dict[tuple[date, str], int] = {}
    here = ZoneInfo(zone)
    for _subject, currency, plus, minus, at in sums:
        if at and plus > minus:
            day = max(at, clock.now()).astimezone(here).date()
            found[day, currency] = found.get((day, currency), 0) + plus - minus
    return [Ready(day, Money(found[day, currency], currency)) for day, currency in sorted(found)]
