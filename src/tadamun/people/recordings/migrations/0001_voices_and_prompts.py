import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tadamun.kernel.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("key", models.CharField(max_length=60, unique=True)),
                (
                    "owner",
                    models.CharField(
                        help_text="a reference: organisation:K7QM, person:18, market:dlala", max_length=120
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True, help_text="what is spoken, where somebody said so", max_length=5
                    ),
                ),
                ("seconds", models.PositiveSmallIntegerField()),
                (
                    "digest",
                    models.CharField(
                        help_text="sha256 of the upload: an owner's same file is kept once", max_length=64
                    ),
                ),
                (
                    "made_by",
                    models.CharField(help_text="a reference: who spoke or held the phone", max_length=120),
                ),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "digest"), name="a_voice_is_kept_once_an_owner"),
                    models.CheckConstraint(
                        condition=models.Q(("seconds__gte", 1), ("seconds__lte", 120)),
                        name="a_voice_lasts_a_moment_and_no_longer_than_two_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prompt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("language", models.CharField(help_text="the language spoken: ar, ary, zgh …", max_length=5)),
                ("made_by", models.CharField(max_length=120)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prompts",
                        to="markets.market",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="recordings.recording",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "language", "key"), name="a_market_says_a_sentence_in_one_voice"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("market__isnull", True)),
                        fields=("language", "key"),
                        name="a_sentence_has_one_voice_for_all_markets",
                    ),
                ],
            },
        ),
    ]
