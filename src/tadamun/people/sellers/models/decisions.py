"""What a market decided about a seller, in words and voice, and her objection."""

from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.sellers.models.organisations import Admission


class Decision(models.Model):
    """One answer of the market to one seller. Owner: the admission's. Written once by ``sellers.operations``, never changed."""

    class Verdict(models.TextChoices):
        ADMITTED = "admitted"
        REFUSED = "refused"
        SUSPENDED = "suspended"
        LIFTED = "lifted"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True)
    voice = models.CharField(max_length=12, blank=True, help_text="code of a recording")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    effective_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Decision"](market="admission__market", organisation="admission__organisation")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict__in=["refused", "suspended"]) | ~models.Q(reason=""),
                name="what_stops_a_seller_says_why",
            )
        ]


class Appeal(models.Model):
    """Her objection to one decision, once, in words or voice; answered by somebody else than who decided."""

    class State(models.TextChoices):
        WAITING = "waiting"
        GRANTED = "granted"
        UPHELD = "upheld"

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(blank=True)
    voice = models.CharField(max_length=12, blank=True, help_text="code of a recording")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    against = models.CharField(max_length=80, help_text="who decided first")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True)
    answer_voice = models.CharField(max_length=12, blank=True, help_text="code of a recording")
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = ScopedManager["Appeal"](
        market="decision__admission__market", organisation="decision__admission__organisation"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words="") | ~models.Q(voice=""), name="an_appeal_says_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(answered_by=models.F("against")),
                name="an_appeal_is_answered_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(answered_at__isnull=False),
                name="an_answered_appeal_has_a_date",
            ),
        ]
