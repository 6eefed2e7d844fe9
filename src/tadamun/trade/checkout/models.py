"""Carts and their lines."""

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.codes import new_secret
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.people.markets.models import Market


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
