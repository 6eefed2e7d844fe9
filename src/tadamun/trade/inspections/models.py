"""Who may check, what is to be checked, and what was seen."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import SellerOrder


class Checker(models.Model):
    """A person whom a market lets look at the pieces of an organisation, until she is let go. Owner: the market."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="checkers")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="checkers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checks_for")
    named_at = models.DateTimeField(default=clock.now)
    named_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager["Checker"](market="market", organisation="organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "organisation", "person"], condition=models.Q(ended_at=None),
                name="a_checker_is_named_once",
            ),
        ]  # fmt: skip


class Inspection(models.Model):
    """That an order needs a look before it leaves, and how it stands. Written by ``inspections.operations``.

    ``family``: of the checklist. ``ready``: she says that it is made, or mended; ``refused``: this piece cannot be sold, she
    makes another or refuses the order.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        READY = "ready"
        PASSED = "passed"
        TO_MEND = "to_mend"
        REFUSED = "refused"
        EXCUSED = "excused"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    order = models.OneToOneField(SellerOrder, on_delete=models.PROTECT, related_name="inspection")
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="inspections")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inspections")
    family = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)

    objects = ScopedManager["Inspection"](market="market", organisation="organisation")

    class Meta:
        indexes = [models.Index(fields=["market", "state", "ready_at"], name="inspection_state")]

    @property
    def reference(self) -> Reference:
        return Reference("inspection", self.code)


class Look(models.Model):
    """What one checker saw of it once. Append-only: a mended piece is looked at anew."""

    class Result(models.TextChoices):
        GOOD = "good"
        MEND = "mend"
        REFUSE = "refuse"

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="looks")
    number = models.PositiveSmallIntegerField()
    checker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="looks")
    result = models.CharField(max_length=6, choices=Result)
    answers = models.JSONField(default=dict, help_text="question → whether it is so")
    photos = models.JSONField(default=list, help_text="keys of stored pictures")
    note = models.CharField(max_length=500, blank=True)
    voice = models.ForeignKey(Recording, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Look"](market="inspection__market", organisation="inspection__organisation")

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_look_a_turn"),
        ]
