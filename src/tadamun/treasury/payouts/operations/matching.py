"""What a line of the bank's statement is, said by its own words and amount or by a person. Each posts once."""

import re
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import ALPHABET
from tadamun.kernel.context import current
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import BY_HAND, Contract, Payment, Refund
from tadamun.treasury.payments.providers import seen_at_bank
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations.confirming import UNDER_WAY, confirm_payout

A = Account.Kind
S = StatementLine.State
R = Refund.State
OPEN = (S.WAITING, S.PROPOSED)
_CODE = re.compile(rf"\bP[{ALPHABET}]{{8}}\b")


class AboveBalance(ValueError):
    """More than the acquirer or carrier has of ours, or less than the line brought; nothing was written."""


class NotOpen(ValueError):
    """The line was matched meanwhile, or is not of this kind; nothing was written."""


def recognise(line: StatementLine) -> bool:
    """Match a new line when nothing else is possible; propose where the owner of the subject must act.

    A payout by its code and exact amount; money that a person sent back to a buyer by the refund's code or the reference
    written of it, and amount; what an acquirer or carrier owes by the exact balance of one alone; a purchase paid to the
    market's own account by its code and amount. Part of ``import_statement``.
    """
    words = f"{line.said_reference} {line.label}".upper()
    codes = set(_CODE.findall(words))
    if line.amount_minor < 0:
        payouts = Payout.objects.select_related("batch").filter(code__in=codes, state__in=UNDER_WAY)
        exact = [one for one in payouts if one.currency != line.currency or -one.amount == line.amount]
        if len(exact) == 1:
            return match_payout(line, exact[0])
        return _match_refund(line, words)
    if subject := _awaited_transfer(line, words):
        StatementLine.objects.filter(pk=line.pk).update(state=S.PROPOSED, subject=subject)
        line.state, line.subject = S.PROPOSED, subject
        return False
    if Payout.objects.filter(code__in=codes).exists():
        return False  # it came back: a person says that it failed
    owing = [
        contract
        for contract, balance in gateway_balances(line.market_id, line.currency)
        if balance == line.amount
    ]
    balances = carrier_balances(line.market_id, line.currency)
    bringing = [carrier for carrier, balance in balances.items() if balance == line.amount]
    if len(owing) + len(bringing) != 1:
        return False
    if owing:
        return match_settlement(line, owing[0], gross=line.amount)
    return match_remittance(line, gross=line.amount, carrier=bringing[0])


def _match_refund(line: StatementLine, words: str) -> bool:
    """Written as sent, it is in the book, and the line is that. Only decided, it is proposed: its owner records it."""
    seen = StatementLine.objects.filter(state=S.MATCHED, subject__startswith="refund:").values("subject")
    known = Refund.objects.annotate(subject=Concat(Value("refund:"), "code")).exclude(subject__in=seen)
    left = known.filter(
        Q(provider=BY_HAND) | Q(state=R.FAILED), amount_minor=-line.amount_minor, currency=line.currency, by_acquirer=False
    )  # fmt: skip
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


def _awaited_transfer(line: StatementLine, words: str) -> str:
    """Subject of the one payment to our own account that waits for this amount and whose purchase the line names."""
    waiting = Payment.objects.filter(
        provider__in=seen_at_bank(), state=Payment.State.WAITING, amount_minor=line.amount_minor, currency=line.currency
    )  # fmt: skip
    plain = re.sub(r"[^0-9A-Z]", "", words)
    named = [
        subject
        for subject in waiting.values_list("subject", flat=True)
        if re.sub(r"[^0-9A-Z]", "", subject.partition(":")[2]) in plain
    ]
    return named[0] if len(named) == 1 else ""


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


def match_settlement(line: StatementLine, contract: Contract, *, gross: Money) -> bool:
    """The acquirer paid ``gross`` less its own fee, which is the difference. Raises ``NotOpen`` and ``AboveBalance``."""

    def owed() -> Money | None:
        return dict(gateway_balances(line.market_id, line.currency)).get(contract)

    return _clear(line, A.GATEWAY, A.GATEWAY_FEES, gross, owed, f"contract:{contract.code}")


def match_remittance(line: StatementLine, *, gross: Money, carrier: str = "") -> bool:
    """A carrier brought the cash of its deliveries, ``gross`` less what it keeps for its work. Raises as above.

    ``carrier``: empty for deliveries of which nobody said with whom they went.
    """

    def owed() -> Money | None:
        return carrier_balances(line.market_id, line.currency).get(carrier)

    subject = f"carrier:{carrier or 'unnamed'}"
    return _clear(line, A.CASH_WITH_CARRIER, A.DELIVERY, gross, owed, subject, carrier)


def _clear(
    line: StatementLine, kept_by: str, fees: str, gross: Money, owed: Callable[[], Money | None], subject: str,
    carrier: str = "",
) -> bool:  # fmt: skip
    with transaction.atomic(), scope(market_id=line.market_id):
        locked = _open_line(line)
        came = locked.amount
        # Two lines explained at once: the second sees what the first left.
        list(Account.objects.select_for_update().filter(kind=kept_by, currency=line.currency).order_by("pk"))
        had = owed()
        if came.minor <= 0 or had is None or gross.currency != came.currency or gross < came or had < gross:
            raise AboveBalance(subject)
        postings = [
            Posting("settled", A.BANK, kept_by, came, credit_with=carrier),
            Posting("settled_fee", fees, kept_by, gross - came, credit_with=carrier),
        ]
        post(line.market, key=f"statement/{locked.pk}", subject=subject, postings=postings)
        _matched(locked, subject)
    return True


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
