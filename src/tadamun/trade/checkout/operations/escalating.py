"""An order that its seller does not answer is told to those who may answer for her, then to the market's team."""

from contextlib import suppress
from datetime import datetime, timedelta

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


def escalate_unanswered() -> int:
    """One fact an order and step; who is told follows from the fact. Returns how many were written."""
    with everything("orders of all markets that nobody answers"):
        answered = PendingAct.objects.filter(state=PendingAct.State.WAITING).values("order")
        rows = SellerOrder.objects.filter(goods_state=G.TO_ACCEPT).exclude(pk__in=answered)
        orders = list(rows.select_related("market").prefetch_related("facts").order_by("pk")[:1000])
    return sum(_escalate(order) for order in orders if not order.market.policy.practice)


def _escalate(order: SellerOrder) -> int:
    said = {fact.key for fact in order.facts.all()}
    written = 0
    for step, due in steps(order.market, waits_since(order, order.facts.all())):
        if due <= clock.now() and _key(step) not in said:
            with suppress(WrongState):  # she answered a moment ago
                written += record_fact(order, Fact.Kind.ESCALATED, key=_key(step), to=step)
    return written


def _key(step: str) -> str:
    return f"escalated/{step}"


def steps(market: Market, since: datetime) -> list[tuple[str, datetime]]:
    """Whom and when; never in the quiet hours."""
    hours = ((HELPERS, market.policy.escalate_hours), (TEAM, market.policy.escalate_operator_hours))
    found = []
    for step, after in hours:
        if after:
            due = since + timedelta(hours=after)
            found.append((step, next_waking(due, market.time_zone) or due))
    return found
