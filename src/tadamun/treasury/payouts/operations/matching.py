"""What a line of the bank's statement is, said by its own words and amount or by a person. Each posts once."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import ALPHABET
from tadamun.kernel.context import current
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import BY_HAND, Contract, Payment, Refund
from tadamun.treasury.payments.providers import seen_at_bank
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances
from tadamun.treasury.payouts.covering import Open, open_rows
from tadamun.treasury.payouts.models import Coverage, Payout, StatementLine
from tadamun.treasury.payouts.operations.confirming import UNDER_WAY, confirm_payout, cost_at_rate

A = Account.Kind
S = StatementLine.State
R = Refund.State
OPEN = (S.WAITING, S.PROPOSED)
BANKS_OWN_RATE = 10  # it may differ from ours by one part in so many
Owing = tuple[list[tuple[Contract, Money]], dict[str, Money]]  # what acquirers have, what carriers
UNNAMED = "unnamed"  # whoever took parcels of which nobody said with whom they went
_CODE = re.compile(rf"\bP[{ALPHABET}]{{8}}\b")


class AboveBalance(ValueError):
    """More than the acquirer or carrier has of ours, or less than the line brought; nothing was written."""


class NotTheirs(ValueError):
    """They have no such payment or order of ours, or it was brought before: ``codes``; nothing was written."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(" ".join(codes))
        self.codes = codes


class AboveBrought(ValueError):
    """What was named comes to more than was brought, by ``more``; nothing was written."""

    def __init__(self, more: Money) -> None:
        super().__init__(str(more))
        self.more = more


class NotOpen(ValueError):
    """The line was matched meanwhile, or is not of this kind; nothing was written."""


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
    balance of one alone; a purchase paid to the market's own account by its code and amount. Part of ``import_statement``.
    """
    words = f"{line.said_reference} {line.label}".upper()
    codes = set(_CODE.findall(words))
    if line.amount_minor < 0:
        payouts = Payout.objects.select_related("batch__market").filter(code__in=codes, state__in=UNDER_WAY)
        exact = [one for one in payouts if _went_out(line, one)]
        if len(exact) == 1:
            return match_payout(line, exact[0])
        return awaited.gives_back(line) and _match_refund(line, words)
    if awaited.pays(line) and (subject := _awaited_transfer(line, words)):
        StatementLine.objects.filter(pk=line.pk).update(state=S.PROPOSED, subject=subject)
        line.state, line.subject = S.PROPOSED, subject
        return False
    if codes and Payout.objects.filter(code__in=codes).exists():
        return False  # it came back: a person says that it failed
    if awaited.arrived(line) and _named_by(_arrived_payments(), line, words):
        return (
            False  # a person had seen it before the bank's file: no acquirer's, however much it has by chance
        )
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


def _went_out(line: StatementLine, payout: Payout) -> bool:
    """Its exact amount; of one owed in another currency than the account's, what it costs at the latest rate, to a tenth: the
    bank has a rate of its own, and a fee that names the payout too is far from it.
    """
    if payout.currency == line.currency:
        return -payout.amount == line.amount
    market = payout.batch.market
    cost = cost_at_rate(market, payout.amount) if line.currency == market.currency else None
    return cost is not None and abs(line.amount_minor + cost.minor) * BANKS_OWN_RATE <= cost.minor


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
    named = _named_by(_awaited_payments(), line, words)
    return named.pop() if len(named) == 1 else ""


def _named_by(payments: QuerySet[Payment], line: StatementLine, words: str) -> set[str]:
    """Subjects that the line names, of payments of its amount."""
    rows = payments.filter(amount_minor=line.amount_minor, currency=line.currency)
    plain = re.sub(r"[^0-9A-Z]", "", words)
    return {
        subject
        for subject in rows.values_list("subject", flat=True)
        if re.sub(r"[^0-9A-Z]", "", subject.partition(":")[2]) in plain
    }


def match_payout(line: StatementLine, payout: Payout) -> bool:
    """The line is this payout going out: it is confirmed, at what it cost when it was owed in another currency.

    Raises ``NotOpen``, ``AboveBalance``, ``CostUnknown`` and ``NotUnderWay``.
    """
    with transaction.atomic(), scope(market_id=line.market_id):
        locked = _open_line(line)
        same = payout.currency == locked.currency
        if locked.amount_minor >= 0 or (same and -payout.amount != locked.amount):
            raise AboveBalance(payout.code)
        confirm_payout(payout, reference=locked.said_reference or locked.label[:120], cost=-locked.amount)
        _matched(locked, str(payout.reference))
    return True


def match_settlement(
    line: StatementLine, contract: Contract, *, gross: Money, of: Collection[str] = ()
) -> bool:
    """The acquirer paid ``gross`` less its own fee, which is the difference, for the payments ``of`` those codes.

    Raises ``NotOpen``, ``AboveBalance``, ``NotTheirs`` and ``AboveBrought``. See ``_cover`` for what is brought by it.
    """

    def owed() -> Money | None:
        return dict(gateway_balances(line.market_id, line.currency)).get(contract)

    return _clear(line, _Whose(A.GATEWAY, contract.code), A.GATEWAY_FEES, gross, owed, of)


def match_remittance(
    line: StatementLine, *, gross: Money, carrier: str = "", of: Collection[str] = ()
) -> bool:
    """A carrier brought the cash of its deliveries, ``gross`` less what it keeps for its work, of the orders ``of`` those
    numbers. Raises as above.

    ``carrier``: empty for deliveries of which nobody said with whom they went.
    """

    def owed() -> Money | None:
        return carrier_balances(line.market_id, line.currency).get(carrier)

    return _clear(line, _Whose(A.CASH_WITH_CARRIER, carrier), A.DELIVERY, gross, owed, of)


@dataclass(frozen=True, slots=True)
class _Whose:
    """An acquirer by its contract, or a carrier by name."""

    what: str
    who: str

    @property
    def subject(self) -> str:
        if self.what == A.GATEWAY:
            return f"contract:{self.who}"
        return f"carrier:{self.who or UNNAMED}"

    @property
    def carrier(self) -> str:
        return self.who if self.what == A.CASH_WITH_CARRIER else ""

    def lock(self, currency: str) -> None:
        """Two lines explained at once: the second sees what the first left."""
        rows = Account.objects.select_for_update().filter(kind=self.what, currency=currency)
        list(rows.order_by("pk"))

    def open_rows(self, market_id: int, currency: str) -> list[Open]:
        rows = open_rows(market_id, currency)
        return [row for row in rows if (row.what, row.who) == (self.what, self.who)]


def _clear(
    line: StatementLine, whose: _Whose, fees: str, gross: Money, owed: Callable[[], Money | None], of: Collection[str]
) -> bool:  # fmt: skip
    with transaction.atomic(), scope(market_id=line.market_id):
        locked = _open_line(line)
        came = locked.amount
        whose.lock(line.currency)
        had = owed()
        if came.minor <= 0 or had is None or gross.currency != came.currency or gross < came or had < gross:
            raise AboveBalance(whose.subject)
        postings = [
            Posting("settled", A.BANK, whose.what, came, credit_with=whose.carrier),
            Posting("settled_fee", fees, whose.what, gross - came, credit_with=whose.carrier),
        ]
        post(line.market, key=f"statement/{locked.pk}", subject=whose.subject, postings=postings)
        _cover(locked, whose.open_rows(line.market_id, line.currency), of, left=had - gross)
        _matched(locked, whose.subject)
    return True


def _cover(line: StatementLine, rows: Sequence[Open], of: Collection[str], *, left: Money) -> None:
    """These were brought by it: those named; all of them when nothing is left with them; else nobody said for which, and
    they stay open until somebody does. Never more than was brought: what stays open is at least what is left.
    """
    named = [row for row in rows if row.code in of]
    if len(named) != len(set(of)):
        raise NotTheirs(sorted(set(of) - {row.code for row in named}))
    stay = total([row.amount for row in rows if row.code not in of], left.currency)
    if not left:
        named = list(rows)
    elif of and stay < left:
        raise AboveBrought(left - stay)
    Coverage.objects.bulk_create(Coverage(line=line, entry_id=pk) for row in named for pk in row.entries)


def name_brought(market: Market, what: str, who: str, currency: str, *, of: Collection[str]) -> int:
    """What a line brought before, and nobody said for which payments or orders: it was for these. Returns how many.

    Raises ``NotTheirs`` and ``AboveBrought``; then nothing was written.
    """
    whose = _Whose(what, who)
    with transaction.atomic(), scope(market_id=market.pk):
        whose.lock(currency)
        lines = StatementLine.objects.filter(subject=whose.subject, currency=currency, state=S.MATCHED)
        line = lines.order_by("-pk").first()
        if line is None:
            raise AboveBrought(total([], currency))
        balances = (
            {row.code: had for row, had in gateway_balances(line.market_id, currency)}
            if whose.what == A.GATEWAY else carrier_balances(line.market_id, currency)
        )  # fmt: skip
        left = balances.get(whose.who, Money(0, currency))
        _cover(line, whose.open_rows(line.market_id, currency), of, left=left)
        audit.record("name_brought", line.reference, market_id=line.market_id, of=" ".join(sorted(of))[:200])
    return len(set(of))


def note_matched(line: StatementLine, subject: str) -> bool:
    """Whoever owns the subject posted it. Raises ``NotOpen``."""
    with transaction.atomic(), scope(market_id=line.market_id):
        _matched(_open_line(line), subject)
    return True


def explain_line(line: StatementLine, *, note: str) -> bool:
    """A person says what it is; nothing is posted. Raises ``NotOpen``."""
    with transaction.atomic(), scope(market_id=line.market_id):
        locked = _open_line(line)
        locked.note = note[:200]
        _matched(locked, "", S.EXPLAINED)
    return True


def _open_line(line: StatementLine) -> StatementLine:
    locked = StatementLine.objects.select_for_update().get(pk=line.pk)
    if locked.state not in OPEN:
        raise NotOpen(str(line.pk))
    return locked


def _matched(line: StatementLine, subject: str, state: str = S.MATCHED) -> None:
    line.state, line.subject = state, subject
    line.matched_by, line.matched_at = str(current().actor), clock.now()
    line.save(update_fields=["state", "subject", "note", "matched_by", "matched_at"])
    audit.record("match_statement", line.reference, market_id=line.market_id, reason=line.note, of=subject)
