import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("markets", "0002_trainers"),
        ("orders", "0007_made_checked_and_later"),
        ("recordings", "0001_voices_and_prompts"),
        ("sellers", "0003_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("family", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("ready", "Ready"),
                            ("passed", "Passed"),
                            ("to_mend", "To Mend"),
                            ("refused", "Refused"),
                            ("excused", "Excused"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("ready_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="markets.market",
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection",
                        to="orders.sellerorder",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["market", "state", "ready_at"], name="inspection_state")],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[("good", "Good"), ("mend", "Mend"), ("refuse", "Refuse")], max_length=6
                    ),
                ),
                ("answers", models.JSONField(default=dict, help_text="question → whether it is so")),
                ("photos", models.JSONField(default=list, help_text="keys of stored pictures")),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="inspections.inspection",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recordings.recording",
                    ),
                ),
            ],
            options={
                "ordering": ["inspection", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("inspection", "number"), name="one_look_a_turn")
                ],
            },
        ),
        migrations.CreateModel(
            name="Checker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("named_by", models.CharField(max_length=80)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkers",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkers",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks_for",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("market", "organisation", "person"),
                        name="a_checker_is_named_once",
                    )
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="inspections_look",
            columns=(),
        ),
    ]
