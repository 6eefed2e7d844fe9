"""The verbs of orders: a fact is written once, states follow from facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.context import current
from tadamun.kernel.events import announce
from tadamun.kernel.scopes import scope
from tadamun.trade.orders.events import OrderMoved
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.states import ALLOWED, derive


class WrongState(ValueError):
    """The fact does not follow from where the order stands; nothing was written."""

    def __init__(self, order: SellerOrder, kind: str) -> None:
        super().__init__(f"{order.code}: {kind} does not follow {order.goods_state}")
        self.order, self.kind = order, kind


class BalanceOwed(WrongState):
    """Its balance is neither paid nor promised at the door: it may not leave; nothing was written."""


class AwaitsInspection(WrongState):
    """A peer looks at it first, or asked to have it mended: it is neither packed nor handed over; nothing was written."""


def awaits_inspection(order: SellerOrder) -> bool:
    """Whether a check was asked for that it has not passed. Inspections write these facts; nobody else."""
    kinds = (Fact.Kind.INSPECTION_ASKED, Fact.Kind.INSPECTION_PASSED)
    found = set(Fact.objects.filter(order=order, kind__in=kinds).values_list("kind", flat=True))
    return found == {Fact.Kind.INSPECTION_ASKED}


def owes_balance(order: SellerOrder) -> bool:
    """Whether a part of it is still to be paid before it leaves."""
    if not order.balance_minor:
        return False
    settled = (Fact.Kind.PAID, Fact.Kind.BALANCE_AT_DOOR)
    return not Fact.objects.filter(order=order, kind__in=settled).exists()


LEAVING = (Fact.Kind.PACKED, Fact.Kind.HANDED_OVER)


def check_fact(order: SellerOrder, kind: str) -> None:
    """Raises ``WrongState``, ``BalanceOwed`` or ``AwaitsInspection`` when it cannot be written now."""
    if order.goods_state not in ALLOWED[kind]:
        raise WrongState(order, kind)
    if kind in LEAVING and awaits_inspection(order):
        raise AwaitsInspection(order, kind)
    if kind == Fact.Kind.HANDED_OVER and owes_balance(order):
        raise BalanceOwed(order, kind)


def record_fact(order: SellerOrder, kind: str, *, key: str = "", **detail: Any) -> bool:
    """Write what happened and derive the states. ``False`` when it was already written: nothing happens twice.

    Raises ``WrongState``. The row is locked first, so two facts about one order come one after the other.
    """
    here = current()
    key = key or kind
    with transaction.atomic(), scope(market_id=order.market_id):
        locked = SellerOrder.objects.select_for_update().get(pk=order.pk)
        if Fact.objects.filter(order=locked, key=key).exists():
            return False
        check_fact(locked, kind)
        Fact.objects.create(
            order=locked, kind=kind, key=key, actor=str(here.actor), on_behalf_of=here.for_whom,
            detail=detail,
        )  # fmt: skip
        states = derive(list(Fact.objects.filter(order=locked).order_by("pk").values_list("kind", flat=True)))
        order.money_state, order.goods_state = states.money, states.goods
        order.save(update_fields=["money_state", "goods_state"])
        announce(
            OrderMoved(
                market_id=order.market_id, code=order.code, organisation_id=order.organisation_id, fact=kind,
                goods=states.goods, money=states.money,
            )
        )  # fmt: skip
        audit.record(f"order_{kind}", order.reference, market_id=order.market_id, **detail)
    return True


def promise_later(order: SellerOrder, days: Sequence[date], *, voice: str = "") -> bool:
    """A new day for hand-over and the two it arrives between, told to the buyer; once an order. ``voice``: of a recording.

    ``False`` when she has asked before: nothing was changed. Raises ``WrongState``.
    """
    prepare_by, arrives_from, arrives_to = days
    with transaction.atomic(), scope(market_id=order.market_id):
        said = {"before": order.prepare_by.isoformat(), "after": prepare_by.isoformat(), "voice": voice}
        if not record_fact(order, Fact.Kind.MORE_DAYS, **said):
            return False
        order.prepare_by, order.arrives_from, order.arrives_to = prepare_by, arrives_from, arrives_to
        order.save(update_fields=["prepare_by", "arrives_from", "arrives_to"])
    return True
