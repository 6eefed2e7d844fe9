"""What a right asks for, who answers for whom meanwhile, and what a person has to decide."""

from django.db import models
from django.db.models import F, Q

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.solidarity.training.models.learning import Attainment


class RightRule(models.Model):
    """What a market asks for one right. ``skills``: slugs; ``free``: how much is everybody's without them;
    ``since``: those who were admitted before keep the right without showing anything.
    """

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="right_rules")
    right = models.CharField(max_length=24)
    skills = models.JSONField(default=list)
    free = models.PositiveSmallIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(default=30)
    since = models.DateTimeField(null=True)

    objects = ScopedManager["RightRule"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market", "right"], name="one_rule_a_market_and_right")
        ]


class Surety(models.Model):
    """A guardian answers for a seller who holds a right first and learns until a day. Append-only."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="sureties")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sureties")
    right = models.CharField(max_length=24)
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sureties")
    at = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    objects = ScopedManager["Surety"](market="market", organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market", "organisation", "right"], name="one_surety_a_right"),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="a_surety_has_time"),
        ]


class Narrowing(models.Model):
    """A skill faded: the lesson is open again, and a person decides whether the right is narrowed until it is shown.

    Nothing is taken away before ``decided_at``.
    """

    class Decision(models.TextChoices):
        LEFT = "left"
        NARROWED = "narrowed"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="narrowings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="narrowings")
    reopened = models.OneToOneField(Attainment, on_delete=models.PROTECT, related_name="narrowing")
    right = models.CharField(max_length=24)
    opened_at = models.DateTimeField(default=clock.now)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Narrowing"](market="market", organisation="organisation")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | Q(~Q(decision=""), decided_at__isnull=False),
                name="a_decision_has_its_time",
            )
        ]
