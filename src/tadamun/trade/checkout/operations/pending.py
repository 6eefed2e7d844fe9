"""An act on an order that others hear of waits some seconds, so that it can be taken back as if it had never been.

Nothing of it is true before: no fact, no message, no money. It is done in one transaction with its row, so a worker that
dies has done all of it or nothing. See docs/decisions/2026-11-22-undo.md.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import Context, acting, current
from tadamun.kernel.jobs import enqueue, every, job
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.checkout.operations.settling import decline_order
from tadamun.trade.inspections.operations import show_piece
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState, check_fact, promise_later, record_fact
from tadamun.trade.orders.states import G
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.trade.shipping.queries import find_place
from tadamun.trade.shipping.quoting import after_working_days

log = logging.getLogger(__name__)
AT_ONCE = 200
UNDO_SECONDS = 10
WAIT = timedelta(seconds=2 * UNDO_SECONDS)
"""Her ten seconds begin with the page that shows the button; the rest is for a slow network."""
What, State = PendingAct.What, PendingAct.State
ONE_ORDER = "an act on an order of whatever market, by its key"
# What it writes first: whether that may follow is judged when she presses, and again when it is done.
FIRST_FACT = {
    What.ACCEPT: Fact.Kind.ACCEPTED, What.LATER: Fact.Kind.MORE_DAYS, What.DECLINE: Fact.Kind.DECLINED,
    What.MADE: Fact.Kind.MADE, What.PACK: Fact.Kind.PACKED, What.HAND_OVER: Fact.Kind.HANDED_OVER,
}  # fmt: skip


class TooManyDays(ValueError):
    """More working days than the market gives, or days were asked for before; nothing was written."""


def begin_act(order: SellerOrder, what: str, **detail: Any) -> PendingAct | None:
    """She pressed. What waits of the order already is done first: she went on. The same act twice is one.

    ``None`` when it was done long ago. Raises ``orders.WrongState`` and ``TooManyDays``; then nothing was written.
    """
    here = current()
    with transaction.atomic(), scope(market_id=order.market_id):
        locked = _lock(order)
        waiting = PendingAct.objects.filter(order=locked, state=State.WAITING).first()
        if waiting and waiting.what == what:
            return waiting
        if waiting:
            _do(waiting, locked)
            locked = _lock(order)
        if what != What.MADE and Fact.objects.filter(order=locked, key=FIRST_FACT[What(what)]).exists():
            return None
        check_fact(locked, FIRST_FACT[What(what)])
        if what == What.LATER and not 0 < int(detail["days"]) <= locked.market.policy.more_days_most:
            raise TooManyDays(locked.code)
        now = clock.now()
        act = PendingAct.objects.create(
            order=locked, what=what, detail=detail, actor=str(here.actor), on_behalf_of=str(here.on_behalf_of or ""),
            under=str(here.under or ""), at=now, due_at=now + WAIT,
        )  # fmt: skip
        enqueue(do_pending_act, act.pk, after=act.due_at)
    return act


def take_back(act: PendingAct) -> bool:
    """As if she had not pressed. ``False`` when it is done; repeating it says the same as the first time."""
    with transaction.atomic(), scope(market_id=act.order.market_id):
        _lock(act.order)
        act.refresh_from_db()
        if act.state == State.WAITING:
            act.state = State.TAKEN_BACK
            act.save(update_fields=["state"])
            audit.record(f"took_back_{act.what}", act.order.reference, market_id=act.order.market_id)
    return act.state == State.TAKEN_BACK


def do_waiting(order: SellerOrder) -> None:
    """What waits of this order is done now, without its seconds. Repeating does nothing."""
    with transaction.atomic(), scope(market_id=order.market_id):
        locked = _lock(order)
        if waiting := PendingAct.objects.filter(order=locked, state=State.WAITING).first():
            _do(waiting, locked)


@job(priority=50)
def do_pending_act(pk: int) -> None:
    """Its seconds are over. Twice does it once."""
    with everything(ONE_ORDER), transaction.atomic():
        act = PendingAct.objects.select_related("order").get(pk=pk)
        locked = _lock(act.order)
        act.refresh_from_db()
        if act.state == State.WAITING and act.due_at <= clock.now():
            _do(act, locked)


@every(seconds=60)
def do_overdue_acts() -> None:
    """Those whose own job was lost."""
    with everything(ONE_ORDER):
        late = clock.now() - timedelta(seconds=60)
        due = PendingAct.objects.filter(state=State.WAITING, due_at__lte=late).order_by("pk")
        found = list(due.values_list("pk", flat=True)[:AT_ONCE])
        while found:
            for pk in found:
                try:
                    do_pending_act(pk)
                except Exception:  # what cannot be done of one order may not stop the others'
                    log.exception("act %s cannot be done", pk)
            found = list(due.filter(pk__gt=found[-1]).values_list("pk", flat=True)[:AT_ONCE])


def _lock(order: SellerOrder) -> SellerOrder:
    """Purchases are locked before their orders, everywhere."""
    Purchase.objects.select_for_update().only("pk").get(pk=order.purchase_id)
    rows = SellerOrder.objects.select_for_update(of=("self",)).select_related(
        "market", "purchase", "organisation"
    )
    return rows.get(pk=order.pk)


def _do(act: PendingAct, order: SellerOrder) -> None:
    """In the name of who pressed. The caller holds the order's lock."""
    act.state = State.DONE
    try:
        with transaction.atomic(), _in_the_name_of(act), scope(market_id=order.market_id):
            _VERBS[What(act.what)](order, act.detail)
    except WrongState:
        act.state = State.VOID
    act.save(update_fields=["state"])


def _in_the_name_of(act: PendingAct) -> AbstractContextManager[Context]:
    return acting(
        actor=Reference.parse(act.actor),
        on_behalf_of=Reference.parse(act.on_behalf_of) if act.on_behalf_of else None,
        under=Reference.parse(act.under) if act.under else None,
    )


def _later(order: SellerOrder, said: dict[str, Any]) -> None:
    """So many working days after the promised day. Whoever asks for days accepts."""
    if order.goods_state == G.TO_ACCEPT:
        record_fact(order, Fact.Kind.ACCEPTED)
    promise_later(order, later_days(order, int(said["days"])), voice=str(said.get("voice", "")))


def later_days(order: SellerOrder, days: int) -> tuple[date, date, date]:
    """Hand-over, and the two days it arrives between, when it leaves so many working days later."""
    leaves = after_working_days(order.prepare_by, days)
    place = find_place(order.purchase.city or order.purchase.city_name, order.purchase.country, "ar")
    if place is None:
        moved = leaves - order.prepare_by
        return leaves, order.arrives_from + moved, order.arrives_to + moved
    zone = place.zone
    return leaves, after_working_days(leaves, zone.days_min), after_working_days(leaves, zone.days_max)


_VERBS: dict[str, Callable[[SellerOrder, dict[str, Any]], object]] = {
    What.ACCEPT: lambda order, _said: record_fact(order, Fact.Kind.ACCEPTED),
    What.LATER: _later,
    What.DECLINE: lambda order, said: decline_order(order, **said),
    What.MADE: lambda order, _said: show_piece(order),
    What.PACK: lambda order, said: pack(order, **said),
    What.HAND_OVER: lambda order, said: hand_over(order, **said),
}
