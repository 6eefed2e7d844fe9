"""Reading a bank's statement: each line once, and what can be known of it at once."""

from dataclasses import dataclass

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.bank_accounts import masked
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.operations.matching import recognise
from tadamun.treasury.payouts.statements import Line, read_statement
from tadamun.treasury.payouts.statements.line import keyed


@dataclass(frozen=True, slots=True)
class Read:
    """How many lines a file had, how many of them were new, how many of those were understood at once, and which were not."""

    lines: int
    fresh: int
    matched: int
    rest: tuple[StatementLine, ...] = ()


def import_statement(market: Market, data: bytes) -> Read:
    """All or nothing; the same file again writes nothing. Raises ``statements.BadStatement``."""
    lines = list(keyed(read_statement(data, market.currency)))
    with transaction.atomic(), scope(market_id=market.pk):
        fresh = [row for line in lines if (row := _kept(market, line))]
        rest = tuple(row for row in fresh if not recognise(row))
        audit.record(
            "import_statement", market.reference, market_id=market.pk, lines=len(lines), fresh=len(fresh)
        )
    return Read(len(lines), len(fresh), len(fresh) - len(rest), rest)


def _kept(market: Market, line: Line) -> StatementLine | None:
    """The row, when it is new. A part is not new whose entry is there whole, from before its parts were read apart."""
    account = masked(line.account) if line.account else ""
    if (
        line.part_of
        and StatementLine.objects.filter(market=market, account=account, key=line.part_of).exists()
    ):
        return None
    row, made = StatementLine.objects.get_or_create(
        market=market,
        account=account,
        key=line.key,
        defaults={
            "on": line.on, "amount_minor": line.amount.minor, "currency": line.amount.currency,
            "said_reference": line.reference[:140], "label": line.label[:500],
        },
    )  # fmt: skip
    return row if made else None
