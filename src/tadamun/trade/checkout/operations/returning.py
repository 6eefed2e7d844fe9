"""What came back after delivery: pieces, stock, and the buyer's money. See docs/algorithms/refunding.md."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tadamun.goods.stock.operations import give_back
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.trade.checkout.operations.refunding import Left, NothingPaid, refund_order, refundable
from tadamun.trade.orders.models import Fact, Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.queries import (
    CAME_BACK,
    DECIDED,
    asks_to_return,
    may_change_mind_until,
    pieces_left,
    worth_of,
)

K = Fact.Kind


class NotThere(ValueError):
    """Not one piece, or more of a line than the buyer still has; nothing was written."""


class SaidMeanwhile(ValueError):
    """Other pieces came back since she looked; nothing was written."""


class NotReturnable(ValueError):
    """It has not arrived, the days to send it back are over, or all of its money went back; nothing was written."""


def ask_to_return(
    order: SellerOrder, *, reason: str, pieces: Mapping[int, int] | None = None, picture: Mapping[str, Any] | None = None
) -> bool:  # fmt: skip
    """Its buyer asks to send a delivered order back, or some ``pieces`` of it (line → how many); without them all she still
    has. Somebody of the market decides, her seller is told, and what is held for that seller waits. ``picture``: as
    ``commissions.keep_picture`` kept it. ``False`` while nobody answered what she asked before. Raises ``NotReturnable`` and
    ``NotThere``.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        locked = SellerOrder.objects.select_for_update(of=("self",)).select_related("market").get(pk=order.pk)
        until, delivered = may_change_mind_until(locked), SellerOrder.GoodsState.DELIVERED
        in_time = until is not None and clock.now() < until
        if locked.goods_state != delivered or not in_time or _left(locked) is None:
            raise NotReturnable(order.code)
        facts = list(Fact.objects.filter(order=locked).order_by("pk"))
        if asks_to_return(facts):
            return False
        before = sum(fact.kind in (*DECIDED, *CAME_BACK) for fact in facts)
        said: dict[str, Any] = {"picture": dict(picture)} if picture else {}
        wanted = {str(line.pk): count for line, count in _chosen(pieces_left(locked), pieces).items()}
        return record_fact(
            order, K.RETURN_ASKED, key=f"return_asked/{before}", reason=reason, pieces=wanted, **said
        )


def receive_return(
    order: SellerOrder, *, fit: bool, goods: bool = False, delivery: bool = False, pieces: Mapping[int, int] | None = None,
    before: int | None = None, reason: str = "returned", note: str = "", said_by: str = "",
) -> bool:  # fmt: skip
    """The seller or the market has a delivered order back, or some ``pieces`` of it (line → how many); without them all that
    is left. ``fit``: they may be sold again. ``goods`` and ``delivery``: what of them goes back to the buyer, decided in the
    same transaction; with neither somebody of the market decides later, and what is held for its seller waits.
    ``before``: how many had come back when the form was shown, so that sending it twice does it once.

    ``False`` when it was already said. Raises ``NotThere``, ``SaidMeanwhile`` and ``orders.WrongState``.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        Purchase.objects.select_for_update().only("pk").get(pk=order.purchase_id)
        has = pieces_left(order)
        came = sum(line.quantity for line in has) - sum(has.values())
        if before is not None and came > before:
            if Fact.objects.filter(order=order, kind__in=CAME_BACK, detail__before=before).exists():
                return False
            raise SaidMeanwhile(order.code)
        back = _chosen(has, pieces) if any(has.values()) else {}
        whole = all(back.get(line) == left for line, left in has.items() if left)
        left = _left(order)
        owed = _owed(order, back, left, goods, delivery)
        kind = K.RETURNED if whole else K.PART_RETURNED
        said = {
            "pieces": {str(line.pk): count for line, count in back.items()}, "before": came, "fit": fit, "note": note,
            "undecided": bool(left and not goods and not delivery), "said_by": said_by,
            "back_minor": sum(one.minor for one in owed),
        }  # fmt: skip
        if not record_fact(
            order, kind, key="returned" if whole else f"returned/{came}", reason=reason, **said
        ):
            return False
        for line, count in back.items() if fit else ():
            give_back(line.variant, count, reference=str(order.purchase.reference))
        if owed[0] or owed[1]:
            refund_order(order, goods=owed[0], delivery=owed[1], reason=reason, note=note)
    return True


def _chosen(has: Mapping[Line, int], pieces: Mapping[int, int] | None) -> dict[Line, int]:
    """Raises ``NotThere``."""
    if pieces is None:
        return {line: left for line, left in has.items() if left}
    known = {line.pk: line for line in has}
    back = {known.get(pk): count for pk, count in pieces.items() if count}
    found = {line: count for line, count in back.items() if line is not None and 0 < count <= has[line]}
    if not found or len(found) < len(back):
        raise NotThere(", ".join(str(pk) for pk in pieces))
    return found


def _left(order: SellerOrder) -> Left | None:
    """What may still go back to her; ``None`` when nothing may."""
    try:
        left = refundable(order)
    except NothingPaid:
        return None
    return left if left.goods or left.delivery else None


def _owed(
    order: SellerOrder, back: Mapping[Line, int], left: Left | None, goods: bool, delivery: bool
) -> tuple[Money, Money]:
    """For goods and for delivery: no more than is left, so what was given for a flaw is not given twice."""
    nothing = Money(0, order.currency)
    if left is None:
        return nothing, nothing
    return min(
        worth_of(order, back), left.goods
    ) if goods else nothing, left.delivery if delivery else nothing
