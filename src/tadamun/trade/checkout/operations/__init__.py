"""The verbs from basket to settled sale."""

from tadamun.trade.checkout.operations.carts import (
    add_to_cart,
    change_line,
    open_cart,
    remove_line,
    write_gift_note,
)
from tadamun.trade.checkout.operations.placing import Buyer, place_order
from tadamun.trade.checkout.operations.settling import (
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    refuse_delivery,
    settle_transfer,
)

__all__ = [
    "Buyer", "add_to_cart", "cancel_order", "change_line", "confirm_purchase", "decline_order", "deliver_order",
    "open_cart", "place_order", "refuse_delivery", "remove_line", "settle_transfer", "write_gift_note",
]  # fmt: skip
