"""What is taught: courses, the skills they give, their lessons."""

from typing import Any

from django.db import models
from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField, words
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.scopes import SharedManager

LONGEST_MINUTES = 3


class Course(models.Model):
    """A row of short lessons about one thing. Owner: everybody (shipped, no market) or a market.

    ``digest`` is of the shipped file it was written from, of a market's own of what it says now. A market's own has a
    ``subject``, the ``languages`` every lesson is written in and the one it is ``spoken`` in; it is taught while
    ``retired_at`` is empty, and was first on the day ``published_at``. Written by ``training.operations``.
    """

    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="courses")
    slug = models.SlugField(max_length=40)
    titles = TranslatedTextField()
    summaries = TranslatedTextField()
    picture = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=12, blank=True)
    languages = models.JSONField(default=list)
    spoken = models.CharField(max_length=5, blank=True)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = SharedManager["Course"](market="market")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(market__isnull=True), name="one_shared_course_a_slug"
            ),
            models.UniqueConstraint(fields=["market", "slug"], name="one_course_a_market_and_slug"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> Reference:
        return Reference("course", self.slug)

    def title(self, language: str) -> str:
        return words(self.titles, language)


class Lesson(models.Model):
    """At most three minutes. ``steps``: a list of ``{"key", "picture", "text"}``, one picture and one or two sentences each.
    The key changes with the words; a market's own steps have an ``id`` that stays.

    ``video``: an address, empty without one; ``retired_at``: learners do not see it since, what they did stays.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=40)
    titles = TranslatedTextField()
    picture = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    steps = models.JSONField(default=list)
    video = models.URLField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = SharedManager["Lesson"](market="course__market")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_lesson_a_course_and_slug"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_MINUTES), name="a_lesson_takes_three_minutes"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def title(self, language: str) -> str:
        return words(self.titles, language)

    def step(self, number: int) -> dict[str, Any] | None:
        """The step of that number, counted from 1."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


class Skill(models.Model):
    """What somebody can show after a course. ``check``: by a real or practised result that ``evaluator`` finds, by a
    person who watched, or by the right picture in answer to a question. ``fade_days``: it must be shown again after that;
    empty: it stays.

    ``lesson``: the one that ends with this check; ``question``: ``{"key", "text", "answers": [{"id", "picture", "text"}],
    "right"}``; ``retired_at``: not asked for since, what was shown stays shown.
    """

    class Check(models.TextChoices):
        RESULT = "result"
        PERSON = "person"
        QUESTION = "question"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="skills")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, null=True, related_name="skills")
    slug = models.SlugField(max_length=40)
    names = TranslatedTextField()
    checked_by = models.CharField(max_length=8, choices=Check)
    evaluator = models.CharField(max_length=40, blank=True)
    question = models.JSONField(default=dict)
    fade_days = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    objects = SharedManager["Skill"](market="course__market")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_skill_a_course_and_slug"),
            models.CheckConstraint(
                condition=~Q(checked_by="result", evaluator=""), name="a_result_has_an_evaluator"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by="question") | Q(lesson__isnull=False),
                name="a_question_is_of_a_lesson",
            ),
            models.UniqueConstraint(
                fields=["lesson"], condition=Q(lesson__isnull=False), name="one_check_a_lesson"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def name(self, language: str) -> str:
        return words(self.names, language)


class StepRecording(models.Model):
    """A step read aloud by a person, in a language people speak. ``recording``: code of ``people.recordings``."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="step_recordings")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="recordings")
    step = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    recording = models.CharField(max_length=24)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["StepRecording"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "lesson", "step", "language"], name="one_voice_a_step_and_language"
            )
        ]


class ExternalCourse(models.Model):
    """A course of somebody else, reached by its address. It counts for ``skill`` once a person signed it off."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="external_courses")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, null=True, related_name="external_courses")
    titles = TranslatedTextField()
    provider = models.CharField(max_length=120)
    address = models.URLField(max_length=300)
    languages = models.JSONField(default=list)
    minutes = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)

    objects = ScopedManager["ExternalCourse"](market="market")

    class Meta:
        ordering = ["pk"]
