"""Questions about makers' parts."""

from datetime import date, datetime

from django.db.models import Sum

from tadamun.kernel.money import Money
from tadamun.treasury.payouts.models import MemoEntry, ShareRule


def rules_in_force(organisation_id: int, day: date) -> dict[int, int]:
    """Maker → hundredths of a percent of what the organisation earns on that day."""
    found: dict[int, int] = {}
    for row in ShareRule.objects.filter(organisation_id=organisation_id, starts__lte=day).order_by(
        "starts", "pk"
    ):
        found[row.maker_id] = row.basis_points
    return {maker: bp for maker, bp in found.items() if bp}


def parts_of_makers(organisation_id: int) -> list[tuple[int, Money]]:
    """Maker → her parts so far in the scope's market, by currency."""
    rows = MemoEntry.objects.filter(organisation_id=organisation_id).order_by()
    sums = rows.values_list("maker", "currency").annotate(Sum("amount_minor")).order_by("maker", "currency")
    return [(maker, Money(minor, currency)) for maker, currency, minor in sums]


def part_of_maker(maker_id: int, since: datetime, until: datetime) -> list[MemoEntry]:
    """Each amount noted for her within that time, in the scope's market and organisation: ``until`` is not within."""
    return list(MemoEntry.objects.filter(maker_id=maker_id, at__gte=since, at__lt=until).order_by("at", "pk"))
