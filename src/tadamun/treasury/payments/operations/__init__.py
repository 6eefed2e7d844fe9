"""The verbs of payments. State follows from events; an event is written once."""

from tadamun.treasury.payments.operations.capturing import (
    capture_share,
    fail_payment,
    note_authorised,
    note_confirmed,
    release_share,
)
from tadamun.treasury.payments.operations.contracts import BadContract, write_contract
from tadamun.treasury.payments.operations.noticing import judge_notice, keep_notice
from tadamun.treasury.payments.operations.refunding import (
    AboveCaptured,
    decide_refund,
    lock_refund,
    note_refunded,
    note_sent,
    note_unanswered,
)
from tadamun.treasury.payments.operations.starting import (
    SharesDiffer,
    claim_beginning,
    note_begun,
    start_payment,
)

__all__ = [
    "AboveCaptured", "BadContract", "SharesDiffer", "capture_share", "claim_beginning", "decide_refund",
    "fail_payment", "judge_notice", "keep_notice", "lock_refund", "note_authorised", "note_begun",
    "note_confirmed", "note_refunded", "note_sent", "note_unanswered", "release_share", "start_payment",
    "write_contract",
]  # fmt: skip
