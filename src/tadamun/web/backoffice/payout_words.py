"""Codes of payouts, statements and the book as words. Called while the reader's language is active."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tadamun.treasury.payouts.models import Batch, Payout, Rail, StatementLine
from tadamun.treasury.payouts.odd_lines import Why
from tadamun.treasury.payouts.queries import (
    BELOW_LEAST,
    DEBT,
    NO_DESTINATION,
    NOT_ASKED,
    NOT_YET,
    SUSPENDED,
)

Words = dict[str, Promise]
RAILS: Words = {
    Rail.BANK_FILE: _("Bank transfer"),
    Rail.CASH_LIST: _("Cash against a signature"),
    Rail.MANUAL: _("By hand, as agreed"),
}
BATCHES: Words = {
    Batch.State.PREPARED: _("To be approved by a second person"),
    Batch.State.APPROVED: _("Approved, to be sent"),
    Batch.State.SENT: _("Sent off"),
    Batch.State.CLOSED: _("Finished"),
}
BATCH_KINDS = {
    Batch.State.PREPARED: "warn",
    Batch.State.APPROVED: "info",
    Batch.State.SENT: "info",
    Batch.State.CLOSED: "ok",
}
PAYOUTS: Words = {
    Payout.State.PREPARED: _("Prepared"),
    Payout.State.APPROVED: _("Approved"),
    Payout.State.SENT: _("Sent off"),
    Payout.State.CONFIRMED: _("Arrived"),
    Payout.State.FAILED: pgettext_lazy("payout", "Not paid"),
}
PAYOUT_KINDS = {
    Payout.State.PREPARED: "warn", Payout.State.APPROVED: "info", Payout.State.SENT: "info", Payout.State.CONFIRMED: "ok",
    Payout.State.FAILED: "bad",
}  # fmt: skip
EXCEPTIONS: Words = {
    DEBT: _("Nothing to pay: what she owes is taken from her next sales"),
    BELOW_LEAST: _("Below the least amount: waits for the next payout"),
    NO_DESTINATION: _("She has not said where her money should go"),
    NOT_YET: _("Her new account may be used later"),
    SUSPENDED: _("Suspended: the rules keep her money until it is decided"),
    NOT_ASKED: _("She has not asked for it: it stays ready"),
}
LINES: Words = {
    StatementLine.State.WAITING: _("Nobody knows yet"),
    StatementLine.State.PROPOSED: _("Probably a buyer’s transfer"),
    StatementLine.State.MATCHED: _("Matched"),
    StatementLine.State.EXPLAINED: _("Explained"),
}
ODD: Words = {
    Why.CAME_BACK: _(
        "It names a payout of yours and came in: it came back. Mark the payout as failed, then explain this line."
    ),
    Why.NO_SUCH_PAYOUT: _(
        "It names a payout of yours that is not on its way, or is of another amount. Ask the bank what it paid."
    ),
    Why.NOT_AWAITED: _(
        "It names an order that awaits no such amount: it is paid, ended, or costs another sum. Look at the order; "
        "what is too much goes back to whoever sent it."
    ),
    Why.STRANGE_IN: _(
        "It names nothing of ours. If an acquirer or a carrier sent it, say which. Else ask the bank who sent it, and "
        "send it back if it is not ours."
    ),
    Why.STRANGE_OUT: _(
        "It went out and is no payout of ours: the bank’s own fee, or ask the bank today who ordered it."
    ),
}
LATE: Words = {
    "gateway": _("Paid by card and not yet on our account"),
    "cash_with_carrier": _("Cash that carriers have not brought"),
}
ENTRIES: Words = {
    "sale": _("Sale"),
    "sale_back": _("Sale taken back"),
    "fee": _("Market’s fee"),
    "fee_back": _("Market’s fee given back"),
    "fee_vat": _("VAT on the fee"),
    "fee_vat_back": _("VAT on the fee given back"),
    "margin": _("Market’s margin"),
    "margin_back": _("Market’s margin given back"),
    "sale_vat": _("VAT on sales"),
    "sale_vat_back": _("VAT on sales given back"),
    "purchase_vat": _("VAT deducted on what was bought"),
    "purchase_vat_back": _("VAT deducted, taken back"),
    "tax_paid": _("Tax paid to the state"),
    "tax_set_off": _("Tax set off"),
    "tax_taken_back": _("Payment of tax taken back"),
    "gift": _("Gift"),
    "fee_given": _("Market’s fee, paid by donors"),
    "fee_given_back": _("Given back to the donors"),
    "delivery": _("Delivery"),
    "delivery_back": _("Delivery given back"),
    "deposit_kept": _("Deposit of a withdrawn order"),
    "cash_kept": _("Cash she took herself"),
    "payout": _("Paid out"),
    "payout_back": _("Payout that came back"),
    "rest_out": _("Kept for the next payout"),
    "rest": _("Kept from a payout before"),
}
STATEMENT_PROBLEMS: Words = {
    "empty": _("This file is empty."),
    "too_large": _("This file is too large: at most 20 megabytes and 20,000 lines."),
    "unreadable": _("This file cannot be read: camt.053 (XML) or CSV, please."),
    "columns": _(
        "The first line must name the columns: date, amount (or debit and credit), reference, label."
    ),
    "date": _("A date cannot be read, in line %(row)s. Nothing was brought in."),
    "amount": _("An amount cannot be read, in line %(row)s. Nothing was brought in."),
    "currency": _("A currency is not known, in line %(row)s. Nothing was brought in."),
}
