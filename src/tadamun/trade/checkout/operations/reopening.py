"""The market sends a buyer a link to pay: another day for an order that waits for its money, or that ran out of time."""

from datetime import timedelta

from django.db import transaction

from tadamun.goods.stock.operations import take
from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import scope
from tadamun.trade.checkout.deposits import owed_now, ways_to_pay
from tadamun.trade.checkout.operations.linking import LINK_HOURS
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered, choose_way
from tadamun.trade.checkout.queries import link_ways
from tadamun.trade.checkout.reactions import tell_of_link
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.states import G, M
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payments.queries import contract_code, payment_of

K = Fact.Kind


def ran_out(order: SellerOrder) -> bool:
    """It ended by the clock: nobody paid or confirmed it, and nobody said no."""
    if order.goods_state != G.CANCELLED or order.money_state != M.UNPAID:
        return False
    with scope(market_id=order.market_id):
        ended = Fact.objects.filter(order=order, kind__in=(K.CANCELLED, K.DECLINED))
        last = ended.order_by("-pk").first()
    return last is not None and last.kind == K.CANCELLED and last.detail.get("reason") == "no_answer"


def send_pay_link(order: SellerOrder, *, reason: str) -> Payment:
    """What the order's purchase still waits for can be paid online for ``LINK_HOURS``, or longer where it could before, and the
    buyer is told where. Orders of it that ran out are open again, their goods taken anew and their days moved on.

    ``reason``: why somebody of the market does it. Raises ``NothingToPay``, ``NotOffered`` where no way to pay online is open
    for the amount, and ``stock.SoldOut``; then nothing was written.
    """
    purchase = order.purchase
    with transaction.atomic(), scope(market_id=order.market_id):
        Purchase.objects.select_for_update().only("pk").get(pk=purchase.pk)
        rows = SellerOrder.objects.select_related("market", "purchase").filter(purchase=purchase)
        for ended in [row for row in rows.order_by("pk") if ran_out(row)]:
            _reopen(ended)
        owed = owed_now(purchase)
        if not any(row.goods_state == G.TO_PAY for row in owed.orders):
            raise NothingToPay(purchase.code)
        by_link = link_ways(purchase.market, owed.amount)
        ways = [way for way in (*ways_to_pay(purchase, owed), *by_link) if contract_code(way)]
        if not ways:
            raise NotOffered(purchase.method)
        before = payment_of(str(purchase.reference))
        method = purchase.method if purchase.method in ways else ways[0]
        payment = choose_way(purchase, method, beside=by_link)
        due = clock.now() + timedelta(hours=LINK_HOURS)
        payment.due_at = max(due, *(one.due_at for one in (before, payment) if one and one.due_at))
        payment.save(update_fields=["due_at"])
        audit.record("send_pay_link", order.reference, market_id=order.market_id, reason=reason)
        tell_of_link(purchase, payment)
    return payment


def _reopen(order: SellerOrder) -> None:
    """As it was placed; each time it ran out is another fact."""
    number = Fact.objects.filter(order=order, kind=K.CANCELLED).count()
    lines = Line.objects.select_related("variant__product__organisation").filter(order=order)
    reference = str(order.purchase.reference)
    take([(line.variant, line.quantity) for line in lines], holder=reference, reference=reference)
    record_fact(order, K.PAYMENT_AWAITED, key=f"asked_again/{number}")
    later = max(clock.today() - order.placed_at.date(), timedelta(0))
    order.prepare_by, order.arrives_from, order.arrives_to = (
        day + later for day in (order.prepare_by, order.arrives_from, order.arrives_to)
    )
    order.save(update_fields=["prepare_by", "arrives_from", "arrives_to"])
