import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
from tadamun.kernel.triggers import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
        ("sellers", "0002_sells_as"),
    ]

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invoice", "Invoice"),
                            ("credit_note", "Credit Note"),
                            ("commission", "Commission"),
                            ("receipt", "Receipt"),
                        ],
                        max_length=12,
                    ),
                ),
                ("series", models.CharField(help_text="of the issuer and kind", max_length=80)),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(help_text="the number as it is printed", max_length=70)),
                (
                    "about",
                    models.CharField(
                        help_text="reference of what it follows: order:…, refund:…, month:…", max_length=80
                    ),
                ),
                (
                    "order",
                    models.CharField(blank=True, help_text="reference of the seller order", max_length=80),
                ),
                (
                    "purchase",
                    models.CharField(blank=True, help_text="reference of the purchase", max_length=80),
                ),
                ("issued_on", models.DateField()),
                ("language", models.CharField(max_length=5)),
                ("currency", models.CharField(max_length=3)),
                ("total_minor", models.BigIntegerField()),
                ("content", models.JSONField()),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="papers.paper",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_papers",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["order"], name="paper_order"),
                    models.Index(fields=["purchase"], name="paper_purchase"),
                    models.Index(fields=["market", "kind", "-issued_on"], name="paper_market"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "number"), name="a_number_is_given_once"),
                    models.UniqueConstraint(
                        fields=("market", "organisation", "kind", "about"), name="one_paper_a_fact_and_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__gt", 0), ("total_minor__gt", 0), ("total_minor__lte", 1000000000000)
                        ),
                        name="a_paper_has_a_number_and_a_sum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", False), ("kind", "credit_note")),
                            models.Q(
                                models.Q(("kind", "credit_note"), _negated=True), ("corrects__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="a_credit_note_corrects_a_paper",
                    ),
                ],
            },
        ),
        AppendOnly("papers_paper"),
    ]
