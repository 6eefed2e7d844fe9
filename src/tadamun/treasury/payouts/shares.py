"""Questions about makers' parts."""

from datetime import date, datetime

from django.db.models import Sum

from tadamun.kernel.money import Money
from tadamun.people.sellers.models import Maker
from tadamun.treasury.payouts.models import Batch, Claim, MemoEntry, ShareRule


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


def parts_in_batch(batch: Batch) -> dict[int, list[tuple[Maker, Money]]]:
    """Payout → each maker's part of what it claims, by the key of makers. Two queries.

    A sale that became the organisation's brings what was noted of it until then; whatever else is claimed, what was noted
    with it.
    """
    claims = Claim.objects.filter(payout__batch=batch).values_list(
        "payout", "payout__organisation", "entry__subject", "entry__kind", "entry__key", "entry__at"
    )
    ripe: dict[tuple[int, str], tuple[int, datetime]] = {}
    posted: dict[tuple[int, str], int] = {}
    for payout, organisation, subject, kind, key, at in claims:
        if kind == "ripe":
            ripe[organisation, subject] = (payout, at)
        posted[organisation, key.rpartition("/")[0]] = payout
    about = Claim.objects.filter(payout__batch=batch).values("entry__subject")
    memos = MemoEntry.objects.select_related("maker").filter(subject__in=about, currency=batch.currency)
    found: dict[int, dict[Maker, int]] = {}
    for memo in memos.order_by("maker", "pk"):
        with_it = posted.get((memo.organisation_id, memo.key.rpartition("/")[0].rpartition("/")[0]))
        sale = ripe.get((memo.organisation_id, memo.subject))
        chosen = with_it or (sale[0] if sale and memo.at <= sale[1] else None)
        if chosen:
            parts = found.setdefault(chosen, {})
            parts[memo.maker] = parts.get(memo.maker, 0) + memo.amount_minor
    return {
        payout: [(maker, Money(minor, batch.currency)) for maker, minor in parts.items() if minor]
        for payout, parts in found.items()
    }


def part_of_maker(maker_id: int, since: datetime, until: datetime) -> list[MemoEntry]:
    """Each amount noted for her within that time, in the scope's market and organisation: ``until`` is not within."""
    return list(MemoEntry.objects.filter(maker_id=maker_id, at__gte=since, at__lt=until).order_by("at", "pk"))
