"""Where a buyer sends a bank transfer, how much, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tadamun.kernel.money import Money, total
from tadamun.people.notices.voice import Voice
from tadamun.trade.checkout.letters import grouped
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.orders.states import G
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.providers import PROVIDERS
from tadamun.treasury.payments.queries import payment_of


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where the money goes, how much of it is still awaited, until when."""

    rows: tuple[tuple[str, str, str], ...]
    amount: Money
    due_at: datetime | None


def balance_transfer(purchase: Purchase, voice: Voice) -> Transfer | None:
    """Where she chose to send the balance by transfer."""
    payment = payment_of(str(purchase.reference))
    if payment is None or payment.part != Payment.Part.BALANCE or payment.provider != "bank_transfer":
        return None
    return (
        _sent_to(purchase, payment.amount, payment, voice) if payment.state == Payment.State.WAITING else None
    )


def transfer_of(purchase: Purchase, orders: list[SellerOrder], voice: Voice) -> Transfer:
    """What she still owes of an order that waits for her transfer."""
    owed = total([order.first_part for order in orders if order.goods_state == G.TO_PAY], purchase.currency)
    return _sent_to(purchase, owed, payment_of(str(purchase.reference)), voice)


def _sent_to(purchase: Purchase, owed: Money, payment: Payment | None, voice: Voice) -> Transfer:
    start = PROVIDERS["bank_transfer"].start(voice.market, owed, purchase.code)
    said = {**start.instructions, "rib": grouped(start.instructions.get("rib", ""))}
    labels = (
        ("holder", _("Account holder"), ""), ("bank", _("Bank"), ""), ("rib", _("Account number (RIB)"), "ltr"),
        ("reference", _("Reference to write"), "ltr"),
    )  # fmt: skip
    rows = tuple((label, said[key], direction) for key, label, direction in labels if said.get(key))
    return Transfer(rows, owed, payment.due_at if payment else None)
