"""What sellers do for each other and for themselves: a neighbour's piece waits to be looked at, a shop goes on holiday."""

from collections.abc import Sequence
from datetime import timedelta

from tadamun.config.demo.admitting import Seller
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.operations.closing import close_shop
from tadamun.trade.inspections.operations import name_checker, show_piece
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact

HOLIDAY = (timedelta(days=20), timedelta(days=27))


def look_at_each_other(market: Market, sellers: Sequence[Seller]) -> None:
    """The first seller is asked to look at a piece that another one has made. Before that nobody looked at hers."""
    others = {seller.organisation.pk: seller for seller in sellers[1:]}
    with scope(market_id=market.pk):
        waiting = SellerOrder.objects.select_related("market", "purchase", "organisation").filter(
            organisation__in=others, goods_state=SellerOrder.GoodsState.TO_ACCEPT
        )
        order = waiting.order_by("pk").first()
    if order is None:
        return
    name_checker(market, others[order.organisation_id].organisation, _owner(sellers[0]))
    with acting(actor=_owner(others[order.organisation_id]).reference, market_id=market.pk):
        record_fact(order, Fact.Kind.ACCEPTED)
        show_piece(order)


def go_on_holiday(seller: Seller) -> None:
    """She is away for a week, and who comes to her shop reads until when."""
    today = clock.day_in(seller.admission.market.time_zone)
    with acting(actor=_owner(seller).reference, market_id=seller.admission.market_id):
        close_shop(seller.admission, away=(today + HOLIDAY[0], today + HOLIDAY[1]))


def _owner(seller: Seller) -> Person:
    return Person.objects.get(phone=seller.plan.phone)
