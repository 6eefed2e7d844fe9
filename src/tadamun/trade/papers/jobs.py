"""Papers' work by the clock, and receipts, which no series of a whole market may make a payment wait for."""

from tadamun.kernel.jobs import daily, job
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.papers.commissions import month_before
from tadamun.trade.papers.operations import issue_commissions, issue_receipts, today_in
from tadamun.trade.papers.queries import order_named

MONTHS_BACK = 3  # so long may the worker have been away


@job()
def write_receipt(market_id: int, code: str) -> None:
    """For the money of one order, one for each part that came. Repeating it writes none."""
    with scope(market_id=market_id):
        order = order_named(code)
        if not order.market.policy.practice:
            issue_receipts(order)


@daily(hour=4, minute=20)
def invoice_commissions() -> None:
    """Each market's fees of the months that are over and not yet invoiced."""
    for market in Market.objects.order_by("pk"):
        if market.policy.practice:
            continue
        for months in range(MONTHS_BACK, 0, -1):
            issue_commissions(market, month_before(today_in(market), months))
