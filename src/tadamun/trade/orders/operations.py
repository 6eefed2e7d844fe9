"""The verbs of orders: a fact is written once, states follow from facts."""

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


def owes_balance(order: SellerOrder) -> bool:
    """Whether a part of it is still to be paid before it leaves."""
    if not order.balance_minor:
        return False
    settled = (Fact.Kind.PAID, Fact.Kind.BALANCE_AT_DOOR)
    return not Fact.objects.filter(order=order, kind__in=settled).exists()


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
        if locked.goods_state not in ALLOWED[kind]:
            raise WrongState(locked, kind)
        if kind == Fact.Kind.HANDED_OVER and owes_balance(locked):
            raise BalanceOwed(locked, kind)
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
