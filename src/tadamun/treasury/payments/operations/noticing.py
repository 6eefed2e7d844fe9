"""What a gateway posted is kept before it is judged."""

import re

from django.db import transaction

from tadamun.kernel.scopes import scope
from tadamun.treasury.payments.models import Contract, Notice, Payment

MOST = 64 * 1024
_KEPT = 8_000
# Card numbers (13 to 19 digits), what proves the sender, and who the buyer is: we know her already, and what is erased of an
# order must not stay here. Names and values as in a form or in JSON; nothing is tried twice, for anybody may post anything.
_PRIVATE = re.compile(
    r"(?i)hash|signature|cavv|(?<![a-z])md(?!status)|pares|cvv|token|secret"
    r"|billto|shipto|email|e_mail|tel|phone|name|address|city|expdate|expiry"
)
_NAMED = re.compile(r'((?<![\w.%])[\w.%]++)("?\s*+[=:]\s*+"?)[^&",}]++')
_CARD = re.compile(r"(?<!\d)(\d{6})\d{3,9}(\d{4})(?!\d)")


def keep_notice(contract: Contract, body: bytes, size: int) -> Notice:
    """In a transaction of its own: it stays whatever becomes of the judgement."""
    text = body[:_KEPT].decode("utf-8", "replace").replace("\0", "")
    with transaction.atomic(), scope(market_id=contract.market_id):
        return Notice.objects.create(
            market_id=contract.market_id, contract=contract, size=size,
            body=_CARD.sub(r"\1***\2", _NAMED.sub(_hidden, text)),
        )  # fmt: skip


def _hidden(pair: re.Match[str]) -> str:
    return f"{pair[1]}{pair[2]}…" if _PRIVATE.search(pair[1]) else pair[0]


def judge_notice(
    notice: Notice, verdict: str, *, why: str = "", answer: str = "", payment: Payment | None = None
) -> None:
    with transaction.atomic(), scope(market_id=notice.market_id):
        notice.verdict, notice.why, notice.answer = verdict, why[:200], answer[:200]
        notice.payment = payment
        notice.save(update_fields=["verdict", "why", "answer", "payment"])
