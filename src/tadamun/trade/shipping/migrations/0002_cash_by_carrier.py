"""What carriers had together is moved to each its own account: entries are only added to, so each collection that was not
brought yet, the newest first, gets a second entry of its own day."""

from typing import Any

from django.db import migrations
from django.db.models import Sum

KIND = "cash_with_carrier"


def tell_apart(apps: Any, _schema: Any) -> None:
    accounts = apps.get_model("ledger", "Account")._base_manager
    for shared in accounts.filter(kind=KIND, holder="", organisation=None):
        _move(apps, shared)


def _move(apps: Any, shared: Any) -> None:
    entries, parcels = (
        apps.get_model("ledger", "Entry")._base_manager,
        apps.get_model("shipping", "Parcel")._base_manager,
    )
    accounts = apps.get_model("ledger", "Account")._base_manager
    came = entries.filter(debit=shared).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    left = came - (entries.filter(credit=shared).aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    for entry in entries.filter(debit=shared).order_by("-pk"):
        if left <= 0:
            return
        amount = min(left, entry.amount_minor)
        left -= amount
        parcel = parcels.filter(order__code=entry.subject.partition(":")[2]).first()
        if carrier := " ".join((parcel.carrier if parcel else "").split()):
            own, _made = accounts.get_or_create(
                market_id=shared.market_id, organisation=None, kind=KIND, currency=shared.currency, holder=carrier
            )  # fmt: skip
            entries.create(
                key=f"carrier/{entry.pk}/0", kind="carrier_named", debit=own, credit=shared, amount_minor=amount,
                currency=entry.currency, subject=entry.subject, at=entry.at,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("shipping", "0001_initial"),
        ("ledger", "0005_carriers_apart"),
    ]

    operations = [
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
