"""Payments, their events and the shares claimed of them."""

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market


class Payment(models.Model):
    """Money asked of a buyer for a subject, by one provider. ``state`` is derived from its events alone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CAPTURED = "captured"
        CANCELLED = "cancelled"

    code = models.CharField(max_length=14, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="payments")
    subject = models.CharField(max_length=80, help_text="reference of what is paid: purchase:…")
    provider = models.CharField(max_length=30)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Payment"](market="market")

    class Meta:
        indexes = [models.Index(fields=["subject"], name="payment_subject")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_payment_is_above_zero")
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class PaymentEvent(models.Model):
    """What a provider or a person said of a payment. Append-only; ``key`` makes a repeat impossible."""

    class Kind(models.TextChoices):
        STARTED = "started"
        CAPTURED = "captured"
        CANCELLED = "cancelled"

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    amount_minor = models.BigIntegerField(default=0)
    key = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    reference = models.CharField(max_length=120, blank=True, help_text="the provider's own number")
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["PaymentEvent"](market="payment__market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payment", "key"], name="a_payment_event_once")]


class PaymentShare(models.Model):
    """The part of a payment that a beneficiary claims: the shares of a payment sum to its amount."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="shares")
    beneficiary = models.CharField(max_length=80, help_text="reference of the seller order")
    claimed_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)

    objects = ScopedManager["PaymentShare"](market="payment__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "beneficiary"], name="one_share_a_beneficiary"),
            models.CheckConstraint(
                condition=models.Q(captured_minor__gte=0, captured_minor__lte=models.F("claimed_minor")),
                name="captured_is_within_claimed",
            ),
        ]
