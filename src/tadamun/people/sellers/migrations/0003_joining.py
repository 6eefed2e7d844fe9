import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tadamun.kernel.codes
import tadamun.kernel.text
import tadamun.kernel.triggers


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("markets", "0001_initial"),
        ("sellers", "0002_sells_as"),
    ]

    operations = [
        migrations.AddField(
            model_name="admission",
            name="suspends_at",
            field=models.DateTimeField(
                help_text="decided, takes effect then; until then she sells", null=True
            ),
        ),
        migrations.AddField(
            model_name="maker",
            name="card",
            field=models.CharField(blank=True, help_text="number of her artisan card (RNA)", max_length=30),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("admitted", "Admitted"),
                            ("refused", "Refused"),
                            ("suspended", "Suspended"),
                            ("lifted", "Lifted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("voice", models.CharField(blank=True, help_text="code of a recording", max_length=12)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("effective_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "admission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="sellers.admission",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict__in", ["refused", "suspended"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_stops_a_seller_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("voice", models.CharField(blank=True, help_text="code of a recording", max_length=12)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("against", models.CharField(help_text="who decided first", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("granted", "Granted"), ("upheld", "Upheld")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "answer_voice",
                    models.CharField(blank=True, help_text="code of a recording", max_length=12),
                ),
                ("answered_by", models.CharField(blank=True, max_length=80)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal",
                        to="sellers.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("voice", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_appeal_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("against")), _negated=True),
                        name="an_appeal_is_answered_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="an_answered_appeal_has_a_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                (
                    "format",
                    models.CharField(
                        choices=[("image/jpeg", "Jpeg"), ("application/pdf", "Pdf")], max_length=20
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(help_text="sha256 of what is kept", max_length=64)),
                ("body", models.BinaryField()),
                ("stored_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stored_by", models.CharField(blank=True, max_length=80)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "digest"), name="a_document_is_kept_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("rights", models.JSONField(default=list)),
                (
                    "given",
                    models.CharField(
                        choices=[("press", "Press"), ("pin", "Pin"), ("paper", "Paper")], max_length=6
                    ),
                ),
                ("given_by", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField()),
                (
                    "recording",
                    models.CharField(blank=True, help_text="code of a recording: her yes", max_length=12),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=80)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="sellers.document",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "helpers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="helps",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("helper__isnull", True), ("helpers__isnull", False)),
                            models.Q(("helper__isnull", False), ("helpers__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_grant_names_one_helper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("given_at"))),
                        name="a_grant_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given", "paper"), _negated=True),
                            ("document__isnull", False),
                            models.Q(("recording", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_grant_on_paper_keeps_the_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("helpers__isnull", True),
                            models.Q(("helpers", models.F("organisation")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_is_her_own_helper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("by", models.CharField(max_length=80)),
                ("by_name", models.CharField(blank=True, max_length=120)),
                ("kind", models.CharField(max_length=20)),
                ("subject", models.CharField(max_length=80)),
                ("change", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Refused"),
                            ("stale", "Stale"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="sellers.grant",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("organisation", "kind", "subject"),
                        name="one_waiting_proposal_a_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("by")), _negated=True),
                        name="a_helper_does_not_confirm_herself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
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
                            ("terms", "Terms"),
                            ("card", "Card"),
                            ("ice", "Ice"),
                            ("cooperative", "Cooperative"),
                            ("rib", "Rib"),
                            ("photo", "Photo"),
                            ("products", "Products"),
                            ("visit", "Visit"),
                            ("label", "Label"),
                            ("training", "Training"),
                            ("document", "Document"),
                            ("guardian", "Guardian"),
                        ],
                        max_length=12,
                    ),
                ),
                ("required", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("config", models.JSONField(default=dict)),
                (
                    "titles",
                    tadamun.kernel.text.TranslatedTextField(
                        blank=True, default=dict, help_text="in the market's own words; empty: the kind's"
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=10)),
                ("cohort", models.CharField(blank=True, max_length=40)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("waived", "Waived"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=200)),
                ("sealed", models.TextField(blank=True)),
                (
                    "recording",
                    models.CharField(blank=True, help_text="code of a recording: her voice", max_length=12),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="the reviewer's reason, told to her", max_length=500
                    ),
                ),
                (
                    "voice",
                    models.CharField(
                        blank=True,
                        help_text="code of a recording: the reviewer's reason spoken",
                        max_length=12,
                    ),
                ),
                ("reviewer", models.CharField(blank=True, max_length=80)),
                ("expires_on", models.DateField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="sellers.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="sellers.requirement",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["expires_on"], name="submission_expires")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("requirement", "organisation"), name="one_submission_a_requirement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "waived"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refused_or_waived_paper_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("for_another", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sent", "Sent")], default="draft", max_length=8
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("market", "person"),
                        name="one_open_application_a_person_and_market",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("organisation__isnull", False), _connector="OR"
                        ),
                        name="what_was_sent_names_an_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortRegion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=10)),
                ("cohort", models.CharField(max_length=40)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_by", models.CharField(blank=True, max_length=80)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cohort_regions",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "region", "cohort"), name="a_region_opens_once_a_cohort"
                    )
                ],
            },
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="sellers_decision",
            columns=(),
        ),
    ]
