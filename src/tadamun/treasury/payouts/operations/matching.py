"""What a line of the bank's statement is, once it is known. Each posts once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.money import Money, total
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payouts.clearing import carrier_balances, gateway_balances
from tadamun.treasury.payouts.covering import Open, open_rows
from tadamun.treasury.payouts.models import Coverage, Payout, StatementLine
from tadamun.treasury.payouts.operations.confirming import confirm_payout

A = Account.Kind
S = StatementLine.State
OPEN = (S.WAITING, S.PROPOSED)
UNNAMED = "unnamed"  # whoever took parcels of which nobody said with whom they went


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
