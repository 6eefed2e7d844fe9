"""The states of a seller order as data, derived from facts alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from tadamun.trade.orders.models import Fact, SellerOrder

G, M, K = SellerOrder.GoodsState, SellerOrder.MoneyState, Fact.Kind


@dataclass(frozen=True, slots=True)
class States:
    money: str
    goods: str


# What each fact makes of the goods; a fact that is not named leaves them as they are.
_GOODS = {
    K.PLACED: G.TO_ACCEPT,
    K.PAYMENT_AWAITED: G.TO_PAY,
    K.CONFIRMATION_AWAITED: G.TO_CONFIRM,
    K.CONFIRMED: G.TO_ACCEPT,
    K.ACCEPTED: G.TO_PREPARE,
    K.PACKED: G.TO_HAND_OVER,
    K.HANDED_OVER: G.SHIPPED,
    K.DELIVERED: G.DELIVERED,
    K.REFUSED: G.RETURNED,
    K.RETURNED: G.RETURNED,
    K.DECLINED: G.CANCELLED,
    K.CANCELLED: G.CANCELLED,
}
_MONEY = {K.DEPOSIT_PAID: M.DEPOSIT, K.BALANCE_AT_DOOR: M.AT_DOOR, K.PAID: M.PAID}
UNSENT = (G.TO_PAY, G.TO_CONFIRM, G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER)
# From which states a fact may be written, and by whom it is usually said.
ALLOWED: dict[str, tuple[str, ...]] = {
    K.CONFIRMED: (G.TO_CONFIRM, G.TO_PAY),
    K.PAYMENT_AWAITED: (G.CANCELLED,),  # it ran out, and the market asks once more
    K.CONFIRMATION_AWAITED: (G.TO_PAY,),
    # Cash comes at the door, a card's money when it likes: for an order that ended unpaid it is owed back.
    K.PAID: (*UNSENT, G.SHIPPED, G.DELIVERED, G.CANCELLED),
    K.DEPOSIT_PAID: (*UNSENT, G.CANCELLED),
    K.BALANCE_AT_DOOR: (G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER),
    K.DEPOSIT_KEPT: (G.CANCELLED,),
    K.ACCEPTED: (G.TO_ACCEPT,),
    K.ESCALATED: (G.TO_ACCEPT,),
    K.MORE_DAYS: (G.TO_ACCEPT, G.TO_PREPARE),
    K.MADE: (G.TO_PREPARE,),
    K.INSPECTION_ASKED: (G.TO_PREPARE,),
    K.INSPECTION_PASSED: (G.TO_PREPARE,),
    K.INSPECTION_FAILED: (G.TO_PREPARE,),
    K.DECLINED: (G.TO_ACCEPT, G.TO_PREPARE),
    K.PACKED: (G.TO_PREPARE,),
    K.HANDED_OVER: (G.TO_HAND_OVER, G.TO_PREPARE),
    K.DELIVERED: (G.SHIPPED,),
    K.REFUSED: (G.SHIPPED,),
    K.RETURNED: (G.DELIVERED,),
    K.PART_RETURNED: (G.DELIVERED,),
    K.CANCELLED: UNSENT,
    K.REFUND_OWED: tuple(G),
    K.REFUNDED: tuple(G),
    K.NO_REFUND: (G.DELIVERED, G.RETURNED),
    K.RETURN_ASKED: (G.DELIVERED,),
}
OPEN = (*UNSENT, G.SHIPPED)
# The words a buyer sees for a purchase are those of its least advanced order.
ADVANCE = (
    G.TO_PAY, G.TO_CONFIRM, G.TO_ACCEPT, G.TO_PREPARE, G.TO_HAND_OVER, G.SHIPPED, G.DELIVERED, G.RETURNED, G.CANCELLED,
)  # fmt: skip


def derive(kinds: Sequence[str]) -> States:
    """The states that follow from facts in their order. Pure; the only place that knows.

    ``paid``, or the deposit of what is paid in two parts, moves an order that waited for its money on to the seller. Each
    refund is owed, then done; what ended paid without one is owed too, unless somebody said since that nothing goes back.
    While a balance is open, that is what its state says.
    """
    goods, money, owed, done, kept = str(G.TO_ACCEPT), str(M.UNPAID), 0, 0, False
    for kind in kinds:
        kept = kind in (K.DEPOSIT_KEPT, K.NO_REFUND) or (kept and kind != K.RETURNED)
        owed += kind == K.REFUND_OWED
        done += kind == K.REFUNDED
        if kind in _MONEY:
            money = str(_MONEY[K(kind)])
        if kind in (K.PAID, K.DEPOSIT_PAID):
            goods = G.TO_ACCEPT if goods in (G.TO_PAY, G.TO_CONFIRM) else goods
        else:
            goods = _GOODS.get(K(kind), goods)
    if money in (M.DEPOSIT, M.AT_DOOR) and goods in OPEN:
        return States(money=money, goods=goods)
    ended = goods in (G.CANCELLED, G.RETURNED)
    if owed > done or (money != M.UNPAID and not owed and not kept and ended):
        money = M.REFUND_DUE
    elif owed:
        money = M.REFUNDED
    return States(money=str(money), goods=str(goods))


def purchase_state(goods_states: Sequence[str]) -> str:
    """One state for the whole purchase: the least advanced of its orders that are not cancelled."""
    going = [state for state in goods_states if state != G.CANCELLED] or list(goods_states)
    return min(going, key=lambda state: ADVANCE.index(G(state)))
