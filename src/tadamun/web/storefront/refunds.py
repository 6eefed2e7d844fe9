"""Money that goes back, as its buyer follows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tadamun.kernel.money import Money
from tadamun.people.notices.voice import Voice
from tadamun.trade.orders.models import Fact, Purchase
from tadamun.trade.orders.queries import Part
from tadamun.treasury.payments.models import BY_HAND, Refund
from tadamun.treasury.payments.queries import contract_code
from tadamun.web.shared.ways import way_name

K = Fact.Kind


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """``sent``: the day it left us in words, empty until then. ``way``: by which it goes."""

    amount: Money
    decided: str
    sent: str
    way: str


def shown_refunds(purchase: Purchase, parts: Sequence[Part], voice: Voice) -> tuple[ShownRefund, ...]:
    """What she gets back, in the order of decisions. Asks the database only where there may be any."""
    owed = any(fact.kind in (K.REFUND_OWED, K.REFUNDED) for part in parts for fact in part.facts)
    if not owed and not contract_code(purchase.method):
        return ()
    orders = [str(part.order.reference) for part in parts]
    rows = Refund.objects.select_related("payment__contract").filter(beneficiary__in=orders).order_by("pk")
    return tuple(
        ShownRefund(
            row.amount,
            voice.day(row.made_at),
            voice.day(row.done_at) if row.done_at else "",
            _way(row, voice),
        )
        for row in rows
    )


def _way(refund: Refund, voice: Voice) -> str:
    if refund.provider == BY_HAND and not refund.by_acquirer:
        return _("by the market, which writes to you about it")
    return way_name(voice.market, refund.payment.method, voice.language)
