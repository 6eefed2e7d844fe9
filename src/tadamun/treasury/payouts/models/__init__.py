"""The rows of payouts: what is paid, what the bank said, whose part it is."""

from tadamun.treasury.payouts.models.asking import Withdrawal
from tadamun.treasury.payouts.models.banking import Coverage, StatementLine
from tadamun.treasury.payouts.models.paying import Batch, Claim, Destination, Payout, Rail
from tadamun.treasury.payouts.models.sharing import MemoEntry, ShareRule

__all__ = [
    "Batch",
    "Claim",
    "Coverage",
    "Destination",
    "MemoEntry",
    "Payout",
    "Rail",
    "ShareRule",
    "StatementLine",
    "Withdrawal",
]
