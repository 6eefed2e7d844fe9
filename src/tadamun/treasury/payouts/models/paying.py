"""Destinations, batches, payouts and the entries they claim."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.sealed import unseal
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.treasury.ledger.models import Entry


class Rail(models.TextChoices):
    """How money travels: a file for the bank, cash against a signature, or by a person's hands otherwise."""

    BANK_FILE = "bank_file"
    CASH_LIST = "cash_list"
    MANUAL = "manual"


def new_payout_code() -> str:
    """Found again in a bank's statement: a letter, then eight of our code letters."""
    return f"P{new_code(8)}"


class Destination(models.Model):
    """Where an organisation wants its money of one currency. Append-only: a change is a new row, usable from
    ``active_from``; until then the one before it is used. ``sealed``: the account number; ``masked``: what people see.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="destinations")
    currency = models.CharField(max_length=3)
    rail = models.CharField(max_length=10, choices=Rail)
    holder = models.CharField(max_length=120)
    sealed = models.TextField(blank=True)
    masked = models.CharField(max_length=40, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="destinations_set")
    set_at = models.DateTimeField(default=clock.now)
    active_from = models.DateTimeField()

    objects = ScopedManager["Destination"](
        organisation="organisation", through="organisation__admissions__market"
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "currency", "-active_from"], name="destination_of")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(rail="bank_file") | ~models.Q(sealed=""), name="a_bank_file_needs_an_account"
            ),
            models.CheckConstraint(
                condition=models.Q(active_from__gte=models.F("set_at")), name="a_destination_is_not_older_than_said"
            ),
        ]  # fmt: skip

    def account(self) -> str:
        """The account number, opened for one use. Raises ``kernel.sealed.CannotOpen``."""
        return unseal(self.sealed) if self.sealed else ""


class Batch(models.Model):
    """Many payouts of one currency by one rail. Prepared by one person, approved by another; closed when each of its
    payouts was confirmed or failed.
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        APPROVED = "approved"
        SENT = "sent"
        CLOSED = "closed"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="payout_batches")
    currency = models.CharField(max_length=3)
    rail = models.CharField(max_length=10, choices=Rail)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="batches_prepared")
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="batches_approved"
    )
    prepared_at = models.DateTimeField(default=clock.now)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    until = models.DateField(
        null=True, help_text="the last day whose earnings it pays; empty: all that was ready"
    )

    objects = ScopedManager["Batch"](market="market")

    class Meta:
        indexes = [models.Index(fields=["market", "-prepared_at"], name="batch_of_market")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="a_batch_needs_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "sent"]) | models.Q(approved_by__isnull=False),
                name="a_batch_is_approved_by_somebody",
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("batch", self.code)


class Payout(models.Model):
    """One organisation's money in a batch: exactly what the entries it claims come to. Where it goes is kept as it was.

    ``receipt``: what the receiver signed or who saw it; ``why``: why it failed.
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        APPROVED = "approved"
        SENT = "sent"
        CONFIRMED = "confirmed"
        FAILED = "failed"

    code = models.CharField(max_length=12, unique=True, default=new_payout_code)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="payouts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payouts")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rail = models.CharField(max_length=10, choices=Rail)
    holder = models.CharField(max_length=120)
    sealed = models.TextField(blank=True)
    masked = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PREPARED)
    reference_said = models.CharField(
        max_length=120, blank=True, help_text="the bank's number, or the slip's"
    )
    receipt = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = ScopedManager["Payout"](market="batch__market", organisation="organisation")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"], name="payout_of")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "organisation"], name="one_payout_a_batch"),
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, amount_minor__lte=10**12), name="a_payout_is_above_zero"
            ),
            models.CheckConstraint(
                condition=~models.Q(rail="bank_file") | ~models.Q(sealed=""), name="a_payout_by_bank_has_an_account"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | models.Q(failed_at__isnull=False),
                name="a_failed_payout_has_its_day",
            ),
        ]  # fmt: skip

    @property
    def reference(self) -> Reference:
        return Reference("payout", self.code)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def account(self) -> str:
        """Opened for one use. Raises ``kernel.sealed.CannotOpen``."""
        return unseal(self.sealed) if self.sealed else ""


class Claim(models.Model):
    """An entry that a payout pays. An entry has one claim that is not released. Only ``released_at`` is ever written."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="claims")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="claims")
    released_at = models.DateTimeField(null=True)

    objects = ScopedManager["Claim"](market="payout__batch__market", organisation="payout__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(released_at=None), name="an_entry_is_claimed_once"
            )
        ]
