"""Checkout's work by the clock."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.jobs import daily, every
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.people.sellers.operations import note_debts
from tadamun.trade.checkout.debts import owing_too_much
from tadamun.trade.checkout.operations import pending  # noqa: F401  its jobs
from tadamun.trade.checkout.operations.carts import forget_carts
from tadamun.trade.checkout.operations.erasing import erase_old_purchases
from tadamun.trade.checkout.operations.escalating import escalate_unanswered
from tadamun.trade.checkout.operations.hearing import check_payment
from tadamun.trade.checkout.operations.refunding import execute_refund
from tadamun.trade.checkout.operations.ripening import ripen
from tadamun.trade.checkout.operations.settling import cancel_order
from tadamun.trade.checkout.reactions import remind_of_balance
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.states import G, M
from tadamun.treasury.payments.models import BY_HAND, Payment, Refund
from tadamun.treasury.payments.providers.base import GatewayAway
from tadamun.treasury.payments.queries import latest_payments, to_ask

log = logging.getLogger(__name__)
CART_DAYS = 30
AT_ONCE = 500
GATEWAY_AWAY = timedelta(hours=6)


@every(seconds=3600)
def ripen_earnings() -> None:
    ripen()


@every(seconds=3600)
def note_cash_debts() -> None:
    """Sellers who owe more of cash sales than their market lets them: the days they have begin, or end."""
    for market in Market.objects.all():
        note_debts(market, owing_too_much(market))


@every(seconds=300)
def cancel_unanswered() -> None:
    """Cash orders nobody confirmed and orders nobody paid end after the market's time; goods are free again."""
    with everything("orders of all markets end by the clock"):
        for orders in _waiting():
            last = latest_payments({str(order.purchase.reference) for order in orders})
            for order in orders:
                try:
                    if _ends_at(order, last.get(str(order.purchase.reference))) <= clock.now():
                        cancel_order(order, reason="no_answer")
                except WrongState:  # she answered a moment ago
                    continue
                except Exception:  # one order may not keep the goods of all others
                    log.exception("order %s cannot end", order.code)


def _waiting() -> Iterator[list[SellerOrder]]:
    """All of them, so many at once: those with days to go keep none waiting whose time is over."""
    rows = SellerOrder.objects.select_related("market", "purchase").filter(
        goods_state__in=(G.TO_PAY, G.TO_CONFIRM)
    )
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield found
        last = found[-1].pk


def _ends_at(order: SellerOrder, payment: Payment | None) -> datetime:
    """A gateway is asked once more after its time before the order ends; one that is away is waited for, for hours."""
    policy = order.market.policy
    if order.goods_state != G.TO_PAY:
        return order.placed_at + timedelta(hours=policy.confirm_hours)
    if payment is None or payment.due_at is None:
        return order.placed_at + timedelta(days=policy.transfer_days)
    asked = payment.begun_at is None or (payment.asked_at is not None and payment.asked_at > payment.due_at)
    return payment.due_at if asked else payment.due_at + GATEWAY_AWAY


@every(seconds=300)
def escalate() -> int:
    """Orders that nobody answers are told to who helps the seller, then to the market's team. Repeating tells nobody twice."""
    return escalate_unanswered()


@every(seconds=60)
def ask_gateways() -> None:
    """Payments nobody told us about are asked for: a notice may be lost. See ``queries.to_ask``."""
    for payment in to_ask(clock.now()):
        try:
            check_payment(payment)
        except GatewayAway as error:
            log.warning("payment %s: gateway away (%s)", payment.code, error)
        except Exception:  # one market's contract may not stop the others'
            log.exception("payment %s cannot be asked for", payment.code)


@every(seconds=60)
def send_refunds() -> None:
    """Refunds a gateway can send are sent, those it cannot yet some hours later; one that failed waits for a person."""
    with everything("refunds of all markets are sent by the clock"):
        due = list(
            Refund.objects.select_related("payment__market", "payment__contract")
            .filter(
                Q(later_at=None) | Q(later_at__lte=clock.now()),
                state__in=(Refund.State.DECIDED, Refund.State.SENT),
            )
            .exclude(provider=BY_HAND)
            .order_by("pk")[:100]
        )
    for refund in due:
        try:
            execute_refund(refund)
        except GatewayAway as error:
            log.warning("refund %s: gateway away (%s)", refund.code, error)
        except Exception:
            log.exception("refund %s cannot be sent", refund.code)


@daily(hour=10, minute=10)
def remind_of_balances() -> None:
    """Whoever has a packed piece and owes its balance is asked again, every so many days."""
    with everything("balances of all markets are asked for by the clock"):
        packed = Fact.objects.filter(
            kind=Fact.Kind.PACKED, order__goods_state=G.TO_HAND_OVER, order__money_state=M.DEPOSIT
        )
        due = [(fact.order.market_id, fact.order.code, fact.at) for fact in packed.select_related("order")]
    for market_id, code, at in due:
        remind_of_balance(market_id, code, at)


@every(seconds=6 * 3600)
def sweep_carts() -> None:
    forget_carts(clock.now() - timedelta(days=CART_DAYS))


@daily(hour=3, minute=40)
def forget_old_buyers() -> None:
    erase_old_purchases()
