import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tadamun.kernel.codes
import tadamun.kernel.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("widths", models.JSONField(default=list)),
                ("formats", models.JSONField(default=list)),
                (
                    "digest",
                    models.CharField(
                        help_text="sha256 of the upload: the same file is kept once", max_length=64
                    ),
                ),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "digest"), name="a_picture_is_kept_once"),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="a_picture_has_a_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "external_id",
                    models.CharField(
                        blank=True, help_text="handle in the file it was imported from", max_length=200
                    ),
                ),
                ("craft", models.CharField(help_text="slug of taxonomy", max_length=60)),
                ("titles", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("stories", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("care", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                (
                    "attributes",
                    models.JSONField(
                        default=dict, help_text="size, technique, hours … by the craft's schema"
                    ),
                ),
                ("materials", models.JSONField(default=list)),
                ("labels", models.JSONField(default=list)),
                ("tags", models.JSONField(default=list)),
                (
                    "region",
                    models.CharField(blank=True, help_text="where it is made, ISO 3166-2", max_length=10),
                ),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("sent_back", "Sent Back"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("review_reason", models.TextField(blank=True)),
                ("shown", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("makers", models.ManyToManyField(blank=True, related_name="products", to="sellers.maker")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="products",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["review", "created_at"], name="product_review")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("organisation", "external_id"),
                        name="a_handle_once_per_organisation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hidden", models.BooleanField(default=False)),
                ("featured", models.BooleanField(default=False)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="markets.market",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("product", "market"), name="one_listing_a_market")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("sent_back", "Sent Back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("asked_by", models.CharField(max_length=80)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("product",),
                        name="one_waiting_edit_a_product",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("alt", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="used_by",
                        to="catalogue.picture",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("product", "picture"), name="a_picture_once_per_product")
                ],
            },
        ),
        migrations.CreateModel(
            name="Slug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=5)),
                ("path", models.CharField(max_length=120)),
                ("current", models.BooleanField(default=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="slugs", to="markets.market"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slugs",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "language", "path"), name="a_slug_once_per_market_and_language"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("market", "language", "product"),
                        name="one_current_slug",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=80)),
                ("barcode", models.CharField(blank=True, max_length=40)),
                ("options", models.JSONField(default=dict, help_text='{"Size": "38"}, in the order shown')),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("unique", "Unique"),
                            ("edition", "Edition"),
                            ("stock", "Stock"),
                            ("made_to_order", "Made To Order"),
                        ],
                        default="stock",
                        max_length=14,
                    ),
                ),
                ("edition_size", models.PositiveIntegerField(null=True)),
                ("lead_days_min", models.PositiveSmallIntegerField(default=0)),
                ("lead_days_max", models.PositiveSmallIntegerField(default=0)),
                ("price_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("weight_g", models.PositiveIntegerField(null=True)),
                ("size_mm", models.JSONField(default=list, help_text="length, width, height")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="catalogue.product",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "sku"), name="a_sku_once_per_organisation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_minor__gt", 0), ("price_minor__lte", 1000000000000)),
                        name="a_price_is_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lead_days_min__lte", models.F("lead_days_max"))),
                        name="lead_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("serial", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("available", "Available"), ("sold", "Sold"), ("withdrawn", "Withdrawn")],
                        default="available",
                        max_length=10,
                    ),
                ),
                (
                    "sold_to",
                    models.CharField(blank=True, help_text="reference of the seller order", max_length=80),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pieces",
                        to="catalogue.variant",
                    ),
                ),
            ],
            options={
                "ordering": ["serial"],
                "constraints": [
                    models.UniqueConstraint(fields=("variant", "serial"), name="a_serial_once_per_variant")
                ],
            },
        ),
    ]
