"""Refunds that wait for somebody: to send, or to decide."""

from django.db.models import Exists, OuterRef, QuerySet

from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.states import M
from tadamun.web.backoffice.payments import open_refunds


def refunds_to_decide() -> QuerySet[SellerOrder]:
    """Orders that were paid and ended, of whose money nobody said yet what goes back: refused at the door. Oldest first."""
    decided = Fact.objects.filter(order=OuterRef("pk"), kind=Fact.Kind.REFUND_OWED)
    rows = SellerOrder.objects.select_related("purchase").filter(~Exists(decided), money_state=M.REFUND_DUE)
    return rows.order_by("pk")


def count_refunds() -> int:
    """To decide and to send."""
    return open_refunds().count() + refunds_to_decide().count()
