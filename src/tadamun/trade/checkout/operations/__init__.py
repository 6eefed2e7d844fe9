"""The verbs from basket to settled sale."""

from tadamun.trade.checkout.operations.carts import (
    add_to_cart,
    change_line,
    fill_cart,
    open_cart,
    remove_line,
    write_gift_note,
)
from tadamun.trade.checkout.operations.claiming import claim_purchases
from tadamun.trade.checkout.operations.correcting import correct_address
from tadamun.trade.checkout.operations.erasing import Erased, HasDuties, erase_buyer
from tadamun.trade.checkout.operations.placing import Buyer, place_order
from tadamun.trade.checkout.operations.rebasing import AlreadySold, change_currencies
from tadamun.trade.checkout.operations.settling import (
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    refuse_delivery,
    settle_transfer,
)

__all__ = [
    "AlreadySold", "Buyer", "Erased", "HasDuties", "add_to_cart", "cancel_order", "change_currencies",
    "change_line", "claim_purchases", "confirm_purchase", "correct_address", "decline_order",
    "deliver_order", "erase_buyer", "fill_cart", "open_cart", "place_order", "refuse_delivery",
    "remove_line", "settle_transfer", "write_gift_note",
]  # fmt: skip
