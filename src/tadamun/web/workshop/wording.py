"""States, reasons and refusals in the words of the workshop."""

from django.utils.translation import gettext_lazy as _

from tadamun.trade.orders.models import SellerOrder

G = SellerOrder.GoodsState

# State → (word, kind of the mark, icon).
ORDER_STATES = {
    G.TO_ACCEPT: (_("New"), "info", "star"),
    G.TO_PREPARE: (_("To prepare"), "warn", "clock"),
    G.TO_HAND_OVER: (_("To hand over"), "warn", "parcel"),
    G.SHIPPED: (_("On the way"), "info", "truck"),
    G.DELIVERED: (_("Delivered"), "ok", "check"),
    G.RETURNED: (_("Came back"), "out", "return"),
    G.CANCELLED: (_("Cancelled"), "out", "close"),
}

# What came of an order paid in two parts → (word, kind of the mark).
PARTS = {
    SellerOrder.MoneyState.DEPOSIT: (_("Deposit received"), "info"),
    SellerOrder.MoneyState.AT_DOOR: (_("Balance at the door"), "info"),
}
BALANCE_PAID = (_("Balance paid"), "ok")

ON_SALE, WAITING, TO_FIX, HIDDEN, SOLD_OUT, DRAFT = (
    "on_sale",
    "waiting",
    "to_fix",
    "hidden",
    "sold_out",
    "draft",
)
PRODUCT_STATES = {
    ON_SALE: (_("On sale"), "ok", "check"),
    WAITING: (_("Awaiting review"), "info", "clock"),
    TO_FIX: (_("To fix"), "warn", "warn"),
    HIDDEN: (_("Hidden"), "out", "lock"),
    SOLD_OUT: (_("Sold out"), "out", "close"),
    DRAFT: (_("Draft"), "out", "edit"),
}

# Why she cannot: (code kept with the order, words, icon).
REASONS = (
    ("sold_elsewhere", _("It was sold elsewhere"), "shop"),
    ("cannot_in_time", _("I cannot be ready in time"), "clock"),
    ("broken", _("It is damaged or broken"), "warn"),
)
REASON_WORDS = {code: words for code, words, _icon in REASONS}
# After these the goods do not exist, yet a cancelled order gives them back to sale.
GONE = frozenset({"sold_elsewhere", "broken"})

PICTURE_PROBLEMS = {
    "too_large": _("This photo is too heavy: at most 15 megabytes."),
    "not_a_picture": _("This file is not a photo we can read."),
    "too_many_pixels": _("This photo is too large: at most 50 million pixels."),
    "too_small": _("This photo is too small."),
}

# State of a payout → (word, kind of the mark, icon).
PAYOUTS = {
    "prepared": (_("Being prepared"), "info", "clock"),
    "approved": (_("Being prepared"), "info", "clock"),
    "sent": (_("On its way to you"), "info", "send"),
    "confirmed": (_("Received"), "ok", "check"),
    "failed": (_("Came back to the market"), "bad", "return"),
}
# How far what she asked for is → (word, kind of the mark, icon).
WITHDRAWALS = {
    "asked": (_("You asked for it"), "info", "clock"),
    "prepared": (_("Being prepared"), "info", "clock"),
    "sent": (_("On its way to you"), "info", "send"),
    "confirmed": (_("Received"), "ok", "check"),
    "failed": (_("It could not be sent"), "bad", "return"),
    "taken_back": (_("You took it back"), "out", "close"),
    "asked_again": (_("You asked anew"), "out", "close"),
}
# Why she cannot ask for her money now.
CANNOT_ASK = {
    "debt": _("Nothing is ready just now."),
    "below_least": _("This is less than what the market sends at once. It stays yours."),
    "no_destination": _("First say where your money should go."),
    "not_yet": _("Your new place is used from tomorrow on. Then you can ask."),
    "suspended": _(
        "Your shop is paused: your money waits until it is decided. Please call your cooperative."
    ),
    "already": _("You asked already, and it is not sent yet."),
    "more_than_ready": _("This is more than what is ready."),
}
ENTRIES = {
    "sale": _("Sale"),
    "sale_back": _("Sale taken back"),
    "ripe": _("Sale, after the fee"),
    "fee": _("Market’s fee"),
    "fee_back": _("Market’s fee given back"),
    "fee_vat": _("VAT on the fee"),
    "fee_vat_back": _("VAT on the fee given back"),
    "margin": _("Market’s margin"),
    "margin_back": _("Market’s margin given back"),
    "fee_given": _("Market’s fee, paid by donors"),
    "fee_given_back": _("Given back to the donors"),
    "delivery": _("Delivery"),
    "delivery_back": _("Delivery given back"),
    "deposit_kept": _("Deposit of a withdrawn order"),
    "cash_kept": _("Cash you took yourself"),
    "payout": _("Sent to you"),
    "rest_out": _("Kept for the next time"),
    "rest": _("Kept from the last time"),
    "payout_back": _("Came back to the market"),
}
