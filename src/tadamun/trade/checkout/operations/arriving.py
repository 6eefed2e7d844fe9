"""Money that the bank says arrived for a purchase, or left for a buyer: the statement's line and the orders move together."""

from dataclasses import dataclass

from django.db import transaction

from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations.paying import confirm_payment, seen_by_people
from tadamun.trade.checkout.operations.refunding import execute_refund
from tadamun.trade.checkout.operations.settling import NotExpected, settle_transfer
from tadamun.trade.checkout.strays import tell_of_lines
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.models import BY_HAND, Payment, Refund
from tadamun.treasury.payments.providers import seen_at_bank
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
    """Read it, settle each purchase whose transfer or payment by wallet it names, record each refund that it shows; whoever pays
    out is told of new lines that belong to nothing. Raises ``statements.BadStatement``.
    """
    read = import_statement(market, data)
    with scope(market_id=market.pk):
        proposed = StatementLine.objects.select_related("market").filter(state=StatementLine.State.PROPOSED)
        came = {line.pk for line in list(proposed.order_by("pk")) if arrive(line)}
        paid = len(came)
        if odd := [line for line in read.rest if line.pk not in came]:
            tell_of_lines(market, odd)
    return Taken(read.lines, read.fresh, read.matched + paid, paid)


def arrive(line: StatementLine) -> bool:
    """The line pays the purchase, or is the refund, that it proposes. ``False`` when that awaits no such money any more: a
    person must look.
    """
    code, reference = Reference.parse(line.subject).code, (line.said_reference or line.label)[:100]
    if Reference.parse(line.subject).kind == "refund":
        return _left(line, code, reference)
    try:
        with transaction.atomic(), scope(market_id=line.market_id):
            purchase = Purchase.objects.select_related("market").get(code=code)
            if payment := _seen(line):
                settled = confirm_payment(payment, reference=reference)
            else:
                settled = settle_transfer(purchase, reference=reference)
            if settled:
                note_matched(line, line.subject)
    except (Purchase.DoesNotExist, NotExpected):
        return False
    return settled


def _left(line: StatementLine, code: str, reference: str) -> bool:
    """It went back from the market's account: recorded as sent, with the bank's reference."""
    with transaction.atomic(), scope(market_id=line.market_id):
        rows = Refund.objects.select_related("payment__market", "payment__contract")
        refund = rows.filter(code=code, amount_minor=-line.amount_minor, currency=line.currency).first()
        by_person = refund and (refund.provider == BY_HAND or refund.state == Refund.State.FAILED)
        if not (refund and by_person and execute_refund(refund, reference=reference or code)):
            return False
        note_matched(line, line.subject)
    return True


def _seen(line: StatementLine) -> Payment | None:
    """The latest payment of that amount to the market's own account, where nobody but the bank tells us of it: by a wallet, or by
    a transfer whose buyer chose another way since.
    """
    waiting = Payment.objects.select_related("market").filter(
        provider__in=seen_at_bank(), subject=line.subject, state=Payment.State.WAITING,
        amount_minor=line.amount_minor, currency=line.currency,
    )  # fmt: skip
    latest = waiting.order_by("-pk").first()
    return latest if latest and seen_by_people(latest) else None
