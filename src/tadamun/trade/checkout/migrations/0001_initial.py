import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tadamun.kernel.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=tadamun.kernel.codes.new_secret, max_length=30, unique=True),
                ),
                ("city", models.CharField(blank=True, max_length=40)),
                ("gift_note", models.CharField(blank=True, max_length=300)),
                ("placed_at", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="carts", to="markets.market"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["touched_at"], name="cart_touched")],
            },
        ),
        migrations.CreateModel(
            name="CartLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("seen_minor", models.BigIntegerField(help_text="unit price in the market's currency")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="checkout.cart"
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cart_lines",
                        to="catalogue.variant",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cart", "variant"), name="a_variant_once_per_cart"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lte", 999)),
                        name="a_cart_line_has_goods",
                    ),
                ],
            },
        ),
    ]
