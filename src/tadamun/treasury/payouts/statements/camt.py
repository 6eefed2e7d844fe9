"""ISO 20022 camt.053 (BankToCustomerStatement), any version: names are matched without their namespace.

One line an entry; one a transaction where an entry books several, each with its own amount. Only booked entries count.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from tadamun.kernel.money import AmountTooLarge, Money, UnknownCurrency
from tadamun.treasury.payouts.statements.line import BadStatement, Line

_SIGNS = {"CRDT": 1, "DBIT": -1}  # of the entry itself, also where it reverses another


def read_camt(data: bytes) -> list[Line]:
    """Raises ``BadStatement``."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadStatement("unreadable") from error
    statements = [node for node in root.iter() if _name(node) == "Stmt"]
    if not statements:
        raise BadStatement("unreadable")
    lines: list[Line] = []
    for statement in statements:
        account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        for number, entry in enumerate(_all(statement, "Ntry"), 1):
            lines += (line for line in _lines_of(entry, account, number) if line.amount)
    return lines


def _lines_of(entry: Element, account: str, number: int) -> Iterator[Line]:
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != "BOOK":
        return
    sign = _SIGNS.get(_text(entry, "CdtDbtInd"))
    if sign is None:
        raise BadStatement("amount", number)
    on, whole = _day(entry, number), _amount(entry, number)
    key = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = [each for part in _all(entry, "NtryDtls") for each in _all(part, "TxDtls")]
    parts = [_amount(each, number) if _all(each, "Amt") else None for each in details]
    known = [part for part in parts if part is not None and part.currency == whole.currency]
    if len(details) > 1 and len(known) == len(details) and sum(part.minor for part in known) == whole.minor:
        for count, (each, part) in enumerate(zip(details, known, strict=True), 1):
            yield Line(
                on, part * sign, _reference(each), _label(entry, [each]), key and f"{key}/{count}", account
            )
        return
    reference = next((said for each in details if (said := _reference(each))), "") or _text(entry, "NtryRef")
    yield Line(on, whole * sign, reference, _label(entry, details), key, account)


def _reference(transaction: Element) -> str:
    said = _text(transaction, "Refs/EndToEndId")
    return said if said and said != "NOTPROVIDED" else _text(transaction, "Refs/AcctSvcrRef")


def _label(entry: Element, transactions: list[Element]) -> str:
    words = [_text(entry, "AddtlNtryInf")]
    for each in transactions:
        words += [
            (node.text or "").strip() for node in each.iter() if _name(node) in ("Ustrd", "Nm", "AddtlTxInf")
        ]
        words += [(node.text or "").strip() for node in each.iter() if _name(node) == "EndToEndId"]
    return " ".join(dict.fromkeys(word for word in words if word and word != "NOTPROVIDED"))


def _day(entry: Element, number: int) -> date:
    said = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm") or _text(entry, "ValDt/Dt")
    try:
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise BadStatement("date", number) from error


def _amount(node: Element, number: int) -> Money:
    found = _all(node, "Amt")
    try:
        said = Decimal((found[0].text or "").strip())
        if (
            not said.is_finite() or said < 0 or said.adjusted() > 15
        ):  # more digits than Decimal may count with
            raise BadStatement("amount", number)
        return Money.of(said, found[0].get("Ccy", ""))
    except UnknownCurrency as error:
        raise BadStatement("currency", number) from error
    except (IndexError, InvalidOperation, AmountTooLarge, ValueError) as error:
        raise BadStatement("amount", number) from error


def _name(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: Element, name: str) -> list[Element]:
    return [child for child in node if _name(child) == name]


def _text(node: Element, path: str) -> str:
    here = [node]
    for name in path.split("/"):
        here = [child for each in here for child in _all(each, name)]
    return next((text for each in here if (text := (each.text or "").strip())), "")
