"""Who may act for whom, for how long, and what waits for her own yes."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models.organisations import Organisation
from tadamun.people.sellers.models.requirements import Document

BY_ADMISSION = "organisation__admissions__market"


class Grant(models.Model):
    """A *mandate*: an organisation lets a helper act for it, with rights, until a day. Owner: the organisation.

    The helper is one person, or everybody responsible in another organisation (a union, a cooperative). ``market`` narrows
    it to one market. It is judged when an act arrives, not when it was made. Written by ``sellers.operations.grants``.
    """

    class Given(models.TextChoices):
        PRESS = "press"  # she pressed, signed in herself
        PIN = "pin"  # she typed her PIN
        PAPER = "paper"  # the market's team keeps her signature or her voice

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    helper = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="helps")
    helpers = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="helps")
    rights = models.JSONField(default=list)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, null=True, related_name="grants")
    given = models.CharField(max_length=6, choices=Given)
    given_by = models.CharField(max_length=80)
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="grants")
    recording = models.CharField(max_length=12, blank=True, help_text="code of a recording: her yes")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Grant"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(helper__isnull=True, helpers__isnull=False)
                | models.Q(helper__isnull=False, helpers__isnull=True),
                name="a_grant_names_one_helper",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("given_at")), name="a_grant_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~models.Q(given="paper")
                | models.Q(document__isnull=False)
                | ~models.Q(recording=""),
                name="a_grant_on_paper_keeps_the_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(helpers__isnull=True) | ~models.Q(helpers=models.F("organisation")),
                name="nobody_is_her_own_helper",
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("grant", self.code)

    def stands(self, at: datetime) -> bool:
        """Whether it is in force at that instant."""
        return self.ended_at is None and at < self.until


class Proposal(models.Model):
    """A change that a helper wants and that only the artisan can make true: today a price. Owner: the organisation.

    ``change`` is what its enactor understands, with ``before_minor``, ``after_minor`` and ``currency`` so that she hears it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        REFUSED = "refused"
        STALE = "stale"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="proposals")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="proposals")
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80)
    change = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Proposal"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject"],
                condition=models.Q(state="waiting"),
                name="one_waiting_proposal_a_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("by")), name="a_helper_does_not_confirm_herself"
            ),
        ]
