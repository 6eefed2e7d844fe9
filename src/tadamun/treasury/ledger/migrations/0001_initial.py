import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("buyers", "Buyers"),
                            ("cash_with_carrier", "Cash With Carrier"),
                            ("cash_with_seller", "Cash With Seller"),
                            ("bank", "Bank"),
                            ("held_for_seller", "Held For Seller"),
                            ("payable", "Payable"),
                            ("fees", "Fees"),
                            ("fee_vat", "Fee Vat"),
                            ("exchange", "Exchange"),
                            ("delivery", "Delivery"),
                        ],
                        max_length=20,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "organisation", "kind", "currency"),
                        name="one_account_a_kind_and_currency",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(max_length=30)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "subject",
                    models.CharField(
                        help_text="reference of the seller order, refund, payout …", max_length=80
                    ),
                ),
                ("available_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="entry_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0), ("amount_minor__lte", 1000000000000)),
                        name="an_entry_moves_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="an_entry_has_two_accounts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("base", models.CharField(max_length=3)),
                ("quote", models.CharField(max_length=3)),
                ("on", models.DateField()),
                ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                ("source", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("base", "quote", "on"), name="one_rate_a_day"),
                    models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="a_rate_is_above_zero"),
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="ledger_entry",
            columns=(),
        ),
    ]
