"""How long one visitor keeps a piece from all others: a day has so many minutes of it, however often she adds it anew."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.operations import HELD_MODES
from tadamun.goods.stock.queries import held_until
from tadamun.kernel import clock
from tadamun.trade.checkout.models import Cart
from tadamun.web.shared.limits import network, spend
from tadamun.web.shared.requests import in_market

DAY = 86_400  # seconds


class Keeping:
    """What is left of one visitor's time with one piece. She is known by her address: a basket is thrown away in no time."""

    def __init__(self, request: HttpRequest, variant: Variant, cart: Cart | None) -> None:
        self.request, self.variant = request, variant
        self.counted = variant.mode in HELD_MODES
        self._key = f"kept:{network(in_market(request).client)}:{variant.pk}"
        self._before = self._until(cart)

    def _until(self, cart: Cart | None) -> datetime:
        """When the piece is free for others as things stand."""
        known = held_until(str(cart.reference), self.variant) if self.counted and cart else None
        return known or clock.now()

    @property
    def minutes(self) -> float | None:
        """For how long from now it may be kept: what is left of today, and what was promised already. ``None``: no rule."""
        if not self.counted:
            return None
        spent = spend(self._key, 0, seconds=DAY)
        left = max(0, in_market(self.request).market.policy.hold_longest_minutes * 60 - spent)
        promised = max(0.0, (self._before - clock.now()).total_seconds())
        return (left + promised) / 60 if left else 0

    def note(self, cart: Cart) -> None:
        """Count what was granted; say so when nothing is kept any more."""
        if not self.counted:
            return
        after = self._until(cart)
        spend(self._key, max(0, round((after - self._before).total_seconds())), seconds=DAY)
        if after <= clock.now():
            messages.warning(
                self.request,
                _(
                    "This piece is in your basket, but it is no longer kept for you: it was for %(minutes)s minutes today. "
                    "Order it before somebody else does."
                )
                % {"minutes": in_market(self.request).market.policy.hold_longest_minutes},
            )
