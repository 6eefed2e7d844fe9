"""Which entries a line brought, and how far a batch reaches. Lines explained before named none: each is taken to have brought
the oldest of theirs, as the pages said until now.
"""

from collections import deque
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

BROUGHT = ("settled", "settled_fee")
WITH = ("gateway", "cash_with_carrier")


def cover_the_oldest(apps: Any, _schema: Any) -> None:
    entries = apps.get_model("ledger", "Entry")._base_manager
    came = entries.filter(kind="received", debit__kind__in=WITH, debit__organisation=None, coverages=None)
    contracts = dict(
        apps.get_model("payments", "Payment")
        ._base_manager.filter(contract__isnull=False)
        .values_list("code", "contract__code")
    )
    theirs: dict[tuple[int, str, str], deque[Any]] = {}
    for entry in came.select_related("debit").order_by("pk").iterator():
        if entry.debit.kind == "gateway":
            whose = f"contract:{contracts.get(entry.key.split('/')[1], '')}"
        else:
            whose = f"carrier:{entry.debit.holder or 'unnamed'}"
        theirs.setdefault((entry.debit.market_id, entry.currency, whose), deque()).append(entry)
    brought: dict[tuple[int, str, str], int] = {}
    rows = []
    for line in (
        apps.get_model("payouts", "StatementLine")._base_manager.filter(state="matched").order_by("pk")
    ):
        name = (line.market_id, line.currency, line.subject)
        keys = [f"statement/{line.pk}/{number}" for number in range(2)]
        posted = entries.filter(key__in=keys, kind__in=BROUGHT).values_list("amount_minor", flat=True)
        left, waiting = brought.get(name, 0) + sum(posted), theirs.get(name, deque())
        while waiting and waiting[0].amount_minor <= left:
            left -= waiting[0].amount_minor
            rows.append({"line_id": line.pk, "entry_id": waiting.popleft().pk})
        brought[name] = left
    coverages = apps.get_model("payouts", "Coverage")
    coverages._base_manager.bulk_create([coverages(**row) for row in rows], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_carriers_apart"),
        ("payments", "0004_amounts_can_be_counted"),
        ("payouts", "0002_withdrawals"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="until",
            field=models.DateField(
                help_text="the last day whose earnings it pays; empty: all that was ready", null=True
            ),
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="ledger.entry",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="payouts.statementline",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("entry",), name="an_entry_is_brought_once")],
            },
        ),
        migrations.RunPython(cover_the_oldest, migrations.RunPython.noop),
    ]
