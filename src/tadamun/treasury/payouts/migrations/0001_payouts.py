import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.triggers
import tadamun.treasury.payouts.models.paying


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("ledger", "0003_balances_by_index"),
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("currency", models.CharField(max_length=3)),
                (
                    "rail",
                    models.CharField(
                        choices=[
                            ("bank_file", "Bank File"),
                            ("cash_list", "Cash List"),
                            ("manual", "Manual"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("closed", "Closed"),
                        ],
                        default="prepared",
                        max_length=8,
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches_approved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout_batches",
                        to="markets.market",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches_prepared",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["market", "-prepared_at"], name="batch_of_market")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_batch_needs_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "sent"]), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="a_batch_is_approved_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "rail",
                    models.CharField(
                        choices=[
                            ("bank_file", "Bank File"),
                            ("cash_list", "Cash List"),
                            ("manual", "Manual"),
                        ],
                        max_length=10,
                    ),
                ),
                ("holder", models.CharField(max_length=120)),
                ("sealed", models.TextField(blank=True)),
                ("masked", models.CharField(blank=True, max_length=40)),
                ("set_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("active_from", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destinations",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destinations_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "currency", "-active_from"], name="destination_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rail", "bank_file"), _negated=True),
                            models.Q(("sealed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_bank_file_needs_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("active_from__gte", models.F("set_at"))),
                        name="a_destination_is_not_older_than_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemoEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=140, unique=True)),
                ("subject", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memo_entries",
                        to="sellers.maker",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memo_entries",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memo_entries",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "maker", "-at"], name="memo_of_maker")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor", 0), _negated=True), name="a_memo_moves_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=tadamun.treasury.payouts.models.paying.new_payout_code,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "rail",
                    models.CharField(
                        choices=[
                            ("bank_file", "Bank File"),
                            ("cash_list", "Cash List"),
                            ("manual", "Manual"),
                        ],
                        max_length=10,
                    ),
                ),
                ("holder", models.CharField(max_length=120)),
                ("sealed", models.TextField(blank=True)),
                ("masked", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("confirmed", "Confirmed"),
                            ("failed", "Failed"),
                        ],
                        default="prepared",
                        max_length=9,
                    ),
                ),
                (
                    "reference_said",
                    models.CharField(
                        blank=True, help_text="the bank's number, or the slip's", max_length=120
                    ),
                ),
                ("receipt", models.CharField(blank=True, max_length=200)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="payouts.batch",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payouts",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "-made_at"], name="payout_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "organisation"), name="one_payout_a_batch"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gt", 0), ("amount_minor__lte", 1000000000000)),
                        name="a_payout_is_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rail", "bank_file"), _negated=True),
                            models.Q(("sealed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_payout_by_bank_has_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            ("failed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_failed_payout_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="ledger.entry"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="payouts.payout",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at", None)),
                        fields=("entry",),
                        name="an_entry_is_claimed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("basis_points", models.PositiveIntegerField()),
                ("starts", models.DateField()),
                ("set_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "maker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_rules",
                        to="sellers.maker",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_rules",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_rules_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis_points__lte", 10000)), name="a_share_is_at_most_the_whole"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.CharField(help_text="masked", max_length=40)),
                (
                    "key",
                    models.CharField(
                        help_text="the bank's own number of the line, or a hash of what it says",
                        max_length=64,
                    ),
                ),
                ("on", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("said_reference", models.CharField(blank=True, max_length=140)),
                ("label", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("proposed", "Proposed"),
                            ("matched", "Matched"),
                            ("explained", "Explained"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("matched_by", models.CharField(blank=True, max_length=80)),
                ("matched_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_lines",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["market", "state", "-on"], name="statement_state")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "account", "key"), name="a_statement_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor", 0), _negated=True),
                        name="a_statement_line_moves_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "matched"), _negated=True),
                            models.Q(("subject", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_match_has_a_subject",
                    ),
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="payouts_destination",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="payouts_sharerule",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="payouts_memoentry",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="payouts_claim",
            columns=("entry_id", "payout_id"),
        ),
    ]
