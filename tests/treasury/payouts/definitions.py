"""Field tables of two messages of ISO 20022, and the check of a file against them.

Source: the message definitions "Payments Initiation" (pain.001.001.09, CustomerCreditTransferInitiationV09) and "Bank-to-Customer
Cash Management" (camt.053.001.08, BankToCustomerStatementV08) of www.iso20022.org: names, order, cardinality and data types. A
row is ``name min..max type``; ``*`` is no limit; ``a | b`` is a choice of one. What is ``?`` is not described here: a file of
ours may not hold it, a bank's may.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

PARTY = {
    "Party": "Nm 0..1 Max140, PstlAdr 0..1 ?, Id 0..1 ?, CtryOfRes 0..1 ?, CtctDtls 0..1 ?",
    "CashAccount": "Id 1..1 AccountId, Tp 0..1 ?, Ccy 0..1 Currency, Nm 0..1 Max70, Prxy 0..1 ?",
    "AccountId": "IBAN 1..1 Iban | Othr 1..1 OtherAccount",
    "OtherAccount": "Id 1..1 Max34, SchmeNm 0..1 ?, Issr 0..1 Max35",
    "Agent": "FinInstnId 1..1 Institution, BrnchId 0..1 ?",
    "Institution": "BICFI 0..1 Bic, ClrSysMmbId 0..1 ?, LEI 0..1 ?, Nm 0..1 Max140, PstlAdr 0..1 ?, Othr 0..1 OtherInstitution",
    "OtherInstitution": "Id 1..1 Max35, SchmeNm 0..1 ?, Issr 0..1 Max35",
    "Remittance": "Ustrd 0..* Max140, Strd 0..* ?",
    "DateChoice": "Dt 1..1 Date | DtTm 1..1 DateTime",
}

PAIN_001_001_09: Mapping[str, str] = {
    **PARTY,
    "Document": "CstmrCdtTrfInitn 1..1 Initiation",
    "Initiation": "GrpHdr 1..1 GroupHeader85, PmtInf 1..* PaymentInstruction30, SplmtryData 0..* ?",
    "GroupHeader85": "MsgId 1..1 Max35, CreDtTm 1..1 DateTime, Authstn 0..2 ?, NbOfTxs 1..1 Max15Numeric, CtrlSum 0..1 Decimal,"
    " InitgPty 1..1 Party, FwdgAgt 0..1 Agent",
    "PaymentInstruction30": "PmtInfId 1..1 Max35, PmtMtd 1..1 Method, BtchBookg 0..1 Indicator, NbOfTxs 0..1 Max15Numeric,"
    " CtrlSum 0..1 Decimal, PmtTpInf 0..1 ?, ReqdExctnDt 1..1 DateChoice, PoolgAdjstmntDt 0..1 Date, Dbtr 1..1 Party,"
    " DbtrAcct 1..1 CashAccount, DbtrAgt 1..1 Agent, DbtrAgtAcct 0..1 CashAccount, InstrForDbtrAgt 0..1 Max140,"
    " UltmtDbtr 0..1 Party, ChrgBr 0..1 ChargeBearer, ChrgsAcct 0..1 CashAccount, ChrgsAcctAgt 0..1 Agent,"
    " CdtTrfTxInf 1..* CreditTransferTransaction34",
    "CreditTransferTransaction34": "PmtId 1..1 PaymentIdentification6, PmtTpInf 0..1 ?, Amt 1..1 AmountType4,"
    " XchgRateInf 0..1 ?, ChrgBr 0..1 ChargeBearer, MndtRltdInf 0..1 ?, ChqInstr 0..1 ?, UltmtDbtr 0..1 Party,"
    " IntrmyAgt1 0..1 Agent, IntrmyAgt1Acct 0..1 CashAccount, IntrmyAgt2 0..1 Agent, IntrmyAgt2Acct 0..1 CashAccount,"
    " IntrmyAgt3 0..1 Agent, IntrmyAgt3Acct 0..1 CashAccount, CdtrAgt 0..1 Agent, CdtrAgtAcct 0..1 CashAccount,"
    " Cdtr 0..1 Party, CdtrAcct 0..1 CashAccount, UltmtCdtr 0..1 Party, InstrForCdtrAgt 0..* ?, InstrForDbtrAgt 0..1 Max140,"
    " Purp 0..1 ?, RgltryRptg 0..10 ?, Tax 0..1 ?, RltdRmtInf 0..10 ?, RmtInf 0..1 Remittance, SplmtryData 0..* ?",
    "PaymentIdentification6": "InstrId 0..1 Max35, EndToEndId 1..1 Max35, UETR 0..1 ?",
    "AmountType4": "InstdAmt 1..1 Amount | EqvtAmt 1..1 ?",
}

CAMT_053_001_08: Mapping[str, str] = {
    **PARTY,
    "Document": "BkToCstmrStmt 1..1 Statements",
    "Statements": "GrpHdr 1..1 GroupHeader81, Stmt 1..* AccountStatement9, SplmtryData 0..* ?",
    "GroupHeader81": "MsgId 1..1 Max35, CreDtTm 1..1 DateTime, MsgRcpt 0..1 Party, MsgPgntn 0..1 ?, OrgnlBizQry 0..1 ?,"
    " AddtlInf 0..1 ?",
    "AccountStatement9": "Id 1..1 Max35, StmtPgntn 0..1 ?, ElctrncSeqNb 0..1 ?, RptgSeq 0..1 ?, LglSeqNb 0..1 ?,"
    " CreDtTm 0..1 DateTime, FrToDt 0..1 ?, CpyDplctInd 0..1 ?, RptgSrc 0..1 ?, Acct 1..1 CashAccount39, RltdAcct 0..1 ?,"
    " Intrst 0..* ?, Bal 1..* CashBalance8, TxsSummry 0..1 ?, Ntry 0..* ReportEntry10, AddtlStmtInf 0..1 ?",
    "CashAccount39": "Id 1..1 AccountId, Tp 0..1 ?, Ccy 0..1 Currency, Nm 0..1 Max70, Prxy 0..1 ?, Ownr 0..1 Party,"
    " Svcr 0..1 Agent",
    "CashBalance8": "Tp 1..1 BalanceType, CdtLine 0..* ?, Amt 1..1 Amount, CdtDbtInd 1..1 Direction, Dt 1..1 DateChoice,"
    " Avlbty 0..* ?",
    "BalanceType": "CdOrPrtry 1..1 Code, SubTp 0..1 ?",
    "ReportEntry10": "NtryRef 0..1 Max35, Amt 1..1 Amount, CdtDbtInd 1..1 Direction, RvslInd 0..1 Indicator,"
    " Sts 1..1 EntryStatus1, BookgDt 0..1 DateChoice, ValDt 0..1 DateChoice, AcctSvcrRef 0..1 Max35, Avlbty 0..* ?,"
    " BkTxCd 1..1 ?, ComssnWvrInd 0..1 Indicator, AddtlInfInd 0..1 ?, AmtDtls 0..1 ?, Chrgs 0..1 Charges6,"
    " TechInptChanl 0..1 ?, Intrst 0..1 ?, CardTx 0..1 ?, NtryDtls 0..* EntryDetails9, AddtlNtryInf 0..1 Max500",
    "EntryStatus1": "Cd 1..1 Max4 | Prtry 1..1 Max35",
    "Code": "Cd 1..1 Max4 | Prtry 1..1 Max35",
    "Charges6": "TtlChrgsAndTaxAmt 0..1 Amount, Rcrd 0..* ChargesRecord3",
    "ChargesRecord3": "Amt 1..1 Amount, CdtDbtInd 0..1 Direction, ChrgInclInd 0..1 Indicator, Tp 0..1 ?, Rate 0..1 ?, Br 0..1 ?,"
    " Agt 0..1 Agent, Tax 0..1 ?",
    "EntryDetails9": "Btch 0..1 Batch, TxDtls 0..* EntryTransaction10",
    "Batch": "MsgId 0..1 Max35, PmtInfId 0..1 Max35, NbOfTxs 0..1 Max15Numeric, TtlAmt 0..1 Amount, CdtDbtInd 0..1 Direction",
    "EntryTransaction10": "Refs 0..1 References6, Amt 0..1 Amount, CdtDbtInd 0..1 Direction, AmtDtls 0..1 ?, Avlbty 0..* ?,"
    " BkTxCd 0..1 ?, Chrgs 0..1 Charges6, Intrst 0..1 ?, RltdPties 0..1 Parties, RltdAgts 0..1 ?, LclInstrm 0..1 ?, Purp 0..1 ?,"
    " RltdRmtInf 0..10 ?, RmtInf 0..1 Remittance, RltdDts 0..1 ?, RltdPric 0..1 ?, RltdQties 0..* ?, FinInstrmId 0..1 ?,"
    " Tax 0..1 ?, RtrInf 0..1 ?, CorpActn 0..1 ?, SfkpgAcct 0..1 ?, CshDpst 0..* ?, CardTx 0..1 ?, AddtlTxInf 0..1 Max500,"
    " SplmtryData 0..* ?",
    "References6": "MsgId 0..1 Max35, AcctSvcrRef 0..1 Max35, PmtInfId 0..1 Max35, InstrId 0..1 Max35, EndToEndId 0..1 Max35,"
    " UETR 0..1 ?, TxId 0..1 Max35, MndtId 0..1 Max35, ChqNb 0..1 Max35, ClrSysRef 0..1 Max35, AcctOwnrTxId 0..1 Max35,"
    " AcctSvcrTxId 0..1 Max35, MktInfrstrctrTxId 0..1 Max35, PrcgId 0..1 Max35, Prtry 0..* ?",
    "Parties": "InitgPty 0..1 ?, Dbtr 0..1 PartyChoice, DbtrAcct 0..1 CashAccount, UltmtDbtr 0..1 ?, Cdtr 0..1 PartyChoice,"
    " CdtrAcct 0..1 CashAccount, UltmtCdtr 0..1 ?, TradgPty 0..1 ?, Prtry 0..* ?",
    "PartyChoice": "Pty 1..1 Party | Agt 1..1 Agent",
}

LEAVES = {
    **{f"Max{most}": rf"[\s\S]{{1,{most}}}" for most in (4, 34, 35, 70, 140, 500)},
    "Max15Numeric": r"\d{1,15}",
    "Decimal": r"(?=(?:\D*\d){1,18}\D*$)-?\d+(\.\d{1,17})?",
    "Amount": r"(?=(?:\D*\d){1,18}\D*$)\d+(\.\d{1,5})?",
    "Currency": "[A-Z]{3}",
    "Iban": "[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}",
    "Bic": "[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?",
    "Date": r"\d{4}-\d\d-\d\d",
    "DateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "Indicator": "true|false|0|1",
    "Direction": "CRDT|DBIT",
    "Method": "CHK|TRF|TRA",
    "ChargeBearer": "DEBT|CRED|SHAR|SLEV",
}
_ROW = re.compile(r"(\w+) (\d+)\.\.(\d+|\*) (\w+|\?)")


def faults(
    node: Element, table: Mapping[str, str], kind: str = "Document", *, strict: bool = True
) -> list[str]:
    """What of this element is not as its definition says. ``strict``: nothing is there that the table does not describe."""
    name = _name(node)
    if kind == "?":
        return [f"{name} is not described"] if strict else []
    if kind in LEAVES:
        return _faults_of_leaf(node, kind)
    rows = [(row[1], int(row[2]), row[3], row[4]) for row in _ROW.finditer(table[kind])]
    said = [_name(child) for child in node]
    names = [row[0] for row in rows]
    found = [f"{name}/{child} is unknown" for child in said if child not in names]
    if "|" in table[kind]:
        return (
            found
            + ([] if len(said) == 1 else [f"{name} is a choice of one"])
            + _inside(node, rows, table, strict)
        )
    known = [names.index(child) for child in said if child in names]
    found += [f"{name}: order of {', '.join(said)}"] if known != sorted(known) else []
    for child, least, most, _ in rows:
        count = said.count(child)
        if count < least or (most != "*" and count > int(most)):
            found.append(f"{name}/{child}: {count} of {least}..{most}")
    return found + _inside(node, rows, table, strict)


def _inside(
    node: Element, rows: list[tuple[str, int, str, str]], table: Mapping[str, str], strict: bool
) -> list[str]:
    kinds = {row[0]: row[3] for row in rows}
    return [
        fault
        for child in node
        if _name(child) in kinds
        for fault in faults(child, table, kinds[_name(child)], strict=strict)
    ]


def _faults_of_leaf(node: Element, kind: str) -> list[str]:
    text, name = (node.text or "").strip(), _name(node)
    found = [f"{name} has children"] if len(node) else []
    if not re.fullmatch(LEAVES[kind], text):
        found.append(f"{name} is no {kind}: {text[:40]}")
    if (kind == "Amount") != ("Ccy" in node.attrib) or not re.fullmatch("[A-Z]{3}", node.get("Ccy", "MAD")):
        found.append(f"{name}: currency")
    return found


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
