import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=14, unique=True)),
                (
                    "subject",
                    models.CharField(help_text="reference of what is paid: purchase:…", max_length=80),
                ),
                ("provider", models.CharField(max_length=30)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("captured", "Captured"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject"], name="payment_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0)), name="a_payment_is_above_zero"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
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
                            ("started", "Started"),
                            ("captured", "Captured"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("key", models.CharField(max_length=120)),
                ("actor", models.CharField(max_length=80)),
                (
                    "reference",
                    models.CharField(blank=True, help_text="the provider's own number", max_length=120),
                ),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "key"), name="a_payment_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("beneficiary", models.CharField(help_text="reference of the seller order", max_length=80)),
                ("claimed_minor", models.BigIntegerField()),
                ("captured_minor", models.BigIntegerField(default=0)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("payment", "beneficiary"), name="one_share_a_beneficiary"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("captured_minor__gte", 0), ("captured_minor__lte", models.F("claimed_minor"))
                        ),
                        name="captured_is_within_claimed",
                    ),
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="payments_paymentevent",
            columns=(),
        ),
    ]
