"""Requests for pieces that do not exist yet, what sellers ask for them, and how the making goes."""

from django.db import models

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.conversations.models import Conversation
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.sellers.models import Organisation
from tadamun.trade.orders.models import Purchase, SellerOrder


class CustomRequest(models.Model):
    """What a buyer wishes to have made. Its words, voice and pictures are the first message of its conversation.

    ``organisation``: who shall make it; empty while it is open to whoever works in ``craft``. Written by
    ``commissions.operations``; after acceptance ``state`` follows its order.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        QUOTED = "quoted"
        ACCEPTED = "accepted"
        IN_WORK = "in_work"
        READY = "ready"
        ENDED = "ended"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="requests"
    )
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="request")
    craft = models.CharField(max_length=40, blank=True)
    product = models.ForeignKey(
        Product, on_delete=models.SET_NULL, null=True, related_name="+", help_text="one it should be like"
    )
    size = models.CharField(max_length=120, blank=True)
    colour = models.CharField(max_length=120, blank=True)
    budget_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    wanted_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, null=True, related_name="request")
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(help_text="unanswered or unaccepted until then, it ends by the clock")

    objects = ScopedManager["CustomRequest"](market="market", organisation="organisation")

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "-asked_at"], name="request_organisation"),
            models.Index(fields=["market", "state", "-asked_at"], name="request_market"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | ~models.Q(craft=""),
                name="a_request_is_somebodys_or_a_crafts",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    purchase=None, state__in=("asked", "quoted", "declined", "withdrawn", "expired")
                )
                | models.Q(
                    purchase__isnull=False,
                    state__in=("accepted", "in_work", "ready", "ended", "withdrawn", "declined"),
                ),
                name="what_was_accepted_was_bought",
            ),
        ]

    @property
    def reference(self) -> Reference:
        return Reference("request", self.code)

    @property
    def budget(self) -> Money | None:
        return Money(self.budget_minor, self.currency) if self.budget_minor else None


class Quote(models.Model):
    """For how much, in how many working days, and what part of it when ordered. A new one replaces the one before."""

    request = models.ForeignKey(CustomRequest, on_delete=models.CASCADE, related_name="quotes")
    number = models.PositiveSmallIntegerField()
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    days = models.PositiveSmallIntegerField(help_text="working days until it can leave")
    deposit_bp = models.PositiveSmallIntegerField(
        help_text="hundredths of a percent; 0: the whole when ordered"
    )
    words = models.CharField(max_length=500, blank=True)
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = ScopedManager["Quote"](market="request__market", organisation="request__organisation")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="a_quote_has_its_number"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(accepted_at__isnull=False),
                name="one_quote_is_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    price_minor__gt=0,
                    price_minor__lte=10**9,
                    deposit_bp__lt=10_000,
                    days__gte=1,
                    days__lte=365,
                ),
                name="a_quote_can_be_kept",
            ),
        ]

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)

    @property
    def deposit(self) -> Money:
        return self.price.share(self.deposit_bp)


class PendingAnswer(models.Model):
    """Her price, or that she cannot: the buyer hears of it some seconds later unless she takes it back.

    As ``checkout.PendingAct`` of an order. ``key``: of what was sent, so that sending it again, however late, says it once;
    empty where nobody sends it again. Written by ``operations.pending``; see docs/decisions/2026-11-22-undo.md.
    """

    class What(models.TextChoices):
        QUOTE = "quote"
        DECLINE = "decline"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        TAKEN_BACK = "taken_back"
        VOID = "void"  # the request had moved on meanwhile

    code = models.CharField(max_length=12, unique=True, default=new_code)
    request = models.ForeignKey(CustomRequest, on_delete=models.CASCADE, related_name="pending_answers")
    what = models.CharField(max_length=10, choices=What)
    detail = models.JSONField(
        default=dict, help_text="price_minor, days, deposit_bp and words of a price; reason of a refusal"
    )
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    under = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()

    objects = ScopedManager["PendingAnswer"](market="request__market", organisation="request__organisation")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="answer_waiting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state="waiting"), name="one_answer_waits_a_request"
            ),
            models.UniqueConstraint(
                fields=["request", "key"], condition=~models.Q(key=""), name="an_answer_is_given_once"
            ),
        ]


class Stage(models.Model):
    """How the making of an order goes: a photograph, a voice, a word. Append-only but for a voice
    that is erased by law; the buyer sees it while she follows it.
    """

    order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="stages")
    words = models.CharField(max_length=300, blank=True)
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="+")
    picture = models.JSONField(default=dict, help_text="key, width, height and widths of a stored picture")
    key = models.CharField(max_length=60)
    author = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = ScopedManager["Stage"](market="order__market", organisation="order__organisation")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="a_stage_is_told_once")]
