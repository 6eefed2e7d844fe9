"""What an unexplained line of the bank's statement seems to be: what a person needs in order to know what to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tadamun.kernel.codes import ALPHABET
from tadamun.treasury.payments.models import Payment
from tadamun.treasury.payouts.models import Payout, StatementLine

_WORD = re.compile(r"[0-9A-Z]+")
_OURS = re.compile(rf"P?[{ALPHABET}]{{6,10}}")


class Why(StrEnum):
    """Why the program did not know it."""

    CAME_BACK = "came_back"  # money of a payout, on its way in
    NO_SUCH_PAYOUT = "no_such_payout"  # it names one of another amount, or one that is not on its way
    NOT_AWAITED = "not_awaited"  # it names a purchase that awaits no such amount
    STRANGE_IN = "strange_in"
    STRANGE_OUT = "strange_out"


@dataclass(frozen=True, slots=True)
class OddLine:
    """``payout`` and ``purchase``, by its code: what it names, if it names anything of ours."""

    line: StatementLine
    why: Why
    payout: Payout | None = None
    purchase: str = ""


def odd_lines(lines: Sequence[StatementLine]) -> list[OddLine]:
    """In the scope's market, in the order given. Two queries whatever their number."""
    named = {line.pk: _codes(line) for line in lines}
    codes = {code for each in named.values() for code in each}
    payouts = {row.code: row for row in Payout.objects.select_related("batch").filter(code__in=codes)}
    subjects = [f"purchase:{code}" for code in codes]
    paid = Payment.objects.filter(subject__in=subjects).values_list("subject", flat=True)
    purchases = {subject.partition(":")[2] for subject in paid}
    return [_odd(line, named[line.pk], payouts, purchases) for line in lines]


def _codes(line: StatementLine) -> list[str]:
    words = f"{line.said_reference} {line.label} {line.subject.partition(':')[2]}".upper()
    return [word for word in _WORD.findall(words) if _OURS.fullmatch(word)]


def _odd(
    line: StatementLine, codes: Sequence[str], payouts: dict[str, Payout], purchases: set[str]
) -> OddLine:
    out = line.amount_minor < 0
    if payout := next((payouts[code] for code in codes if code in payouts), None):
        return OddLine(line, Why.NO_SUCH_PAYOUT if out else Why.CAME_BACK, payout)
    purchase = next((code for code in codes if code in purchases), "")
    if purchase and not out:
        return OddLine(line, Why.NOT_AWAITED, purchase=purchase)
    return OddLine(line, Why.STRANGE_OUT if out else Why.STRANGE_IN)
