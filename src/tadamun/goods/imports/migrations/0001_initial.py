import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import tadamun.kernel.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0001_initial"),
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("dialect", models.CharField(blank=True, max_length=20)),
                (
                    "language",
                    models.CharField(
                        blank=True, help_text="of the file's words; empty: guessed", max_length=5
                    ),
                ),
                (
                    "currency",
                    models.CharField(blank=True, help_text="of prices that name none", max_length=3),
                ),
                (
                    "craft",
                    models.CharField(
                        blank=True, help_text="of products whose craft is not recognised", max_length=60
                    ),
                ),
                ("dry_run", models.BooleanField(default=False)),
                ("trusted", models.BooleanField(default=False, help_text="its products need no review")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "products",
                    models.PositiveIntegerField(default=0, help_text="in the file, refused ones not counted"),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("updated", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                (
                    "refused",
                    models.PositiveIntegerField(default=0, help_text="products refused while writing"),
                ),
                ("errors", models.PositiveIntegerField(default=0)),
                ("warnings", models.PositiveIntegerField(default=0)),
                ("actor", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["organisation", "-id"], name="import_organisation")],
            },
        ),
        migrations.CreateModel(
            name="ImportedPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        help_text="web address, or file name in the zip or folder", max_length=2000
                    ),
                ),
                ("alt", models.JSONField(default=dict)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("row", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="imported_as",
                        to="catalogue.picture",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_pictures",
                        to="catalogue.product",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="imports.import",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["source", "state", "due_at"], name="imported_picture_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "product", "position"), name="a_picture_place_once_per_import"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("row", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imports",
                        to="catalogue.product",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="imports.import",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "product"), name="a_product_once_per_import")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=120)),
                ("code", models.CharField(max_length=40)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("params", models.JSONField(default=dict)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="imports.import",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "pk"],
            },
        ),
    ]
