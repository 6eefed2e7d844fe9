"""What a new line of the bank's statement is by its own words and amount, when nothing else is possible."""

import re
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from tadamun.kernel.codes import ALPHABET
from tadamun.kernel.money import Money
from tadamun.treasury.payments.models import BY_HAND, Contract, Payment, Refund
from tadamun.treasury.payments.providers import seen_at_bank
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations.confirming import UNDER_WAY, cost_at_rate
from tadamun.treasury.payouts.operations.matching import (
    match_payout,
    match_remittance,
    match_settlement,
    note_matched,
)

S = StatementLine.State
R = Refund.State
BANKS_OWN_RATE = 10  # it may differ from ours by one part in so many
Owing = tuple[list[tuple[Contract, Money]], dict[str, Money]]  # what acquirers have, what carriers
_CODE = re.compile(rf"\bP[{ALPHABET}]{{8}}\b")


class Awaited:
    """What the lines of one file may be, in the scope's market, asked once for all of them: which amounts of payments and
    refunds are looked for at all, and what acquirers and carriers have. Each match is asked for again when it is made.
    """

    def __init__(self) -> None:
        amounts = ("amount_minor", "currency")
        self._payments = set(_awaited_payments().values_list(*amounts))
        self._arrived = set(_arrived_payments().values_list(*amounts))
        self._refunds = set(_unseen_refunds().values_list(*amounts))
        self._owing: dict[str, Owing] = {}

    def pays(self, line: StatementLine) -> bool:
        return (line.amount_minor, line.currency) in self._payments

    def arrived(self, line: StatementLine) -> bool:
        return (line.amount_minor, line.currency) in self._arrived

    def gives_back(self, line: StatementLine) -> bool:
        return (-line.amount_minor, line.currency) in self._refunds

    def owing(self, market_id: int, currency: str) -> Owing:
        if currency not in self._owing:
            balances = gateway_balances(market_id, currency), carrier_balances(market_id, currency)
            self._owing[currency] = balances
        return self._owing[currency]

    def settled(self, currency: str) -> bool:
        """Somebody brought what they had: it is counted anew."""
        self._owing.pop(currency, None)
        return True


def recognise(line: StatementLine, awaited: Awaited) -> bool:
    """Match a new line when nothing else is possible; propose where the owner of the subject must act.

    A payout by its code and exact amount, of another currency by what it can have cost; money that a person sent back to a
    buyer by the refund's code or the reference written of it, and amount; what an acquirer or carrier owes by the exact
    balance of one alone; a purchase paid to the market's own account by its code and amount. What a person had written in the
    book before is matched too, and posts nothing. Part of ``import_statement``.
    """
    words = f"{line.said_reference} {line.label}".upper()
    codes = set(_CODE.findall(words))
    if line.amount_minor < 0:
        return _went_out(line, codes) or (awaited.gives_back(line) and _match_refund(line, words))
    if awaited.pays(line) and (subject := _awaited_transfer(line, words)):
        StatementLine.objects.filter(pk=line.pk).update(state=S.PROPOSED, subject=subject)
        line.state, line.subject = S.PROPOSED, subject
        return False
    if codes and Payout.objects.filter(code__in=codes).exists():
        return False  # it came back: a person says that it failed
    if awaited.arrived(line) and (arrived := _named_by(_arrived_payments(), line, words)):
        return _was_seen(line, arrived)  # no acquirer's, however much it has by chance
    gateways, carriers = awaited.owing(line.market_id, line.currency)
    owing = [contract for contract, balance in gateways if balance == line.amount]
    bringing = [carrier for carrier, balance in carriers.items() if balance == line.amount]
    if len(owing) + len(bringing) != 1:
        return False
    if owing:
        match_settlement(line, owing[0], gross=line.amount)
    else:
        match_remittance(line, gross=line.amount, carrier=bringing[0])
    return awaited.settled(line.currency)


def _went_out(line: StatementLine, codes: Collection[str]) -> bool:
    """A payout under way is confirmed by it; one that a person had confirmed before is what this line is, once."""
    payouts = list(Payout.objects.select_related("batch__market").filter(code__in=codes)) if codes else []
    exact = [one for one in payouts if one.state in UNDER_WAY and _cost(line, one)]
    if len(exact) == 1:
        return match_payout(line, exact[0])
    seen = [
        str(one.reference)
        for one in payouts
        if one.state == Payout.State.CONFIRMED and -one.amount == line.amount
    ]
    return _was_seen(line, seen)


def _cost(line: StatementLine, payout: Payout) -> bool:
    """Its exact amount; of one owed in another currency than the account's, what it costs at the latest rate, to a tenth: the
    bank has a rate of its own, and a fee that names the payout too is far from it.
    """
    if payout.currency == line.currency:
        return -payout.amount == line.amount
    market = payout.batch.market
    cost = cost_at_rate(market, payout.amount) if line.currency == market.currency else None
    return cost is not None and abs(line.amount_minor + cost.minor) * BANKS_OWN_RATE <= cost.minor


def _was_seen(line: StatementLine, written: Sequence[str]) -> bool:
    """A person wrote it in the book before the bank's file came: the line is that, and nothing is posted. ``written``: of what
    subject, once for each time; a line beyond that is something else, which a person must look at.
    """
    if len(set(written)) != 1:
        return False
    subject = written[0]
    same = StatementLine.objects.filter(
        state=S.MATCHED, subject=subject, amount_minor=line.amount_minor, currency=line.currency
    )
    return same.count() < len(written) and note_matched(line, subject)


def _unseen_refunds() -> QuerySet[Refund]:
    """Sent by a person, or to be sent by one, and on no statement yet."""
    seen = StatementLine.objects.filter(state=S.MATCHED, subject__startswith="refund:").values("subject")
    known = Refund.objects.annotate(subject=Concat(Value("refund:"), "code")).exclude(subject__in=seen)
    return known.filter(Q(provider=BY_HAND) | Q(state=R.FAILED), by_acquirer=False)


def _match_refund(line: StatementLine, words: str) -> bool:
    """Written as sent, it is in the book, and the line is that. Only decided, it is proposed: its owner records it."""
    left = _unseen_refunds().filter(amount_minor=-line.amount_minor, currency=line.currency)
    named = [one for one in left if _is_named(one, words)]
    if len(named) != 1:
        return False
    subject = f"refund:{named[0].code}"
    if named[0].state == R.DONE:
        return note_matched(line, subject)
    StatementLine.objects.filter(pk=line.pk).update(state=S.PROPOSED, subject=subject)
    line.state, line.subject = S.PROPOSED, subject
    return False


def _is_named(refund: Refund, words: str) -> bool:
    """As whole words: VIR 2 is not VIR 22."""
    names = [refund.code, refund.reference.upper().strip()]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in names if name)


def _awaited_payments() -> QuerySet[Payment]:
    """To our own account."""
    return Payment.objects.filter(provider__in=seen_at_bank(), state=Payment.State.WAITING)


def _arrived_payments() -> QuerySet[Payment]:
    """To our own account, in the book already."""
    return Payment.objects.filter(provider__in=seen_at_bank(), state=Payment.State.CAPTURED)


def _awaited_transfer(line: StatementLine, words: str) -> str:
    """Subject of the one purchase that the line names and of which a payment waits for this amount."""
    named = set(_named_by(_awaited_payments(), line, words))
    return named.pop() if len(named) == 1 else ""


def _named_by(payments: QuerySet[Payment], line: StatementLine, words: str) -> list[str]:
    """Of each payment of its amount whose subject the line names, that subject."""
    rows = payments.filter(amount_minor=line.amount_minor, currency=line.currency)
    plain = re.sub(r"[^0-9A-Z]", "", words)
    return [
        subject
        for subject in rows.values_list("subject", flat=True)
        if re.sub(r"[^0-9A-Z]", "", subject.partition(":")[2]) in plain
    ]
