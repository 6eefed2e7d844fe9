"""An address put right before anybody prepares the parcel. The city stays: it decided what delivery costs."""

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.scopes import scope
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.orders.states import G

EARLY = (G.TO_PAY, G.TO_CONFIRM, G.TO_ACCEPT)


class TooLate(ValueError):
    """A seller is preparing it already; nothing was written."""


def may_correct(orders: list[SellerOrder]) -> bool:
    """While every part that is not cancelled still waits."""
    going = [order for order in orders if order.goods_state != G.CANCELLED]
    return bool(going) and all(order.goods_state in EARLY for order in going)


def correct_address(purchase: Purchase, *, address: str, landmark: str) -> None:
    """Raises ``TooLate``. Repeating it writes the same again."""
    with transaction.atomic(), scope(market_id=purchase.market_id):
        orders = list(SellerOrder.objects.select_for_update().filter(purchase=purchase).order_by("pk"))
        if not may_correct(orders):
            raise TooLate(purchase.code)
        purchase.address, purchase.landmark = address, landmark
        purchase.save(update_fields=["address", "landmark"])
        audit.record("correct_address", purchase.reference, market_id=purchase.market_id)
