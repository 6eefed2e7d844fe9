"""Money that the bank says arrived for a purchase: the statement's line and the orders move together."""

from dataclasses import dataclass

from django.db import transaction

from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations.settling import NotExpected, settle_transfer
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.operations import import_statement, note_matched


@dataclass(frozen=True, slots=True)
class Taken:
    """Of a statement's file: its lines, the new ones among them, those understood, and purchases paid by them."""

    lines: int
    fresh: int
    matched: int
    transfers: int


def take_statement(market: Market, data: bytes) -> Taken:
    """Read it, and settle each purchase whose transfer it names. Raises ``statements.BadStatement``."""
    read = import_statement(market, data)
    with scope(market_id=market.pk):
        proposed = StatementLine.objects.select_related("market").filter(state=StatementLine.State.PROPOSED)
        paid = sum(arrive(line) for line in list(proposed.order_by("pk")))
    return Taken(read.lines, read.fresh, read.matched + paid, paid)


def arrive(line: StatementLine) -> bool:
    """The line pays the purchase it proposes. ``False`` when that awaits no transfer any more: a person must look."""
    code = Reference.parse(line.subject).code
    try:
        with transaction.atomic(), scope(market_id=line.market_id):
            purchase = Purchase.objects.select_related("market").get(code=code)
            settled = settle_transfer(purchase, reference=(line.said_reference or line.label)[:100])
            if settled:
                note_matched(line, line.subject)
    except (Purchase.DoesNotExist, NotExpected):
        return False
    return settled
