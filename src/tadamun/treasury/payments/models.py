"""Contracts, payments, their events, the shares claimed of them, refunds, and what gateways said."""

import json
from collections.abc import Mapping

from django.db import models

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code, new_secret
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.sealed import unseal
from tadamun.kernel.text import TranslatedTextField
from tadamun.people.markets.models import Market

BY_HAND = "hand"  # the provider of a refund that a person sends


class Contract(models.Model):
    """What a market agreed with an acquirer: who signed (``acquirer``) and which protocol is spoken (``provider``) are two
    facts, and a market may have several at once. ``settings`` are addresses and public names; ``sealed`` the secrets.
    """

    class Channel(models.TextChoices):
        WEB = "web"
        LINK = "link"
        TERMINAL = "terminal"
        BILL = "bill"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="contracts")
    provider = models.CharField(max_length=16, help_text="name of the protocol")
    acquirer = models.CharField(max_length=80, help_text="who signed, as on the bank's paper")
    names = TranslatedTextField(help_text="what buyers read; empty: the protocol's usual words")
    channels = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    test = models.BooleanField(default=True, help_text="play money")
    active = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    least_minor = models.BigIntegerField(default=0)
    most_minor = models.BigIntegerField(default=10**12)
    made_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Contract"](market="market")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(least_minor__gte=0, most_minor__gte=models.F("least_minor")),
                name="a_contract_has_a_range",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider}.{self.code}"

    @property
    def method(self) -> str:
        """How a purchase names it."""
        return f"{self.provider}.{self.code}"

    @property
    def reference(self) -> Reference:
        return Reference("contract", self.code)

    def secrets(self) -> Mapping[str, str]:
        """Opened for one use; never kept, never logged. Raises ``kernel.sealed.CannotOpen``."""
        return json.loads(unseal(self.sealed)) if self.sealed else {}


class Payment(models.Model):
    """Money asked of a buyer for a subject, by one provider: one try. ``state`` is derived from its events alone.

    ``code`` is the gateway's order number, so a try is never repeated under it; ``secret`` is in the address she comes back to.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Part(models.TextChoices):
        WHOLE = "whole"
        DEPOSIT = "deposit"
        BALANCE = "balance"

    code = models.CharField(max_length=14, unique=True, default=new_code)
    secret = models.CharField(
        max_length=30,
        unique=True,
        null=True,
        default=new_secret,
        help_text="of the address she comes back to",
    )
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="payments")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="payments")
    subject = models.CharField(max_length=80, help_text="reference of what is paid: purchase:…")
    provider = models.CharField(max_length=30)
    part = models.CharField(max_length=8, choices=Part, default=Part.WHOLE)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(
        max_length=20, blank=True, help_text="why it failed: refused, left, late, technical"
    )
    kept = models.TextField(blank=True, help_text="sealed: what the gateway gave us to recognise it by")
    due_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True, help_text="when she was sent to the gateway")
    asked_at = models.DateTimeField(null=True, help_text="when we last asked the gateway ourselves")
    confirmed_at = models.DateTimeField(
        null=True, help_text="when the gateway, asked, said that it took what our book says it took"
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Payment"](market="market")

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="payment_subject"),
            models.Index(fields=["state", "made_at"], name="payment_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_minor__gt=0, amount_minor__lte=10**12),
                name="a_payment_is_above_zero",
            )
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def method(self) -> str:
        return self.contract.method if self.contract else self.provider


class PaymentEvent(models.Model):
    """What a provider or a person said of a payment. Append-only; ``key`` makes a repeat impossible."""

    class Kind(models.TextChoices):
        STARTED = "started"
        BEGUN = "begun"
        AUTHORISED = "authorised"
        CAPTURED = "captured"
        FAILED = "failed"
        CANCELLED = "cancelled"
        REFUNDED = "refunded"
        REFUND_FAILED = "refund_failed"

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind)
    amount_minor = models.BigIntegerField(default=0)
    key = models.CharField(max_length=120)
    actor = models.CharField(max_length=80)
    reference = models.CharField(max_length=120, blank=True, help_text="the provider's own number")
    detail = models.JSONField(default=dict)
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
    refunded_minor = models.BigIntegerField(default=0, help_text="decided, executed or not")

    objects = ScopedManager["PaymentShare"](market="payment__market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "beneficiary"], name="one_share_a_beneficiary"),
            models.CheckConstraint(
                condition=models.Q(captured_minor__gte=0, captured_minor__lte=models.F("claimed_minor")),
                name="captured_is_within_claimed",
            ),
            models.CheckConstraint(
                condition=models.Q(refunded_minor__gte=0, refunded_minor__lte=models.F("captured_minor")),
                name="refunded_is_within_captured",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_minor__gte=0, claimed_minor__lte=10**12),
                name="a_share_can_be_counted",
            ),
        ]


class Refund(models.Model):
    """Somebody decided that a buyer gets money back. Deciding and executing are two things: ``state`` tells how far it is.

    ``provider``: how it goes back, ``hand`` when a person sends it. ``code`` is the gateway's transaction number: a
    repeated attempt is the same refund. ``by_acquirer``: a person gave it back on the acquirer's own site or terminal, which
    takes it off what it settles; otherwise what a person sends leaves the market's account.
    """

    class State(models.TextChoices):
        DECIDED = "decided"
        SENT = "sent"
        DONE = "done"
        FAILED = "failed"

    code = models.CharField(max_length=14, unique=True, default=new_code)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    beneficiary = models.CharField(
        max_length=80, help_text="reference of the seller order that gives it back"
    )
    amount_minor = models.BigIntegerField()
    goods_minor = models.BigIntegerField(default=0, help_text="of it for goods; the rest is delivery")
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=80)
    provider = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=State, default=State.DECIDED)
    reference = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(
        null=True, help_text="since when its gateway is being asked; empty: no longer"
    )
    later_at = models.DateTimeField(
        null=True,
        help_text="its gateway cannot before the day is settled: not asked again by the clock until",
    )
    by_acquirer = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    objects = ScopedManager["Refund"](market="payment__market")

    class Meta:
        indexes = [models.Index(fields=["state"], name="refund_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    amount_minor__gt=0, goods_minor__gte=0, goods_minor__lte=models.F("amount_minor")
                ),
                name="a_refund_gives_something",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__lte=10**12), name="a_refund_can_be_counted"
            ),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def goods(self) -> Money:
        return Money(self.goods_minor, self.currency)


class Notice(models.Model):
    """What a gateway posted to us, kept before it is judged. Card numbers and signatures are taken out of ``body``."""

    class Verdict(models.TextChoices):
        RECEIVED = "received"
        SETTLED = "settled"
        REPEATED = "repeated"
        NOTED = "noted"
        FORGED = "forged"
        UNKNOWN = "unknown"
        DIFFERENT = "different"
        UNREADABLE = "unreadable"
        TOO_LARGE = "too_large"
        FAILED = "failed"

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="notices_of_payment")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="notices")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="notices")
    body = models.TextField(blank=True)
    size = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.RECEIVED)
    why = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Notice"](market="market")

    class Meta:
        indexes = [models.Index(fields=["market", "verdict", "-at"], name="notice_verdict")]
