"""Who is told what when an order is placed or moves. Each message is kept under a key, so nobody is told twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from tadamun.kernel import clock
from tadamun.kernel.events import reaction
from tadamun.kernel.scopes import scope
from tadamun.people.notices.models import Message
from tadamun.people.notices.operations import phone_channel, send_notice
from tadamun.people.notices.voice import Said, voice_of
from tadamun.people.sellers.notices import tell_organisation
from tadamun.trade.checkout import balances, escalation, letters
from tadamun.trade.checkout.letters import Told
from tadamun.trade.checkout.queries import is_by_link
from tadamun.trade.orders.events import OrderMoved, PurchasePlaced
from tadamun.trade.orders.models import Fact, Purchase, SellerOrder
from tadamun.trade.orders.queries import CAME_BACK, orders_of, waits_since
from tadamun.trade.orders.states import UNSENT, G, M
from tadamun.treasury.payments.models import Payment

K = Fact.Kind


@reaction(PurchasePlaced, when="later")
def tell_of_purchase(event: PurchasePlaced) -> None:
    """The buyer that it was received; sellers who need wait for nothing."""
    with scope(market_id=event.market_id):
        purchase = Purchase.objects.select_related("market").get(code=event.code)
        told = _told(purchase)
        _tell_buyer(told, "placed", purchase.code, letters.placed, urgent=True)
        for order in told.orders:
            if order.goods_state == G.TO_ACCEPT:
                _tell_seller_of(order)


@reaction(OrderMoved, when="later")
def tell_of_move(event: OrderMoved) -> None:
    with scope(market_id=event.market_id):
        tell = _BY_FACT.get(event.fact)
        if tell is None or (event.fact == K.PAID and event.goods not in UNSENT):
            return  # cash paid at the door needs no message
        purchase = Purchase.objects.select_related("market").get(orders__code=event.code)
        told = _told(purchase)
        tell(told, next(order for order in told.orders if order.code == event.code))


def _told(purchase: Purchase) -> Told:
    orders = orders_of(purchase)
    for order in orders:
        order.purchase, order.market = purchase, purchase.market
    return Told(purchase, orders, voice_of(purchase.market, purchase.language))


def _tell_buyer(
    told: Told, kind: str, code: str, compose: Callable[[Told], Said], *, urgent: bool = False
) -> None:
    """By phone, and by e-mail when she gave one. Nothing once her data are erased."""
    purchase, market = told.purchase, told.voice.market
    if not purchase.phone:
        return
    with told.voice.speaking():
        said = compose(told)
    ways = [(phone_channel(), purchase.phone, said.short)]
    if purchase.email:
        ways.append((Message.Channel.EMAIL, purchase.email, said.long or said.short))
    for channel, to, text in ways:
        send_notice(
            market=market, key=f"{kind}/{code}/{channel}", kind=f"order_{kind}", channel=channel, to=to,
            language=told.voice.language, title=said.title, text=text, link=said.link,
            subject_ref=str(purchase.reference), urgent=urgent,
        )  # fmt: skip


def _confirmed(told: Told, order: SellerOrder) -> None:
    _tell_buyer(told, "confirmed", told.purchase.code, letters.confirmed, urgent=True)
    _tell_seller_of(order)


def _paid(told: Told, order: SellerOrder) -> None:
    if order.balance_minor and any(fact.kind == K.DEPOSIT_PAID for fact in order.facts.all()):
        _tell_buyer(told, "balance_paid", order.code, lambda t: balances.paid(t, order))
        balances.tell_seller(order)
        return
    _tell_buyer(told, "paid", told.purchase.code, letters.paid)
    _tell_seller_of(order)


def _declined(told: Told, order: SellerOrder) -> None:
    _tell_buyer(told, "declined", order.code, lambda t: letters.declined(t, order))


def _cancelled(told: Told, order: SellerOrder) -> None:
    facts = {fact.kind: fact for fact in order.facts.all()}
    reason = str(facts[K.CANCELLED].detail.get("reason", "")) if K.CANCELLED in facts else ""
    if reason == "no_answer" and order.money_state == M.UNPAID:
        _tell_buyer(told, "unanswered", told.purchase.code, letters.unanswered)
    else:
        _tell_buyer(told, "cancelled", order.code, lambda t: letters.cancelled(t, order))
    waited = K.CONFIRMATION_AWAITED in facts or K.PAYMENT_AWAITED in facts
    if not waited or facts.keys() & {K.CONFIRMED, K.PAID, K.DEPOSIT_PAID}:  # else she never heard of it
        tell_organisation(
            order.organisation, order.market, key=f"withdrawn/{order.code}", kind="order_withdrawn",
            subject_ref=str(order.reference), compose=lambda voice: letters.order_withdrawn(order, voice),
        )  # fmt: skip


def _packed(told: Told, order: SellerOrder) -> None:
    """Ready: its balance is asked for, once now and then by the clock."""
    if order.money_state == M.DEPOSIT:
        tell_of_balance(told, order)


def tell_of_balance(told: Told, order: SellerOrder, number: int = 0) -> None:
    """``number``: of the reminder; the same one is sent once."""
    _tell_buyer(told, "balance", f"{order.code}/{number}", lambda t: balances.asked(t, order))


def tell_of_link(purchase: Purchase, payment: Payment) -> None:
    """Where she pays what the market asks for once more, and until when. Once for each asking."""
    told = _told(purchase)
    _tell_buyer(
        told,
        "pay_link",
        payment.code,
        lambda t: letters.pay_link(t, payment.amount, payment.due_at),
        urgent=True,
    )


def remind_of_balance(market_id: int, code: str, since: datetime) -> None:
    """Packed since then and unpaid: she is asked again for each period that is over. Repeating it sends nothing."""
    with scope(market_id=market_id):
        purchase = Purchase.objects.select_related("market").get(orders__code=code)
        number = (clock.now() - since).days // purchase.market.policy.balance_remind_days
        if number:
            told = _told(purchase)
            tell_of_balance(told, next(order for order in told.orders if order.code == code), number)


def _handed_over(told: Told, order: SellerOrder) -> None:
    if is_by_link(told.purchase):
        return  # it was put into her hands
    fact = next(fact for fact in order.facts.all() if fact.kind == K.HANDED_OVER)
    carrier, number = str(fact.detail.get("carrier", "")), str(fact.detail.get("number", ""))
    _tell_buyer(told, "handed_over", order.code, lambda t: letters.handed_over(t, order, carrier, number))


def _delivered(told: Told, order: SellerOrder) -> None:
    _tell_buyer(told, "delivered", order.code, lambda t: letters.delivered(t, order))


def _returned(told: Told, order: SellerOrder) -> None:
    """The buyer that it arrived, and her seller where the market has it; once for each parcel."""
    for fact in order.facts.all():
        if fact.kind not in CAME_BACK:
            continue
        key = f"{order.code}/{fact.detail['before']}"
        _tell_buyer(told, "returned", key, partial(letters.returned, order=order, said=fact.detail))
        if fact.detail["said_by"] != "seller":
            tell_organisation(
                order.organisation, order.market, key=f"came_back/{key}", kind="order_came_back",
                subject_ref=str(order.reference),
                compose=partial(letters.order_came_back, order, bool(fact.detail["fit"])),
            )  # fmt: skip


def _nothing_back(told: Told, order: SellerOrder) -> None:
    for fact in order.facts.all():
        if fact.kind == K.NO_REFUND:
            _tell_buyer(
                told, "nothing_back", f"{order.code}/{fact.pk}", lambda t: letters.nothing_back(t, order)
            )


def _return_asked(_told: Told, order: SellerOrder) -> None:
    for fact in order.facts.all():
        if fact.kind == K.RETURN_ASKED:
            tell_organisation(
                order.organisation, order.market, key=f"{fact.key}/{order.code}", kind="return_asked",
                subject_ref=str(order.reference), compose=partial(letters.return_asked, order),
            )  # fmt: skip


def _tell_seller_of(order: SellerOrder) -> None:
    """That an order waits for her answer, and until when."""
    until = waits_since(order, order.facts.all()) + timedelta(hours=order.market.policy.accept_hours)
    tell_organisation(
        order.organisation, order.market, key=f"new_order/{order.code}", kind="new_order",
        subject_ref=str(order.reference),
        compose=lambda voice: letters.new_order(order, voice.day(until), voice),
    )  # fmt: skip


def _more_days(told: Told, order: SellerOrder) -> None:
    _tell_buyer(told, "more_days", order.code, lambda t: letters.more_days(t, order))


_BY_FACT: dict[str, Callable[[Told, SellerOrder], None]] = {
    K.CONFIRMED: _confirmed,
    K.PAID: _paid,
    K.DEPOSIT_PAID: _paid,
    K.BALANCE_AT_DOOR: lambda _told, order: balances.tell_seller(order),
    K.ESCALATED: lambda _told, order: escalation.tell(order),
    K.MORE_DAYS: _more_days,
    K.PACKED: _packed,
    K.DECLINED: _declined,
    K.CANCELLED: _cancelled,
    K.HANDED_OVER: _handed_over,
    K.DELIVERED: _delivered,
    K.PART_RETURNED: _returned,
    K.RETURNED: _returned,
    K.NO_REFUND: _nothing_back,
    K.RETURN_ASKED: _return_asked,
}
