"""A visitor paid what a link asked for on the card terminal in the shop: the receipt's number is the proof."""

from django.db import transaction

from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import total
from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations.paying import NotOffered, choose_way, settle_payment
from tadamun.trade.orders.models import SellerOrder
from tadamun.treasury.payments.models import Contract, PaymentEvent
from tadamun.treasury.payments.queries import contract_code, terminal_for

LONGEST = 40


class ReceiptUsed(ValueError):
    """Another payment has this receipt already; nothing was written."""


def pay_at_terminal(order: SellerOrder, *, receipt: str) -> bool:
    """What was asked for by a link is paid: the acquirer of the terminal has the money until it settles. Whether this is news.

    Only with a terminal that the order's seller holds, and one receipt once a contract. Raises ``NotOffered``,
    ``NothingToPay`` and ``ReceiptUsed``; then nothing was written.
    """
    said = latin_digits(" ".join(receipt.split())).upper()[:LONGEST]
    with everything("a seller takes money for her market"), scope(market_id=order.market_id):
        method = terminal_for(order.market, order.organisation.code, total([order.total], order.currency))
        if not said or not method:
            raise NotOffered(method)
        with transaction.atomic():
            # Two sales with one receipt: the second sees the first.
            contract = Contract.objects.select_for_update().get(code=contract_code(method))
            known = PaymentEvent.objects.filter(payment__contract=contract, reference=said)
            if known.filter(kind=PaymentEvent.Kind.CAPTURED).exists():
                raise ReceiptUsed(said)
            payment = choose_way(order.purchase, method, beside=(method,))
            return settle_payment(payment, key="terminal", reference=said)
