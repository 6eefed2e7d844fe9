"""The verbs of payouts."""

from tadamun.treasury.payouts.operations.asking import (
    CannotAsk,
    TooLate,
    ask_for_payout,
    take_back_withdrawal,
)
from tadamun.treasury.payouts.operations.confirming import confirm_payout, fail_payout
from tadamun.treasury.payouts.operations.destinations import BadDestination, name_destination
from tadamun.treasury.payouts.operations.matching import (
    AboveBalance,
    AboveBrought,
    NotTheirs,
    explain_line,
    match_payout,
    match_remittance,
    match_settlement,
    name_brought,
    note_matched,
)
from tadamun.treasury.payouts.operations.preparing import (
    NothingToPay,
    SamePerson,
    WrongState,
    approve_batch,
    discard_batch,
    note_sent,
    prepare_batch,
)
from tadamun.treasury.payouts.operations.sharing import AboveTheWhole, name_shares, share_earning
from tadamun.treasury.payouts.operations.statements import import_statement

__all__ = [
    "AboveBalance",
    "AboveBrought",
    "AboveTheWhole",
    "BadDestination",
    "CannotAsk",
    "NotTheirs",
    "NothingToPay",
    "SamePerson",
    "TooLate",
    "WrongState",
    "approve_batch",
    "ask_for_payout",
    "confirm_payout",
    "discard_batch",
    "explain_line",
    "fail_payout",
    "import_statement",
    "match_payout",
    "match_remittance",
    "match_settlement",
    "name_brought",
    "name_destination",
    "name_shares",
    "note_matched",
    "note_sent",
    "prepare_batch",
    "share_earning",
    "take_back_withdrawal",
]
