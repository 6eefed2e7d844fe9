"""Checkout's work by the clock."""

from contextlib import suppress
from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.jobs import daily, every
from tadamun.kernel.scopes import everything
from tadamun.trade.checkout.operations.carts import forget_carts
from tadamun.trade.checkout.operations.erasing import erase_old_purchases
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.checkout.operations.settling import cancel_order
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.states import G

CART_DAYS = 30


@every(seconds=3600)
def ripen_earnings() -> None:
    ripen()


@every(seconds=900)
def cancel_unanswered() -> None:
    """Cash orders nobody confirmed and transfers that never came end after the market's time; goods are free again."""
    with everything("orders of all markets end by the clock"):
        waiting = SellerOrder.objects.select_related("market", "purchase").filter(
            goods_state__in=(G.TO_PAY, G.TO_CONFIRM)
        )
        for order in waiting.order_by("pk")[:500]:
            policy = order.market.policy
            days = (
                timedelta(days=policy.transfer_days)
                if order.goods_state == G.TO_PAY
                else timedelta(hours=policy.confirm_hours)
            )
            if order.placed_at + days <= clock.now():
                with suppress(WrongState):  # she answered a moment ago
                    cancel_order(order, reason="no_answer")


@every(seconds=6 * 3600)
def sweep_carts() -> None:
    forget_carts(clock.now() - timedelta(days=CART_DAYS))


@daily(hour=3, minute=40)
def forget_old_buyers() -> None:
    erase_old_purchases()
