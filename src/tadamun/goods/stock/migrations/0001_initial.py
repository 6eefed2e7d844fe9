import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tadamun.kernel.text
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Location",
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
                            ("workshop", "Workshop"),
                            ("hub", "Hub"),
                            ("shop", "Shop"),
                            ("fair", "Fair"),
                            ("depot", "Depot"),
                        ],
                        default="workshop",
                        max_length=10,
                    ),
                ),
                ("names", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="locations",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "workshop")),
                        fields=("organisation",),
                        name="one_workshop_an_organisation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_hand", models.PositiveIntegerField(default=0)),
                ("held", models.PositiveIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stock",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stock",
                        to="catalogue.variant",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="stock.location"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "location"), name="one_item_a_variant_and_location"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__gte", 0), ("held__lte", models.F("on_hand"))),
                        name="held_is_within_on_hand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("delta", models.IntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("counted", "Counted"),
                            ("made", "Made"),
                            ("sold", "Sold"),
                            ("returned", "Returned"),
                            ("imported", "Imported"),
                            ("undone", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("actor", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="movements", to="stock.item"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("delta", 0), _negated=True), name="a_movement_moves"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("holder", models.CharField(help_text="reference: cart:…", max_length=80)),
                ("expires_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="stock.item"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["holder"], name="hold_holder"),
                    models.Index(fields=["expires_at"], name="hold_expiry"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "holder"), name="one_hold_an_item_and_holder"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="a_hold_holds_something"
                    ),
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="stock_movement",
            columns=(),
        ),
    ]
