"""The verbs of requests: ask, take up, quote, decline, withdraw, accept; and telling how the making goes."""

from tadamun.trade.commissions.operations.accepting import NotQuoted, accept_quote
from tadamun.trade.commissions.operations.asking import (
    NotOpen,
    Wish,
    ask_for_piece,
    end_old_requests,
    withdraw_request,
)
from tadamun.trade.commissions.operations.following import follow_order
from tadamun.trade.commissions.operations.pending import begin_decline, begin_quote, take_back_answer
from tadamun.trade.commissions.operations.quoting import (
    BadQuote,
    decline_request,
    quote_request,
    take_request,
)
from tadamun.trade.commissions.operations.telling import NotInWork, tell_stage

__all__ = [
    "BadQuote", "NotInWork", "NotOpen", "NotQuoted", "Wish", "accept_quote", "ask_for_piece", "begin_decline",
    "begin_quote", "decline_request", "end_old_requests", "follow_order", "quote_request", "take_back_answer",
    "take_request", "tell_stage", "withdraw_request",
]  # fmt: skip
