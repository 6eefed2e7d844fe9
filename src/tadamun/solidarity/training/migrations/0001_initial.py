import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tadamun.kernel.clock
import tadamun.kernel.codes
import tadamun.kernel.text
import tadamun.kernel.triggers
import tadamun.solidarity.training.models.certificates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("markets", "0001_initial"),
        ("sellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40)),
                ("titles", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("summaries", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("picture", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="courses",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("market__isnull", True)),
                        fields=("slug",),
                        name="one_shared_course_a_slug",
                    ),
                    models.UniqueConstraint(fields=("market", "slug"), name="one_course_a_market_and_slug"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=24, unique=True)),
                ("sealed", models.TextField()),
                ("public", models.JSONField()),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issuer_keys",
                        to="markets.market",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Learner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("name_consent_at", models.DateTimeField(null=True)),
                ("since", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="learners",
                        to="markets.market",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learning",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("market", "person"), name="learner_once_a_market")
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=tadamun.solidarity.training.models.certificates.certificate_code,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("number", models.CharField(max_length=24)),
                ("titles", models.JSONField()),
                ("skills", models.JSONField()),
                ("issued_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("by", models.CharField(max_length=80)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="markets.market",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="training.course",
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="training.learner",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "number"), name="a_certificate_number_is_used_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attainment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("shown", "Shown"), ("reopened", "Reopened")], max_length=8),
                ),
                ("how", models.CharField(choices=[("result", "Result"), ("person", "Person")], max_length=8)),
                ("by", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("fades_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attainments",
                        to="training.learner",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40)),
                ("titles", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("picture", models.CharField(max_length=60)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("steps", models.JSONField(default=list)),
                ("video", models.URLField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lessons",
                        to="training.course",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("course", "slug"), name="one_lesson_a_course_and_slug"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 3)),
                        name="a_lesson_takes_three_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Narrowing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("right", models.CharField(max_length=24)),
                ("opened_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("left", "Left"), ("narrowed", "Narrowed")], max_length=8
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=80)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="narrowings",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="narrowings",
                        to="sellers.organisation",
                    ),
                ),
                (
                    "reopened",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narrowing",
                        to="training.attainment",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_decision_has_its_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeDesk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_desks",
                        to="training.learner",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice_desk",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("learner",),
                        name="one_practice_desk_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeMarket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "market",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practice_market",
                        to="markets.market",
                    ),
                ),
                (
                    "sandbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice_of",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("market", models.F("sandbox")), _negated=True),
                        name="nobody_practises_in_earnest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last_step", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("seen_at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="training.learner",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="training.lesson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("learner", "lesson"), name="one_progress_a_learner_and_lesson"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocation",
                        to="training.certificate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RightRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("right", models.CharField(max_length=24)),
                ("skills", models.JSONField(default=list)),
                ("free", models.PositiveSmallIntegerField(default=0)),
                ("grace_days", models.PositiveSmallIntegerField(default=30)),
                ("since", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="right_rules",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("market", "right"), name="one_rule_a_market_and_right")
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40)),
                ("names", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                (
                    "checked_by",
                    models.CharField(choices=[("result", "Result"), ("person", "Person")], max_length=8),
                ),
                ("evaluator", models.CharField(blank=True, max_length=40)),
                ("fade_days", models.PositiveSmallIntegerField(null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skills",
                        to="training.course",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("course", "slug"), name="one_skill_a_course_and_slug"),
                    models.CheckConstraint(
                        condition=models.Q(("checked_by", "result"), ("evaluator", ""), _negated=True),
                        name="a_result_has_an_evaluator",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalCourse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("titles", tadamun.kernel.text.TranslatedTextField(blank=True, default=dict)),
                ("provider", models.CharField(max_length=120)),
                ("address", models.URLField(max_length=300)),
                ("languages", models.JSONField(default=list)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_courses",
                        to="markets.market",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_courses",
                        to="training.skill",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="attainment",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attainments", to="training.skill"
            ),
        ),
        migrations.CreateModel(
            name="StepRecording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=12)),
                ("recording", models.CharField(max_length=24)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="training.lesson",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="step_recordings",
                        to="markets.market",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "lesson", "step", "language"), name="one_voice_a_step_and_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Surety",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("right", models.CharField(max_length=24)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                ("until", models.DateTimeField()),
                (
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sureties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sureties",
                        to="markets.market",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sureties",
                        to="sellers.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("market", "organisation", "right"), name="one_surety_a_right"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("at"))), name="a_surety_has_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(default=tadamun.kernel.codes.new_code, max_length=12, unique=True)),
                ("place", models.CharField(max_length=160)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("seats", models.PositiveSmallIntegerField(default=12)),
                ("secret", models.CharField(default=tadamun.kernel.codes.new_secret, max_length=30)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="training.course",
                    ),
                ),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training_sessions",
                        to="markets.market",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_session_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1)), name="a_session_has_a_seat"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="training.learner",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="training.trainingsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "learner"), name="one_enrolment_a_session_and_learner"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("scanned", "Scanned"), ("card", "Card"), ("list", "List")], max_length=8
                    ),
                ),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField(default=tadamun.kernel.clock.now)),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="training.learner",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="training.trainingsession",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "learner"), name="there_once_a_session")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="attainment",
            index=models.Index(fields=["learner", "skill", "-id"], name="attainment_of_a_learner"),
        ),
        migrations.AddConstraint(
            model_name="attainment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "shown"), ("fades_at__isnull", True), _connector="OR"),
                name="what_is_reopened_fades_not_again",
            ),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="training_attainment",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="training_attendance",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="training_certificate",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="training_revocation",
            columns=(),
        ),
        tadamun.kernel.triggers.AppendOnly(
            table="training_surety",
            columns=(),
        ),
    ]
