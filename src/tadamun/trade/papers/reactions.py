"""Papers follow orders: what the law wants of a delivery or a refund is written in the transaction that made it true."""

from tadamun.kernel.events import reaction
from tadamun.kernel.jobs import enqueue
from tadamun.kernel.scopes import scope
from tadamun.trade.orders.events import OrderMoved
from tadamun.trade.orders.models import Fact
from tadamun.trade.papers.jobs import write_receipt
from tadamun.trade.papers.operations import issue_credit_notes, issue_invoice
from tadamun.trade.papers.purchases import correct_purchase, write_purchase
from tadamun.trade.papers.queries import order_named

K = Fact.Kind


@reaction(OrderMoved, when="now")
def write_papers(event: OrderMoved) -> None:
    """Delivered: the invoice, of a merchant also the seller's to it, with what was refunded before. Refunded later: credit notes.
    Paid: a receipt, by the worker.
    """
    if event.fact in (K.PAID, K.DEPOSIT_PAID):
        enqueue(write_receipt, event.market_id, event.code)
    elif event.fact in (K.DELIVERED, K.REFUND_OWED):
        with scope(market_id=event.market_id):
            order = order_named(event.code)
            if order.market.policy.practice:
                return
            if event.fact == K.DELIVERED:
                issue_invoice(order)
                write_purchase(order)
            issue_credit_notes(order)
            correct_purchase(order)
