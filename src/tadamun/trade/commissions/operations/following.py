"""A request stands where its order stands."""

from tadamun.trade.commissions.models import CustomRequest
from tadamun.trade.orders.models import SellerOrder


def follow_order(order: SellerOrder, state: str) -> None:
    """Repeating it changes nothing. Called in the transaction that moved the order."""
    CustomRequest.objects.filter(purchase=order.purchase_id).update(state=state)
