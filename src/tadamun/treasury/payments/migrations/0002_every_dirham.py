import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.text
from tadamun.kernel.triggers import AppendOnly, Changeable


class Migration(migrations.Migration):
    dependencies = [
        ("markets", "0001_initial"),
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("provider", models.CharField(help_text="name of the protocol", max_length=16)),
                ("acquirer", models.CharField(help_text="who signed, as on the bank's paper", max_length=80)),
                (
                    "names",
                    tadamun.kernel.text.TranslatedTextField(
                        blank=True,
                        default=dict,
                        help_text="what buyers read; empty: the protocol's usual words",
                    ),
                ),
                ("channels", models.JSONField(default=list)),
                ("currency", models.CharField(max_length=3)),
                ("settings", models.JSONField(default=dict)),
                ("sealed", models.TextField(blank=True)),
                ("test", models.BooleanField(default=True, help_text="play money")),
                ("active", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("least_minor", models.BigIntegerField(default=0)),
                ("most_minor", models.BigIntegerField(default=1000000000000)),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField(blank=True)),
                ("size", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("settled", "Settled"),
                            ("repeated", "Repeated"),
                            ("noted", "Noted"),
                            ("forged", "Forged"),
                            ("unknown", "Unknown"),
                            ("different", "Different"),
                            ("unreadable", "Unreadable"),
                            ("too_large", "Too Large"),
                            ("failed", "Failed"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200)),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=14, unique=True)),
                (
                    "beneficiary",
                    models.CharField(
                        help_text="reference of the seller order that gives it back", max_length=80
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                (
                    "goods_minor",
                    models.BigIntegerField(default=0, help_text="of it for goods; the rest is delivery"),
                ),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("decided_by", models.CharField(max_length=80)),
                ("provider", models.CharField(max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("decided", "Decided"),
                            ("sent", "Sent"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="decided",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "sent_at",
                    models.DateTimeField(
                        help_text="since when its gateway is being asked; empty: no longer", null=True
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="a_payment_is_above_zero",
        ),
        migrations.AddField(
            model_name="payment",
            name="asked_at",
            field=models.DateTimeField(help_text="when we last asked the gateway ourselves", null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="begun_at",
            field=models.DateTimeField(help_text="when she was sent to the gateway", null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="kept",
            field=models.TextField(
                blank=True, help_text="sealed: what the gateway gave us to recognise it by"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="reason",
            field=models.CharField(
                blank=True, help_text="why it failed: refused, left, late, technical", max_length=20
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="secret",
            field=models.CharField(
                max_length=30, unique=True, null=True
            ),  # a default would be one for all rows
        ),
        migrations.AlterField(
            model_name="payment",
            name="secret",
            field=models.CharField(
                default=tadamun.kernel.codes.new_secret,
                help_text="of the address she comes back to",
                max_length=30,
                null=True,
                unique=True,
            ),
        ),
        Changeable("payments_paymentevent"),
        migrations.AddField(
            model_name="paymentevent",
            name="detail",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="paymentshare",
            name="refunded_minor",
            field=models.BigIntegerField(default=0, help_text="decided, executed or not"),
        ),
        migrations.AlterField(
            model_name="payment",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("authorised", "Authorised"),
                    ("captured", "Captured"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="paymentevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("started", "Started"),
                    ("begun", "Begun"),
                    ("authorised", "Authorised"),
                    ("captured", "Captured"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                    ("refunded", "Refunded"),
                    ("refund_failed", "Refund Failed"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentshare",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refunded_minor__gte", 0), ("refunded_minor__lte", models.F("captured_minor"))
                ),
                name="refunded_is_within_captured",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="market",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contracts", to="markets.market"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="contract",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="payments.contract",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["state", "made_at"], name="payment_state"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0), ("amount_minor__lte", 1000000000000)),
                name="a_payment_is_above_zero",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="payments.contract"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="market",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices_of_payment",
                to="markets.market",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="payments.payment"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("least_minor__gte", 0), ("most_minor__gte", models.F("least_minor"))),
                name="a_contract_has_a_range",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["market", "verdict", "-at"], name="notice_verdict"),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(fields=["state"], name="refund_state"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gt", 0),
                    ("goods_minor__gte", 0),
                    ("goods_minor__lte", models.F("amount_minor")),
                ),
                name="a_refund_gives_something",
            ),
        ),
        AppendOnly("payments_paymentevent"),
    ]
