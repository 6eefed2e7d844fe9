"""A bank statement as large as one may be: 20,000 entries, among them a whole batch of payouts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tadamun.kernel.scopes import scope
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations import import_statement
from tadamun.treasury.payouts.statements import MOST_BYTES, BadStatement
from tadamun.treasury.payouts.statements.lines import MOST_LINES
from tests.treasury.payouts.stage import Office
from tests.treasury.payouts.test_statements import sent

PAID = 50
ENTRY = (
    '<Ntry><NtryRef>{number}</NtryRef><Amt Ccy="MAD">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt><AcctSvcrRef>B{number}</AcctSvcrRef>"
    "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>"
    '<MsgId>M{number}</MsgId><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="MAD">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
    "<RltdPties><Dbtr><Pty><Nm>SOCIETE {number}</Nm><PstlAdr><TwnNm>RABAT</TwnNm><Ctry>MA</Ctry></PstlAdr></Pty></Dbtr>"
    "<DbtrAcct><Id><Othr><Id>007780000123456789012396</Id></Othr></Id></DbtrAcct></RltdPties>"
    "<RmtInf><Ustrd>{words}</Ustrd></RmtInf></TxDtls></NtryDtls><AddtlNtryInf>VIREMENT RECU</AddtlNtryInf></Ntry>\n"
)


def entry(number: int, minor: int, words: str) -> str:
    way = "CRDT" if minor > 0 else "DBIT"
    return ENTRY.format(amount=f"{abs(minor) / 100:.2f}", way=way, number=number, words=words)


def statement(entries: list[str]) -> bytes:
    inside = "".join(entries)
    return f"<Document><BkToCstmrStmt><Stmt>{inside}</Stmt></BkToCstmrStmt></Document>".encode()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_statement_at_its_limit_confirms_a_batch_and_costs_its_payouts_alone() -> None:
    office = Office(sellers=PAID)
    paid = sent(office, *(10_000 + number for number in range(PAID)))
    entries = [
        entry(number, -payout.amount.minor, f"VIR {payout.code}") for number, payout in enumerate(paid)
    ]
    strange = (
        entry(number, number if number % 2 else -number, f"OPERATION {number}")
        for number in range(PAID, MOST_LINES)
    )
    entries += strange
    data = statement(entries)
    assert len(entries) == MOST_LINES and len(data) < MOST_BYTES
    with pytest.raises(BadStatement, match="too_large"):
        import_statement(office.market, statement([*entries, entry(0, 1, "x")]))
    with scope(market_id=office.market.pk):
        assert not StatementLine.objects.exists()
    with CaptureQueriesContext(connection) as asked:
        read = import_statement(office.market, data)
    assert (read.lines, read.fresh, read.matched) == (MOST_LINES, MOST_LINES, PAID)
    assert len(asked) < 100 + 40 * PAID  # what matches costs, what is nobody's does not
    assert {payout.state for payout in office.payouts()} == {Payout.State.CONFIRMED}
    assert office.bank() == -sum(payout.amount.minor for payout in paid)
    assert import_statement(office.market, data).fresh == 0
