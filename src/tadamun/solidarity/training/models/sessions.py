"""When people meet to learn, and who was there."""

from django.db import models
from django.db.models import F, Q

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code, new_secret
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models.courses import Course
from tadamun.solidarity.training.models.learning import Learner


class TrainingSession(models.Model):
    """A course taught at a place and time by a trainer, to at most ``seats`` people. Owner: the market.

    ``secret`` makes the changing code that is scanned at the door.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="training_sessions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    trainer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training_sessions")
    seats = models.PositiveSmallIntegerField(default=12)
    secret = models.CharField(max_length=30, default=new_secret)

    objects = ScopedManager["TrainingSession"](market="market")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_session_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> Reference:
        return Reference("training_session", self.code)


class Enrolment(models.Model):
    """Somebody is expected at a session."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="enrolments")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="enrolments")
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Enrolment"](market="session__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="one_enrolment_a_session_and_learner")
        ]


class Attendance(models.Model):
    """Somebody was there. Append-only. ``how``: she scanned the trainer's code, the trainer scanned her card, or the list."""

    class How(models.TextChoices):
        SCANNED = "scanned"
        CARD = "card"
        LIST = "list"

    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="attendances")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="attendances")
    how = models.CharField(max_length=8, choices=How)
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Attendance"](market="session__market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "learner"], name="there_once_a_session")]
