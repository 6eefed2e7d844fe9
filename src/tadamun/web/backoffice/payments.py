"""Finding payments, refunds and refused notices; what acquirers still have."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import Money, total
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.models import Notice, Payment, PaymentEvent, Refund
from tadamun.treasury.payouts.covering import GATEWAY, holders
from tadamun.web.backoffice.orders import Step, names_of, who_did
from tadamun.web.backoffice.payment_words import EVENTS, FAILURES, REFUSED
from tadamun.web.backoffice.wording import word

WAITING, HELD = "waiting", "held"
STATES = {
    WAITING: (Payment.State.WAITING, Payment.State.AUTHORISED), "failed": (Payment.State.FAILED,),
    "captured": (Payment.State.CAPTURED,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What acquirers took for the market and have not settled, and the payments it is made of."""

    amount: Money
    codes: frozenset[str]


def payments_like(state: str, words: str, held: Held | None) -> QuerySet[Payment]:
    """Of a tab, found by order, purchase or payment number; newest first."""
    rows = Payment.objects.select_related("market", "contract").order_by("-made_at", "-pk")
    if state in STATES:
        rows = rows.filter(state__in=STATES[state])
    elif held is not None:
        rows = rows.filter(code__in=held.codes)
    if words:
        code = normal_code(latin_digits(words))
        rows = rows.filter(Q(code__startswith=code) | Q(subject=f"purchase:{code.partition('-')[0]}"))
    return rows


def held_by_acquirers(market: Market) -> Held:
    """Of the market's own currency: what the book says they have, and the payments no line of the bank brought yet."""
    found = [one for one in holders(market, market.currency) if one.what == GATEWAY]
    codes = frozenset(row.code for one in found for row in one.rows)
    return Held(total([one.balance for one in found], market.currency), codes)


def open_refunds() -> QuerySet[Refund]:
    """Decided and not yet with the buyer, the oldest first."""
    rows = Refund.objects.select_related("payment__market", "payment__contract")
    return rows.exclude(state=Refund.State.DONE).order_by("pk")


def refused_notices() -> QuerySet[Notice]:
    """What was posted to us and moved nothing because something was wrong with it, newest first."""
    rows = Notice.objects.select_related("contract", "payment")
    return rows.filter(verdict__in=REFUSED).order_by("-pk")


def steps_of(payment: Payment) -> list[Step]:
    """What providers and people said of it, in the order of time. Two queries."""
    events = list(PaymentEvent.objects.filter(payment=payment).order_by("pk"))
    names = names_of([event.actor for event in events])
    return [
        Step(event.at, word(EVENTS, event.kind), who_did(event.actor, "", names), _said(event, payment))
        for event in events
    ]


def _said(event: PaymentEvent, payment: Payment) -> str:
    told = [f"\u2066{key}: {value}\u2069" for key, value in event.detail.items() if value]
    if event.kind == PaymentEvent.Kind.FAILED and payment.reason:
        told.insert(0, word(FAILURES, payment.reason))
    if event.reference:
        told.insert(0, f"\u2066{event.reference}\u2069")
    return " · ".join(told)
