"""Statements as banks write them: built by the field table of camt.053.001.08, varied, and read; what only looks like one is
refused whole.
"""

from xml.etree.ElementTree import fromstring

import pytest

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.treasury.ledger.models import Account
from tadamun.treasury.ledger.operations import Posting, post
from tadamun.treasury.payouts.clearing import open_lines
from tadamun.treasury.payouts.models import Payout, StatementLine
from tadamun.treasury.payouts.operations import (
    approve_batch,
    confirm_payout,
    import_statement,
    note_sent,
    prepare_batch,
)
from tadamun.treasury.payouts.statements import MOST_BYTES, BadStatement, Line, read_statement
from tests.treasury.payouts.definitions import CAMT_053_001_08, faults
from tests.treasury.payouts.stage import RIB, Office

V8 = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
IBAN = f"MA64{RIB}"
BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy='MAD'>9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
    "<Dt><Dt>2026-11-20</Dt></Dt></Bal>"
)


def statement(*entries: str, of: str = f"<IBAN>{IBAN}</IBAN>") -> str:
    """One ``Stmt``."""
    return f"<Stmt><Id>S</Id><Acct><Id>{of}</Id><Ccy>MAD</Ccy></Acct>{BALANCE}{''.join(entries)}</Stmt>"


def document(*statements: str, opened: str = f'<Document xmlns="{V8}">', closed: str = "</Document>") -> str:
    head = "<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-11-21T06:00:00+01:00</CreDtTm></GrpHdr>"
    return f"{opened}<BkToCstmrStmt>{head}{''.join(statements)}</BkToCstmrStmt>{closed}"


def entry(
    amount: str = "500.00", way: str = "DBIT", *, status: str = "<Cd>BOOK</Cd>", reversal: str = "", ref: str = "B1",
    booked: str = "<BookgDt><Dt>2026-11-20</Dt></BookgDt>", charges: str = "", details: str = "", said: str = "",
) -> str:  # fmt: skip
    """One ``Ntry``, its children in the order of the definition."""
    return (
        f"<Ntry><Amt Ccy='MAD'>{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd>"
        + (f"<RvslInd>{reversal}</RvslInd>" if reversal else "")
        + f"<Sts>{status}</Sts>{booked}"
        + (f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else "")
        + f"<BkTxCd/>{charges}"
        + (f"<NtryDtls>{details}</NtryDtls>" if details else "")
        + (f"<AddtlNtryInf>{said}</AddtlNtryInf>" if said else "")
        + "</Ntry>"
    )


def part(code: str, amount: str = "", more: str = "") -> str:
    """One ``TxDtls``."""
    money = f"<Amt Ccy='MAD'>{amount}</Amt>" if amount else ""
    return f"<TxDtls><Refs><EndToEndId>{code}</EndToEndId></Refs>{money}{more}</TxDtls>"


def read(data: str) -> list[Line]:
    """The file is as its definition says, as far as that is described here."""
    assert faults(fromstring(data), CAMT_053_001_08, strict=False) == []
    return read_statement(data.encode(), "MAD")


def told(lines: list[Line]) -> list[tuple[int, str]]:
    return [(line.amount.minor, line.reference) for line in lines]


BATCH = "<Btch><MsgId>TADAMUN-B</MsgId><NbOfTxs>2</NbOfTxs></Btch>"
FEE = "<Chrgs><Rcrd><Amt Ccy='MAD'>5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
OLDER = "<AmtDtls><TxAmt><Amt Ccy='MAD'>%s</Amt></TxAmt></AmtDtls>"
VARIATIONS = {
    "no entry": ("", []),
    "two entries": (entry(details=part("PA")) + entry("7.10", "CRDT", ref="B2", said="VERSEMENT"), [(-50_000, "PA"), (710, "")]),
    "a batch in parts": (entry(details=BATCH + part("PA", "300.00") + part("PB", "200.00")), [(-30_000, "PA"), (-20_000, "PB")]),
    "a batch in two blocks": (
        entry(details=part("PA", "300.00") + "</NtryDtls><NtryDtls>" + part("PB", "200.00")),
        [(-30_000, "PA"), (-20_000, "PB")],
    ),
    "parts that do not say how much": (entry(details=part("PA") + part("PB")), [(-50_000, "PA")]),
    "parts of which one is of another way": (
        entry("100.00", "CRDT", details=part("PA", "150.00", "<CdtDbtInd>CRDT</CdtDbtInd>")
              + part("PB", "50.00", "<CdtDbtInd>DBIT</CdtDbtInd>")),
        [(15_000, "PA"), (-5_000, "PB")],
    ),
    "with a fee in it": (
        entry("505.00", charges=FEE, details=part("PA", "300.00") + part("PB", "200.00")),
        [(-30_000, "PA"), (-20_000, "PB"), (-500, "")],
    ),
    "with a fee in each": (
        entry("490.00", "CRDT", details=part("PA", "300.00", FEE) + part("PB", "200.00", FEE)),
        [(30_000, "PA"), (20_000, "PB"), (-1_000, "")],
    ),
    "with a fee that is not in it": (
        entry(charges=FEE, details=part("PA", "300.00") + part("PB", "200.00")), [(-30_000, "PA"), (-20_000, "PB")],
    ),
    "parts as older versions say them": (
        entry(details=part("PA", more=OLDER % "300.00") + part("PB", more=OLDER % "200.00")),
        [(-30_000, "PA"), (-20_000, "PB")],
    ),
    "parts that are not all of it": (entry(details=part("PA", "300.00") + part("PB", "100.00")), [(-50_000, "PA")]),
    "parts of which one moved nothing": (
        entry(details=part("PA", "500.00") + part("PB", "0.00")), [(-50_000, "PA")],
    ),
    "a payment that came back": (entry("300.00", "CRDT", reversal="true", details=part("PA", "300.00")), [(30_000, "PA")]),
    "not booked yet": (entry(status="<Cd>PDNG</Cd>") + entry(status="<Cd>INFO</Cd>") + entry("1.00"), [(-100, "")]),
    "the day with its hour": (entry(booked="<BookgDt><DtTm>2026-11-20T23:30:00+01:00</DtTm></BookgDt>"), [(-50_000, "")]),
    "only the day of its value": (entry(booked="<ValDt><Dt>2026-11-20</Dt></ValDt>"), [(-50_000, "")]),
    "no number of its own": (entry(ref=""), [(-50_000, "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIATIONS)
def test_what_a_statement_holds_is_read(name: str) -> None:
    entries, expected = VARIATIONS[name]
    lines = read(document(statement(entries)))
    assert told(lines) == expected
    assert {(line.on.isoformat(), line.account) for line in lines} <= {("2026-11-20", IBAN)}


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        (f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{V8}">', "</Document>"),
        ('\ufeff<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">', "</Document>"),
        ("<Document>", "</Document>"),
        (f'<w:Envelope xmlns:w="urn:x"><Document xmlns="{V8}">', "</Document></w:Envelope>"),
    ],
)
def test_any_version_and_envelope(opened: str, closed: str) -> None:
    data = document(statement(entry(details=part("PA"))), opened=opened, closed=closed)
    assert told(read_statement(data.encode(), "MAD")) == [(-50_000, "PA")]


def test_names_with_a_prefix_and_a_status_of_older_versions() -> None:
    data = document(statement(entry(details=part("PA"), status="BOOK")))
    prefixed = (
        data.replace("</", "\0").replace("<", "<n:").replace("\0", "</n:").replace("xmlns=", "xmlns:n=")
    )
    assert told(read_statement(prefixed.encode(), "MAD")) == [(-50_000, "PA")]


def test_each_statement_of_a_file_has_its_account() -> None:
    other = statement(entry("1.00", ref="C1"), of="<Othr><Id>42</Id></Othr>")
    lines = read(document(statement(entry()), other))
    assert [line.account for line in lines] == [IBAN, "42"]


GOOD = document(statement(entry(details=part("PA"))))
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BAD = {
    "cut": (GOOD[: len(GOOD) * 2 // 3], "unreadable"),
    "an external entity": (f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>{GOOD.replace("PA", "&x;")}', "unreadable"),
    "a billion laughs": (f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]>{GOOD.replace("PA", "&l9;")}', "unreadable"),
    "a definition from elsewhere": (f'<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/d.dtd">{GOOD}', "unreadable"),
    "too large": (GOOD.replace("PA", "x" * MOST_BYTES), "too_large"),
    "another message": (GOOD.replace("Stmt", "Rpt"), "unreadable"),
    "no direction": (GOOD.replace("<CdtDbtInd>DBIT</CdtDbtInd>", ""), "amount"),
    "another direction": (GOOD.replace("<CdtDbtInd>DBIT", "<CdtDbtInd>BOTH"), "amount"),
    "no amount": (GOOD.replace("<Amt Ccy='MAD'>500.00</Amt>", ""), "amount"),
    "below zero": (GOOD.replace("500.00", "-500.00"), "amount"),
    "no currency": (GOOD.replace("<Amt Ccy='MAD'>500", "<Amt>500"), "currency"),
    "no day": (GOOD.replace("<BookgDt><Dt>2026-11-20</Dt></BookgDt>", ""), "date"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_such_statement_is_refused_whole(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(BadStatement) as refused:
        read_statement(data.encode(), "MAD")
    assert refused.value.code == code


def paid_out(office: Office) -> list[Payout]:
    """Two of 300 dirhams, on their way."""
    for seller in office.sellers:
        office.earn(seller, 30_000)
    batch = prepare_batch(office.market, office.preparer, currency="MAD", rail="bank_file")
    approve_batch(batch, office.approver)
    note_sent(batch)
    return list(office.payouts())


@pytest.mark.broad
@pytest.mark.django_db
def test_each_part_of_a_mixed_entry_is_matched() -> None:
    """Two payouts went out, a carrier's cash came in, and the bank kept five: one entry."""
    office = Office(sellers=2)
    one, other = paid_out(office)
    cash = Posting("received", Account.Kind.CASH_WITH_CARRIER, Account.Kind.BUYERS, Money(8_000, "MAD"))
    post(office.market, key="cash", subject="order:C", postings=[cash])
    came = part("CRBT", "80.00", "<CdtDbtInd>CRDT</CdtDbtInd>")
    parts = part(one.code, "300.00") + part(other.code, "300.00") + came
    read = import_statement(
        office.market, document(statement(entry("525.00", charges=FEE, details=parts))).encode()
    )
    assert (read.lines, read.fresh, read.matched) == (4, 4, 3)
    assert {payout.state for payout in office.payouts()} == {Payout.State.CONFIRMED}
    with scope(market_id=office.market.pk):
        assert [line.amount.minor for line in open_lines()] == [-500]


@pytest.mark.broad
@pytest.mark.django_db
def test_what_was_kept_whole_before_is_not_kept_again_in_parts() -> None:
    office = Office(sellers=2)
    before = entry(details=part("PA") + part("PB"))
    assert import_statement(office.market, document(statement(before)).encode()).fresh == 1
    now = entry(details=part("PA", "300.00") + part("PB", "200.00"))
    assert import_statement(office.market, document(statement(now)).encode()).fresh == 0


@pytest.mark.broad
@pytest.mark.django_db
def test_a_payout_that_came_back_is_no_carriers_money() -> None:
    """Its sum is exactly what a carrier owes; the code says whose it was. A person marks it as failed."""
    office = Office(sellers=1)
    office.earn(office.sellers[0], 30_000)
    batch = prepare_batch(office.market, office.preparer, currency="MAD", rail="bank_file")
    approve_batch(batch, office.approver)
    note_sent(batch)
    [payout] = office.payouts()
    confirm_payout(payout, reference="B0")
    cash = Posting("received", Account.Kind.CASH_WITH_CARRIER, Account.Kind.BUYERS, payout.amount)
    post(office.market, key="cash", subject="order:C", postings=[cash])
    back = entry("300.00", "CRDT", reversal="true", details=part(payout.code, "300.00"))
    assert import_statement(office.market, document(statement(back)).encode()).matched == 0
    with scope(market_id=office.market.pk):
        assert StatementLine.objects.get().state == StatementLine.State.WAITING
