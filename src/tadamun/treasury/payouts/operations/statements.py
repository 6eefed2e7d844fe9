"""Reading a bank's statement: each line once, and what can be known of it at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.bank_accounts import masked
from tadamun.kernel.bulk import insert_rows
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.treasury.payouts.models import StatementLine
from tadamun.treasury.payouts.operations.recognising import Awaited, recognise
from tadamun.treasury.payouts.statements import Line, read_statement
from tadamun.treasury.payouts.statements.line import keyed

AT_ONCE = 10_000  # keys of one query


@dataclass(frozen=True, slots=True)
class Read:
    """How many lines a file had, how many of them were new, how many of those were understood at once, and which were not."""

    lines: int
    fresh: int
    matched: int
    rest: tuple[StatementLine, ...] = ()


def import_statement(market: Market, data: bytes) -> Read:
    """All or nothing; the same file again writes nothing. Asks as much of the database for a thousand lines that are nobody's
    as for one. Raises ``statements.BadStatement``.
    """
    lines = list(keyed(read_statement(data, market.currency)))
    with transaction.atomic(), scope(market_id=market.pk):
        # Two who bring the same file at once: the second finds the lines of the first.
        Market.objects.select_for_update(no_key=True).only("pk").get(pk=market.pk)
        fresh, awaited = insert_rows(_new(market, lines)), Awaited()
        rest = tuple(row for row in fresh if not recognise(row, awaited))
        audit.record(
            "import_statement", market.reference, market_id=market.pk, lines=len(lines), fresh=len(fresh)
        )
    return Read(len(lines), len(fresh), len(fresh) - len(rest), rest)


def _new(market: Market, lines: Sequence[Line]) -> Iterator[StatementLine]:
    """A part is not new whose entry is there whole, from before its parts were read apart."""
    accounts = {said: masked(said) if said else "" for said in {line.account for line in lines}}
    known = _known(market, lines)
    for line in lines:
        account = accounts[line.account]
        if (account, line.key) in known or (line.part_of and (account, line.part_of) in known):
            continue
        known.add((account, line.key))
        yield StatementLine(
            market=market, account=account, key=line.key, on=line.on, amount_minor=line.amount.minor,
            currency=line.amount.currency, said_reference=line.reference[:140], label=line.label[:500],
        )  # fmt: skip


def _known(market: Market, lines: Sequence[Line]) -> set[tuple[str, str]]:
    """Account and key of those that are there."""
    keys = sorted({key for line in lines for key in (line.key, line.part_of) if key})
    rows = StatementLine.objects.filter(market=market)
    found: set[tuple[str, str]] = set()
    for start in range(0, len(keys), AT_ONCE):
        found.update(rows.filter(key__in=keys[start : start + AT_ONCE]).values_list("account", "key"))
    return found
