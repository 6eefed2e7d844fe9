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
from tadamun.trade.checkout.operations.hearing import UnknownDoor, check_payment, hear_notice
from tadamun.trade.checkout.operations.linking import ask_by_link, give_in_shop
from tadamun.trade.checkout.operations.paying import (
    Addresses,
    AlreadyBegun,
    NothingToPay,
    NotOffered,
    begin_payment,
    choose_way,
    confirm_payment,
    settle_payment,
)
from tadamun.trade.checkout.operations.pending import TooManyDays, begin_act, do_waiting, take_back
from tadamun.trade.checkout.operations.placing import Buyer, place_order
from tadamun.trade.checkout.operations.rebasing import AlreadySold, change_currencies
from tadamun.trade.checkout.operations.refunding import (
    GivenMeanwhile,
    NothingPaid,
    NothingToDecide,
    execute_refund,
    give_nothing,
    refund_all,
    refund_order,
    refundable,
)
from tadamun.trade.checkout.operations.returning import (
    NotReturnable,
    NotThere,
    SaidMeanwhile,
    ask_to_return,
    receive_return,
)
from tadamun.trade.checkout.operations.settling import (
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    refuse_delivery,
    settle_transfer,
)

__all__ = [
    "Addresses",
    "AlreadyBegun",
    "AlreadySold",
    "Buyer",
    "Erased",
    "GivenMeanwhile",
    "HasDuties",
    "NotOffered",
    "NotReturnable",
    "NotThere",
    "NothingPaid",
    "NothingToDecide",
    "NothingToPay",
    "SaidMeanwhile",
    "TooManyDays",
    "UnknownDoor",
    "add_to_cart",
    "ask_by_link",
    "ask_to_return",
    "begin_act",
    "begin_payment",
    "cancel_order",
    "change_currencies",
    "change_line",
    "check_payment",
    "choose_way",
    "claim_purchases",
    "confirm_payment",
    "confirm_purchase",
    "correct_address",
    "decline_order",
    "deliver_order",
    "do_waiting",
    "erase_buyer",
    "execute_refund",
    "fill_cart",
    "give_in_shop",
    "give_nothing",
    "hear_notice",
    "open_cart",
    "place_order",
    "receive_return",
    "refund_all",
    "refund_order",
    "refundable",
    "refuse_delivery",
    "remove_line",
    "settle_payment",
    "settle_transfer",
    "take_back",
    "write_gift_note",
]  # fmt: skip
