"""What the market may do to an order for somebody else, as data: from which state, what must be said, which operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.context import acting
from tadamun.trade.checkout.operations import (
    cancel_order,
    confirm_purchase,
    deliver_order,
    refuse_delivery,
    settle_transfer,
)
from tadamun.trade.checkout.operations.reopening import ran_out, send_pay_link
from tadamun.trade.inspections.operations import excuse_inspection
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import awaits_inspection, record_fact
from tadamun.trade.orders.states import ALLOWED, G
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.payments.queries import contract_code
from tadamun.web.backoffice.forms.orders import (
    HandOverForm,
    OrderForm,
    ReasonForm,
    ToldReasonForm,
    TransferForm,
)

K = Fact.Kind
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """``name`` is the resource in the address; ``run`` is one operation; ``title`` stands on the button."""

    name: str
    title: str | Promise
    hint: str | Promise
    form: type[OrderForm]
    run: Callable[[SellerOrder, Said], object]
    states: tuple[str, ...]
    done: str | Promise
    icon: str = "check"
    kind: str = "quiet"


def _confirm(order: SellerOrder, said: Said) -> object:
    with acting(on_behalf_of=order.purchase.reference):
        return confirm_purchase(order.purchase, reason=said["reason"])


def _accept(order: SellerOrder, said: Said) -> object:
    with acting(on_behalf_of=order.organisation.reference):
        return record_fact(order, K.ACCEPTED, reason=said["reason"])


def _hand_over(order: SellerOrder, said: Said) -> object:
    with acting(on_behalf_of=order.organisation.reference):
        return hand_over(order, carrier=said["carrier"], number=said["number"], reason=said["reason"])


ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        Act(
            "confirmation", _("Confirm for the buyer"),
            _("After she said so on the phone. All parts of her purchase are confirmed."), ReasonForm, _confirm,
            ALLOWED[K.CONFIRMED], _("The order is confirmed."), "phone",
        ),
        Act(
            "transfer", _("Transfer received"), _("The money is in the market’s account. The sellers are told."),
            TransferForm, lambda order, said: settle_transfer(order.purchase, reference=said["reference"]),
            (G.TO_PAY,), _("The transfer is recorded."), "check",
        ),
        Act(
            "pay-link", _("Send a link to pay"),
            _("The buyer gets a message and can pay online for 24 hours. An order that ran out is open again."), ReasonForm,
            lambda order, said: send_pay_link(order, reason=said["reason"]),
            (G.TO_PAY, G.CANCELLED), _("The link is on its way to the buyer."), "send",
        ),
        Act(
            "acceptance", _("Accept for the seller"), _("After the seller said so."), ReasonForm, _accept,
            ALLOWED[K.ACCEPTED], _("The order is accepted."), "people",
        ),
        Act(
            "unchecked", _("Let it leave unchecked"), _("It waits for a peer’s look. Say why it may go without."), ReasonForm,
            lambda order, said: excuse_inspection(order, reason=said["reason"]),
            ALLOWED[K.INSPECTION_PASSED], _("It may leave unchecked."), "seal",
        ),
        Act(
            "hand-over", _("Parcel handed over"), _("The parcel left with a carrier."), HandOverForm, _hand_over,
            ALLOWED[K.HANDED_OVER], _("The hand-over is recorded."), "truck",
        ),
        Act(
            "delivery", _("Delivered"), _("It arrived; cash was taken. The seller’s earning is posted."), ReasonForm,
            lambda order, said: deliver_order(order, said_by="market", reason=said["reason"]),
            ALLOWED[K.DELIVERED], _("The delivery is recorded."), "check",
        ),
        Act(
            "refusal", _("Refused at the door"),
            _("The buyer did not take it: it comes back. If it was paid, decide next under Refunds how much goes back."),
            ToldReasonForm, lambda order, said: refuse_delivery(order, reason=said["reason"]),
            ALLOWED[K.REFUSED], _("The refusal is recorded."), "return", "bad",
        ),
        Act(
            "cancellation", _("Cancel the order"), _("The goods are free again. Buyer and seller are told."),
            ToldReasonForm, lambda order, said: cancel_order(order, reason=said["reason"]),
            ALLOWED[K.CANCELLED], _("The order is cancelled."), "close", "bad",
        ),
    )
}  # fmt: skip


def possible(order: SellerOrder) -> list[Act]:
    """Those that follow from where it stands."""
    by_gateway = contract_code(order.purchase.method)
    return [
        act
        for act in ACTS.values()
        if order.goods_state in act.states
        and not (by_gateway and act.name == "transfer")
        and (act.name != "unchecked" or awaits_inspection(order))
        and (act.name != "pay-link" or _can_be_asked(order))
    ]


def _can_be_asked(order: SellerOrder) -> bool:
    """She can be told, and it waits for money or ran out."""
    bought = order.purchase
    return bool(bought.phone and not bought.erased_at) and (order.goods_state == G.TO_PAY or ran_out(order))
