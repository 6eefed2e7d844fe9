import django.db.models.deletion
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carrier", models.CharField(max_length=60)),
                ("number", models.CharField(blank=True, max_length=60)),
                (
                    "photo",
                    models.CharField(blank=True, help_text="key of the packing photograph", max_length=60),
                ),
                ("handed_over_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcel",
                        to="orders.sellerorder",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("names", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("countries", models.JSONField(default=list)),
                (
                    "is_default",
                    models.BooleanField(
                        default=False, help_text="where a place of its countries that nobody listed lies"
                    ),
                ),
                (
                    "fee_minor",
                    models.BigIntegerField(help_text="for one parcel up to included_g, market's currency"),
                ),
                (
                    "fee_per_kg_minor",
                    models.BigIntegerField(default=0, help_text="for each started kilogram above"),
                ),
                ("included_g", models.PositiveIntegerField(default=2000)),
                ("days_min", models.PositiveSmallIntegerField()),
                ("days_max", models.PositiveSmallIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="markets.market"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("market", "code"), name="a_zone_once_per_market"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days_min__lte", models.F("days_max")),
                            ("fee_minor__gte", 0),
                            ("fee_per_kg_minor__gte", 0),
                        ),
                        name="a_zone_has_a_price_and_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("names", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("country", models.CharField(default="MA", max_length=2)),
                ("region", models.CharField(blank=True, max_length=10)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cities",
                        to="markets.market",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cities", to="shipping.zone"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("market", "code"), name="a_city_once_per_market")
                ],
            },
        ),
    ]
