"""Files of banks: what is read, what is understood at once, what waits for a person."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.ledger.queries import had_by
from tadamun.treasury.payouts.clearing import carrier_balances, open_lines
from tadamun.treasury.payouts.covering import late
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations import (
    AboveBalance,
    approve_batch,
    confirm_payout,
    explain_line,
    import_statement,
    match_remittance,
    note_sent,
    prepare_batch,
)
from tadamun.treasury.payouts.operations.matching import NotOpen
from tadamun.treasury.payouts.statements import MOST_BYTES, BadStatement, read_statement
from tadamun.treasury.payouts.statements.camt import MOST_NODES
from tests.standing import standing
from tests.treasury.payouts.stage import Office

pytestmark = pytest.mark.django_db
A = Account.Kind
CAMT = """<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>MA64007780000123456789012396</IBAN></Id></Acct>
<Ntry><Amt Ccy="MAD">500.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>
<AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>
<Ntry><Amt Ccy="MAD">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""
ONE = "<TxDtls><Refs><EndToEndId>{code}</EndToEndId></Refs><Amt Ccy='MAD'>{amount}</Amt></TxDtls>"


@standing
def office() -> Office:
    return Office()


def sent(office: Office, *amounts: int) -> list[Payout]:
    for seller, amount in zip(office.sellers, amounts, strict=True):
        office.earn(seller, amount)
    batch = prepare_batch(office.market, office.preparer, currency="MAD", rail="bank_file")
    approve_batch(batch, office.approver)
    note_sent(batch)
    return office.payouts()


def table(*rows: str) -> bytes:
    return "\n".join(["date;montant;référence;libellé", *rows]).encode()


def with_carrier(office: Office, minor: int, carrier: str = "") -> None:
    cash = Posting("received", A.CASH_WITH_CARRIER, A.BUYERS, Money(minor, "MAD"), debit_with=carrier)
    post(office.market, key=f"cash/{minor}/{carrier}", subject=f"order:C{minor}{carrier}", postings=[cash])


def balance(office: Office, kind: str) -> int:
    with scope(market_id=office.market.pk):
        return sum(had_by(Account.objects.filter(kind=kind, organisation=None)).values())


def waiting(office: Office) -> list[StatementLine]:
    with scope(market_id=office.market.pk):
        return open_lines()


@pytest.mark.broad
def test_payouts_are_confirmed_by_a_camt_file_once(office: Office) -> None:
    first, second = sent(office, 30_000, 20_000)
    details = ONE.format(code=first.code, amount="300.00") + ONE.format(code=second.code, amount="200.00")
    data = CAMT.format(details=details).encode()
    read = import_statement(office.market, data)
    assert (read.lines, read.fresh, read.matched) == (2, 2, 2)
    assert import_statement(office.market, data).fresh == 0
    assert {payout.state for payout in office.payouts()} == {Payout.State.CONFIRMED}
    assert office.bank() == -50_000


@pytest.mark.broad
def test_payouts_are_confirmed_by_a_table(office: Office) -> None:
    first, second = sent(office, 30_000, 20_000)
    rows = [f"20/11/2026;-300,00;VIR {first.code};x", f"2026-11-20;-200;;{second.code} AGENCE"]
    assert import_statement(office.market, table(*rows)).matched == 2


@pytest.mark.broad
def test_a_payout_that_a_person_confirmed_is_on_the_statement_once(office: Office) -> None:
    first, _second = sent(office, 30_000, 20_000)
    confirm_payout(first, reference="VIR 1")
    rows = [f"2026-11-20;-300,00;;{first.code}", f"2026-11-21;-300,00;;{first.code}"]
    assert import_statement(office.market, table(*rows)).matched == 1
    assert [line.on.day for line in waiting(office)] == [21]
    assert office.bank() == -30_000


@pytest.mark.broad
def test_another_amount_confirms_nothing_and_is_seen(office: Office) -> None:
    first, _second = sent(office, 30_000, 20_000)
    assert import_statement(office.market, table(f"2026-11-20;-299,99;;{first.code}")).matched == 0
    assert [line.amount_minor for line in waiting(office)] == [-29_999]
    assert office.bank() == 0


def test_two_lines_that_say_the_same_are_two(office: Office) -> None:
    row = "2026-11-20;5,00;;frais"
    assert import_statement(office.market, table(row, row)).fresh == 2
    assert import_statement(office.market, table(row, row)).fresh == 0


@pytest.mark.broad
@pytest.mark.parametrize("lines", [1, 40])
def test_lines_that_are_nobodys_ask_for_no_more(office: Office, lines: int) -> None:
    rows = [
        f"2026-11-20;{each + 1},00;;ESPECES {each}\n2026-11-20;-{each + 1},00;;FRAIS {each}"
        for each in range(lines)
    ]
    with_carrier(office, 47_500)
    with CaptureQueriesContext(connection) as asked:
        assert import_statement(office.market, table(*rows)).fresh == 2 * lines
    assert len(asked) <= 15


def test_a_carrier_brings_exactly_what_it_has(office: Office) -> None:
    with_carrier(office, 47_500)
    assert import_statement(office.market, table("2026-11-20;475,00;;VERSEMENT")).matched == 1
    assert (balance(office, A.CASH_WITH_CARRIER), office.bank()) == (0, 47_500)


def test_a_carrier_that_keeps_its_fee_is_matched_by_a_person(office: Office) -> None:
    with_carrier(office, 47_500)
    import_statement(office.market, table("2026-11-20;450,00;;VERSEMENT"))
    line = waiting(office)[0]
    for wrong in (44_999, 47_501):
        with pytest.raises(AboveBalance):
            match_remittance(line, gross=Money(wrong, "MAD"))
    match_remittance(line, gross=Money(47_500, "MAD"))
    assert (balance(office, A.CASH_WITH_CARRIER), office.bank(), balance(office, A.DELIVERY)) == (
        0,
        45_000,
        2_500,
    )
    with pytest.raises(NotOpen):
        match_remittance(line, gross=Money(47_500, "MAD"))


def test_each_carrier_answers_for_its_own_cash(office: Office) -> None:
    """What one brings clears nothing of another; two who have the same are told apart by a person."""
    with_carrier(office, 47_500, "Amana")
    with_carrier(office, 30_000, "CTM")
    with_carrier(office, 30_000)
    assert import_statement(office.market, table("2026-11-20;775,00;;VERSEMENT")).matched == 0, (
        "the sum of two"
    )
    assert import_statement(office.market, table("2026-11-20;300,00;;VERSEMENT")).matched == 0, "one of two"
    line = waiting(office)[0]
    with pytest.raises(AboveBalance):
        match_remittance(line, gross=Money(30_001, "MAD"), carrier="CTM")
    with pytest.raises(AboveBalance):
        match_remittance(line, gross=line.amount, carrier="Chronopost")
    match_remittance(line, gross=line.amount, carrier="CTM")
    left = carrier_balances(office.market.pk, "MAD")
    assert {name: amount.minor for name, amount in left.items()} == {"": 30_000, "Amana": 47_500}
    assert import_statement(office.market, table("2026-11-21;475,00;;VERSEMENT")).matched == 1
    assert list(carrier_balances(office.market.pk, "MAD")) == [""]


def test_only_a_carriers_account_is_a_carriers(office: Office) -> None:
    with (
        scope(market_id=office.market.pk), transaction.atomic(),
        pytest.raises(IntegrityError, match="only_carriers_are_apart"),
    ):  # fmt: skip
        Account.objects.create(market=office.market, kind=A.BANK, currency="MAD", holder="Amana")


def test_one_account_of_each_kind_and_holder(office: Office) -> None:
    """Whatever the database thinks of nulls."""
    with_carrier(office, 47_500, "Amana")
    seller = office.sellers[0]
    office.earn(seller, 1_000)
    for whose in (
        {"kind": A.CASH_WITH_CARRIER, "holder": "Amana"},
        {"kind": A.PAYABLE, "organisation": seller},
    ):
        with scope(market_id=office.market.pk), transaction.atomic(), pytest.raises(IntegrityError):
            Account.objects.create(market=office.market, currency="MAD", **whose)


def test_what_nobody_knows_is_explained_by_a_person(office: Office) -> None:
    import_statement(office.market, table("2026-11-20;-12,00;;FRAIS DE TENUE"))
    explain_line(waiting(office)[0], note="Account fee of November")
    assert waiting(office) == []
    assert office.bank() == 0


@pytest.mark.broad
def test_cash_that_a_carrier_keeps_too_long_is_late(office: Office) -> None:
    with_carrier(office, 47_500, "Amana")
    with_carrier(office, 30_000, "CTM")
    import_statement(office.market, table("2026-11-20;300,00;;VERSEMENT"))
    office.market.policies = {**office.market.policies, "overdue_days": 0}
    office.market.__dict__.pop("policy", None)
    with scope(market_id=office.market.pk):
        assert [(one.what, one.who, one.late.minor) for one in late(office.market, "MAD")] == [
            ("cash_with_carrier", "Amana", 47_500)
        ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"<a", "unreadable"), (b"<Document/>", "unreadable"), (b"\xff\x00\xff\x00", "unreadable"),
        (b"name;sum\na;1", "columns"), (b"date;amount\nyesterday;1", "date"), (b"date;amount\n31/02/2026;1", "date"),
        (b"date;amount\n2026-11-20;1,2,x", "amount"), (b"date;amount\n2026-11-20;0", "amount"),
        (b"date;amount\n2026-11-20;1.234", "amount"), (b"date;amount;currency\n2026-11-20;1;XXX", "currency"),
        (b"date;amount\n2026-11-20;9999999999999999", "amount"), (b"x" * (MOST_BYTES + 1), "too_large"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unreadable"),
        (b",,,\n,,", "empty"), (b"date;amount" + b"\n2026-11-20;1" * 20_001, "too_large"),
        (CAMT.replace("500.00", "1e999999999").format(details="").encode(), "amount"),
        (b"<Stmt>" + b"<Ntry><Amt Ccy='MAD'>1</Amt><CdtDbtInd>CRDT</CdtDbtInd><ValDt><Dt>2026-11-20</Dt></ValDt></Ntry>" * 20_001
         + b"</Stmt>",
         "too_large"),
        (b"<Stmt>" + b"<a/>" * MOST_NODES + b"</Stmt>", "too_large"),
        (CAMT.replace("500.00", "NaN").format(details="").encode(), "amount"),
        (CAMT.replace("2026-11-20", "20 nov").format(details="").encode(), "date"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(BadStatement) as refused:
        read_statement(data, "MAD")
    assert refused.value.code == code


def test_an_entry_of_nothing_is_no_line() -> None:
    assert read_statement(CAMT.replace("500.00", "0.00").format(details="").encode(), "MAD") == []


@pytest.mark.parametrize(
    ("said", "minor"),
    [("1 234,50", 123_450), ("1.234,50", 123_450), ("1,234.50", 123_450), ("-٥٠٫٥", -5_050), ("+7", 700),
     ("1\u202f000", 100_000)],
)  # fmt: skip
def test_amounts_as_banks_write_them(said: str, minor: int) -> None:
    assert read_statement(f"date;amount\n2026-11-20;{said}".encode(), "MAD")[0].amount.minor == minor


def test_debit_and_credit_in_two_columns() -> None:
    data = "Date;Libellé;Débit;Crédit\n20/11/2026;A;100,00;\n21/11/2026;B;;50,00".encode("cp1252")
    assert [line.amount.minor for line in read_statement(data, "MAD")] == [-10_000, 5_000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_an_arabic_table_however_it_was_written(encoding: str) -> None:
    data = "التاريخ;المبلغ;البيان\n2026-11-20;-300,00;حوالة\n".encode(encoding)
    assert [(line.amount.minor, line.label) for line in read_statement(data, "MAD")] == [(-30_000, "حوالة")]


def test_a_row_is_counted_through_the_whole_file() -> None:
    """Two statements in one file: the third entry of all is the wrong one."""
    wrong = CAMT.replace("2026-11-20", "20 nov")
    inside = [each[each.index("<Stmt>") : each.index("</Stmt>") + 7] for each in (CAMT, wrong)]
    with pytest.raises(BadStatement) as refused:
        read_statement(f"<Document>{''.join(inside)}</Document>".format(details="").encode(), "MAD")
    assert (refused.value.code, refused.value.row) == ("date", 3)


def test_a_balance_reads_no_rows(office: Office) -> None:
    """However many entries: the plan names the covering indexes."""
    office.earn(office.sellers[0], 100)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        office.payable(office.sellers[0])
    if connection.vendor == "sqlite":
        sums = [query["sql"] for query in seen if "SUM(" in query["sql"]]
        with connection.cursor() as cursor:
            for sql in sums:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = str(cursor.fetchall())
                assert plan.count("COVERING INDEX entry_") == 2, plan
        assert len(sums) == 1
