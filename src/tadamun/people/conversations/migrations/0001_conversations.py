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
        ("markets", "0001_initial"),
        ("recordings", "0001_voices_and_prompts"),
        ("sellers", "0003_joining"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "subject",
                    models.CharField(help_text="a reference: request:K7QM3P", max_length=80, unique=True),
                ),
                (
                    "secret",
                    models.CharField(
                        default=tadamun.kernel.codes.new_secret,
                        help_text="of the buyer's link",
                        max_length=30,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("opened_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="conversations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("email", ""), ("phone", ""), _negated=True),
                            ("name", ""),
                            _connector="OR",
                        ),
                        name="a_named_buyer_can_be_reached",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("buyer", "Buyer"), ("seller", "Seller"), ("market", "Market")], max_length=6
                    ),
                ),
                ("author", models.CharField(max_length=80)),
                ("on_behalf_of", models.CharField(blank=True, max_length=160)),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "canned",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("thanks", "Thanks"),
                            ("soon", "Soon"),
                            ("call", "Call"),
                        ],
                        max_length=8,
                    ),
                ),
                ("pictures", models.JSONField(default=list)),
                ("key", models.CharField(max_length=60)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="conversations.conversation",
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
                    models.UniqueConstraint(fields=("conversation", "key"), name="a_message_is_said_once")
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="conversations_message",
            columns=("conversation_id", "side", "author", "on_behalf_of", "canned", "key", "at"),
        ),
    ]
