"""An order that its seller does not answer is told to those who may answer for her, then to the market's team."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.notices.hours import next_waking
from tadamun.trade.checkout.escalation import HELPERS, TEAM
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import WrongState, record_fact
from tadamun.trade.orders.queries import waits_since
from tadamun.trade.orders.states import G

AT_ONCE = 1000


def escalate_unanswered() -> int:
    """One fact an order and step; who is told follows from the fact. Returns how many were written."""
    with everything("orders of all markets that nobody answers"):
        late = [order for market in Market.objects.order_by("pk") for order in _late(market)]
    return sum(_escalate(order) for order in late)


def _late(market: Market) -> list[SellerOrder]:
    """The oldest that may be told to somebody who was not told yet: what is told already keeps no other waiting."""
    due = Q(pk__in=[])
    for step, after in _hours(market):
        told = Exists(Fact.objects.filter(order=OuterRef("pk"), key=_key(step)))
        due |= Q(~told, placed_at__lte=clock.now() - timedelta(hours=after))
    answered = PendingAct.objects.filter(state=PendingAct.State.WAITING).values("order")
    rows = SellerOrder.objects.filter(due, market=market, goods_state=G.TO_ACCEPT).exclude(pk__in=answered)
    return list(rows.select_related("market").prefetch_related("facts").order_by("placed_at", "pk")[:AT_ONCE])


def _hours(market: Market) -> list[tuple[str, int]]:
    """Whom, after how many hours; nobody in a market where one practises."""
    policy = market.policy
    steps = ((HELPERS, policy.escalate_hours), (TEAM, policy.escalate_operator_hours))
    return [] if policy.practice else [(step, after) for step, after in steps if after]


def _escalate(order: SellerOrder) -> int:
    said = {fact.key for fact in order.facts.all()}
    written = 0
    for step, due in _steps(order.market, waits_since(order, order.facts.all())):
        if due <= clock.now() and _key(step) not in said:
            with suppress(WrongState):  # she answered a moment ago
                written += record_fact(order, Fact.Kind.ESCALATED, key=_key(step), to=step)
    return written


def _key(step: str) -> str:
    return f"escalated/{step}"


def _steps(market: Market, since: datetime) -> list[tuple[str, datetime]]:
    """Whom and when; never in the quiet hours."""
    due = [(step, since + timedelta(hours=after)) for step, after in _hours(market)]
    return [(step, next_waking(at, market.time_zone) or at) for step, at in due]
