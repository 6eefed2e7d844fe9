"""Codes of payments, refunds and notices as words."""

from django.utils.translation import gettext_lazy as _

from tadamun.treasury.payments.models import Notice, Payment, PaymentEvent, Refund
from tadamun.web.backoffice.wording import Words

P, E, R, V = Payment.State, PaymentEvent.Kind, Refund.State, Notice.Verdict

STATES: Words = {
    P.WAITING: _("Waiting"),
    P.AUTHORISED: _("Reserved, not taken yet"),
    P.CAPTURED: _("Money received"),
    P.FAILED: _("Came to nothing"),
    P.CANCELLED: _("No longer asked for"),
}
STATE_KINDS = {P.WAITING: "warn", P.AUTHORISED: "info", P.CAPTURED: "ok", P.FAILED: "bad", P.CANCELLED: "out"}
EVENTS: Words = {
    E.STARTED: _("Payment asked for"),
    E.BEGUN: _("Buyer sent to the gateway"),
    E.AUTHORISED: _("Reserved, not taken yet"),
    E.CAPTURED: _("Money received"),
    E.FAILED: _("Came to nothing"),
    E.CANCELLED: _("No longer asked for"),
    E.REFUNDED: _("Money sent back"),
    E.REFUND_FAILED: _("Could not be sent back"),
}
FAILURES: Words = {
    "refused": _("The bank did not accept it"),
    "left": _("The buyer left the page"),
    "late": _("The time ran out"),
    "technical": _("A technical failure"),
    "away": _("The gateway could not be reached"),
}
VERDICTS: Words = {
    V.RECEIVED: _("Not judged yet"),
    V.SETTLED: _("Money received"),
    V.REPEATED: _("Said before"),
    V.NOTED: _("Noted"),
    V.FORGED: _("Forged: the signature is wrong"),
    V.UNKNOWN: _("Names no payment of ours"),
    V.DIFFERENT: _("Another amount or currency"),
    V.UNREADABLE: _("Unreadable"),
    V.TOO_LARGE: _("Too large"),
    V.FAILED: _("Not confirmed: please ask the acquirer"),
}
REFUSED = (V.FORGED, V.UNKNOWN, V.DIFFERENT, V.UNREADABLE, V.TOO_LARGE, V.FAILED)
VERDICT_KINDS = {V.SETTLED: "ok", **dict.fromkeys(REFUSED, "bad")}
REFUNDS: Words = {
    R.DECIDED: _("To be sent"),
    R.SENT: _("Being sent"),
    R.DONE: _("Money sent back"),
    R.FAILED: _("Could not be sent"),
}
REFUND_KINDS = {R.DECIDED: "warn", R.SENT: "info", R.DONE: "ok", R.FAILED: "bad"}
# What a person may choose; the others are written by the program.
CHOSEN: Words = {
    "damaged": _("It came damaged"),
    "not_as_shown": _("It is not as shown"),
    "missing": _("Something is missing"),
    "not_arrived": _("It did not arrive"),
    "returned": _("The buyer sent it back"),
    "agreed": _("Agreed with the buyer"),
    "other": _("Another reason"),
}
REASONS: Words = {
    **CHOSEN,
    "cancelled": _("The order was cancelled"),
    "late": _("Paid after the order had ended"),
    "twice": _("Paid twice"),
}
ENDINGS: Words = {
    **REASONS,
    "sold_elsewhere": _("It was sold elsewhere"),
    "cannot_in_time": _("The seller cannot be ready in time"),
    "broken": _("It is damaged or broken"),
    "changed_mind": _("The buyer changed her mind"),
    "mistake": _("Ordered by mistake or twice"),
    "too_late": _("It arrives too late"),
    "price": _("The price or the delivery fee"),
    "no_answer": _("The buyer did not answer"),
    "link_withdrawn": _("The seller took her link back"),
}
"""Why an order ended or money goes back, as it is kept with the order."""
