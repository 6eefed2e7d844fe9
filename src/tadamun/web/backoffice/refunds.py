"""Refunds that wait for somebody: to send, or to decide."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.queries import undecided_returns
from tadamun.trade.orders.states import M
from tadamun.web.backoffice.payments import open_refunds


def refunds_to_decide() -> QuerySet[SellerOrder]:
    """Orders that were paid and came back, refused at the door or sent back later, of whose money nobody said yet what goes
    back. Oldest first.
    """
    decided = Fact.objects.filter(order=OuterRef("pk"), kind=Fact.Kind.REFUND_OWED)
    ended = Q(~Exists(decided), money_state=M.REFUND_DUE)
    came_back = Exists(undecided_returns().filter(order=OuterRef("pk")))
    return SellerOrder.objects.select_related("purchase").filter(ended | came_back).order_by("pk")


def count_refunds() -> int:
    """To decide and to send."""
    return open_refunds().count() + refunds_to_decide().count()
