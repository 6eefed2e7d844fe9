"""Carts and their lines; what a seller pressed and may still take back."""

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel import clock
from tadamun.kernel.codes import new_code, new_secret
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market
from tadamun.trade.orders.models import SellerOrder


class Cart(models.Model):
    """What a visitor has chosen in one market, known by the token in her cookie. Swept when unused for a month."""

    token = models.CharField(max_length=30, unique=True, default=new_secret)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="carts")
    city = models.CharField(max_length=40, blank=True)
    gift_note = models.CharField(max_length=300, blank=True)
    placed_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Cart"](market="market")

    class Meta:
        indexes = [models.Index(fields=["touched_at"], name="cart_touched")]

    @property
    def reference(self) -> Reference:
        return Reference("cart", str(self.pk))


class CartLine(models.Model):
    """A variant and how many. ``seen_minor`` is the price she saw when she added it, so that a change can be told."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="cart_lines")
    quantity = models.PositiveIntegerField()
    seen_minor = models.BigIntegerField(help_text="unit price in the market's currency")
    added_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["CartLine"](market="cart__market")

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="a_variant_once_per_cart"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lte=999), name="a_cart_line_has_goods"
            ),
        ]


class PendingAct(models.Model):
    """What a seller pressed for an order and others will hear of: it is done some seconds later unless she takes it back.

    ``actor``, ``on_behalf_of`` and ``under`` are whose act it is, then and when it is done. Written by
    ``operations.pending``; see docs/decisions/2026-11-22-undo.md.
    """

    class What(models.TextChoices):
        ACCEPT = "accept"
        LATER = "later"
        DECLINE = "decline"
        MADE = "made"
        PACK = "pack"
        HAND_OVER = "hand_over"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        TAKEN_BACK = "taken_back"
        VOID = "void"  # the order had moved on meanwhile

    code = models.CharField(max_length=12, unique=True, default=new_code)
    order = models.ForeignKey(SellerOrder, on_delete=models.CASCADE, related_name="pending_acts")
    what = models.CharField(max_length=10, choices=What)
    detail = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    actor = models.CharField(max_length=80)
    on_behalf_of = models.CharField(max_length=80, blank=True)
    under = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()

    objects = ScopedManager["PendingAct"](market="order__market", organisation="order__organisation")

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="act_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(state="waiting"), name="one_act_waits_an_order"
            ),
        ]
