"""Who learns, how far she came, what she has shown."""

from django.db import models
from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models.courses import Lesson, Skill


class Learner(models.Model):
    """A person who learns in a market. Owner: the market; she sees her own. ``name_consent_at``: since then her name may
    stand on the public page of her certificates; empty: never given or withdrawn.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="learners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="learning")
    name_consent_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Learner"](market="market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "person"], name="learner_once_a_market")]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> Reference:
        return Reference("learner", self.code)


class Progress(models.Model):
    """How far a learner came in a lesson: the last step she saw, when it was done, whether it is kept on her phone."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="progress")
    last_step = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    objects = ScopedManager["Progress"](market="learner__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "lesson"], name="one_progress_a_learner_and_lesson")
        ]


class Attainment(models.Model):
    """A fact about a skill: shown, or reopened because results say it has faded. Append-only; the last one counts.

    ``by``: who watched, a reference; ``fades_at``: until when it holds.
    """

    class Kind(models.TextChoices):
        SHOWN = "shown"
        REOPENED = "reopened"

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="attainments")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="attainments")
    kind = models.CharField(max_length=8, choices=Kind)
    how = models.CharField(max_length=8, choices=Skill.Check)
    by = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    fades_at = models.DateTimeField(null=True)

    objects = ScopedManager["Attainment"](market="learner__market")

    class Meta:
        indexes = [models.Index(fields=["learner", "skill", "-id"], name="attainment_of_a_learner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="shown") | Q(fades_at__isnull=True), name="what_is_reopened_fades_not_again"
            )
        ]
