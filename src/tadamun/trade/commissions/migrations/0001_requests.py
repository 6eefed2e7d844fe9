import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0002_drafts_and_wordings"),
        ("conversations", "0001_conversations"),
        ("markets", "0001_initial"),
        ("orders", "0005_deposits"),
        ("recordings", "0001_voices_and_prompts"),
        ("sellers", "0003_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("craft", models.CharField(blank=True, max_length=40)),
                ("size", models.CharField(blank=True, max_length=120)),
                ("colour", models.CharField(blank=True, max_length=120)),
                ("budget_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("wanted_by", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("quoted", "Quoted"),
                            ("accepted", "Accepted"),
                            ("in_work", "In Work"),
                            ("ready", "Ready"),
                            ("ended", "Ended"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "expires_at",
                    models.DateTimeField(
                        help_text="unanswered or unaccepted until then, it ends by the clock"
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="conversations.conversation",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        help_text="one it should be like",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
                (
                    "purchase",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="orders.purchase",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "state", "-asked_at"], name="request_organisation"),
                    models.Index(fields=["market", "state", "-asked_at"], name="request_market"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("organisation__isnull", False),
                            models.Q(("craft", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_request_is_somebodys_or_a_crafts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("purchase", None),
                                ("state__in", ("asked", "quoted", "declined", "withdrawn", "expired")),
                            ),
                            models.Q(
                                ("purchase__isnull", False),
                                (
                                    "state__in",
                                    ("accepted", "in_work", "ready", "ended", "withdrawn", "declined"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="what_was_accepted_was_bought",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("price_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("days", models.PositiveSmallIntegerField(help_text="working days until it can leave")),
                (
                    "deposit_bp",
                    models.PositiveSmallIntegerField(
                        help_text="hundredths of a percent; 0: the whole when ordered"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("author", models.CharField(max_length=80)),
                ("on_behalf_of", models.CharField(blank=True, max_length=160)),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("valid_until", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "recording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="recordings.recording",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="commissions.customrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "number"), name="a_quote_has_its_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", False)),
                        fields=("request",),
                        name="one_quote_is_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__gte", 1),
                            ("days__lte", 365),
                            ("deposit_bp__lt", 10000),
                            ("price_minor__gt", 0),
                            ("price_minor__lte", 1000000000),
                        ),
                        name="a_quote_can_be_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                (
                    "picture",
                    models.JSONField(
                        default=dict, help_text="key, width, height and widths of a stored picture"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("author", models.CharField(max_length=80)),
                ("on_behalf_of", models.CharField(blank=True, max_length=160)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="orders.sellerorder",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="recordings.recording",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "key"), name="a_stage_is_told_once")
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="commissions_stage",
            columns=("order_id", "words", "picture", "key", "author", "on_behalf_of", "at"),
        ),
    ]
