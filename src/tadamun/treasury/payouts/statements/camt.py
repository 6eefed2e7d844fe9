"""ISO 20022 camt.053 (BankToCustomerStatement), any version: names are matched without their namespace.

One line an entry; one a transaction where an entry books several, each with its own amount and direction, and one for what the
bank charged within it. Only booked entries count. An entry whose parts do not make up its amount stays whole: nothing is guessed.
"""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from tadamun.kernel.money import AmountTooLarge, Money, UnknownCurrency
from tadamun.treasury.payouts.statements.line import BadStatement, Line

MOST_NODES = 1_000_000  # fifty an entry; small ones without end would fill the memory
_SIGNS = {"CRDT": 1, "DBIT": -1}  # of the entry itself, also where it reverses another


def read_camt(data: bytes) -> Iterator[Line]:
    """One entry in memory at a time; a row is the number of an entry in the file. Raises ``BadStatement``."""
    account, count, statements, nodes = "", 0, 0, 0
    try:
        for event, node in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                node.tag = str(node.tag).rpartition("}")[2]
                nodes += 1
                statements += node.tag == "Stmt"
                account = "" if node.tag == "Stmt" else account
                if nodes > MOST_NODES:
                    raise BadStatement("too_large")
            elif node.tag == "Acct":  # before the entries of its statement
                account = account or _text(node, "Id/IBAN") or _text(node, "Id/Othr/Id")
            elif node.tag == "Ntry":
                count += 1
                yield from (line for line in _lines_of(node, account, count) if line.amount)
                node.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        if isinstance(error, BadStatement):
            raise
        raise BadStatement("unreadable") from error
    if not statements:
        raise BadStatement("unreadable")


def _lines_of(entry: Element, account: str, number: int) -> Iterator[Line]:
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != "BOOK":
        return
    sign = _SIGNS.get(_text(entry, "CdtDbtInd"))
    if sign is None:
        raise BadStatement("amount", number)
    on, whole = _day(entry, number), _amount(entry, number)
    key = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    details = [each for part in entry.findall("NtryDtls") for each in part.findall("TxDtls")]
    if parts := _parts(entry, details, whole * sign, sign, number):
        for count, (amount, each) in enumerate(parts, 1):
            label = _label(entry, [each] if each is not None else [])
            own = key and f"{key}/{count}"
            yield Line(on, amount, "" if each is None else _reference(each), label, own, account, key)
        return
    reference = next((said for each in details if (said := _reference(each))), "") or _text(entry, "NtryRef")
    yield Line(on, whole * sign, reference, _label(entry, details), key, account)


def _parts(
    entry: Element, details: list[Element], whole: Money, sign: int, number: int
) -> list[tuple[Money, Element | None]]:
    """Each transaction with what it moved, and the bank's charges without one; none where they do not make up the entry."""
    moved = [_moved(each, sign, number) for each in details]
    known = [(each, detail) for each, detail in zip(moved, details, strict=True) if each is not None]
    if len(details) < 2 or len(known) < len(details) or any(m.currency != whole.currency for m, _ in known):
        return []
    parts: list[tuple[Money, Element | None]] = [*known]
    rest = whole.minor - sum(each.minor for each, _ in known)
    if rest and rest == _charged(entry, details, whole.currency, number):
        parts.append((Money(rest, whole.currency), None))
        rest = 0
    return [] if rest else [(each, detail) for each, detail in parts if each]


def _moved(transaction: Element, sign: int, number: int) -> Money | None:
    """Older versions say the amount among its details, and no direction of its own."""
    said = transaction.findall("Amt") or [
        found
        for part in transaction.findall("AmtDtls")
        for each in part.findall("TxAmt")
        for found in each.findall("Amt")
    ]
    if not said:
        return None
    return _money(said[0], number) * _SIGNS.get(_text(transaction, "CdtDbtInd"), sign)


def _charged(entry: Element, details: list[Element], currency: str, number: int) -> int:
    """In minor units, below zero: what the bank kept of the entry and its transactions."""
    minor = 0
    for each in (entry, *details):
        for charges in each.findall("Chrgs"):
            for record in charges.findall("Rcrd") or [charges]:
                said = record.findall("Amt") or record.findall("TtlChrgsAndTaxAmt")
                amount = _money(said[0], number) if said else Money(0, currency)
                if amount.currency == currency:
                    minor += amount.minor * _SIGNS.get(_text(record, "CdtDbtInd"), -1)
    return minor


def _reference(transaction: Element) -> str:
    said = _text(transaction, "Refs/EndToEndId")
    return said if said and said != "NOTPROVIDED" else _text(transaction, "Refs/AcctSvcrRef")


def _label(entry: Element, transactions: list[Element]) -> str:
    words = [_text(entry, "AddtlNtryInf")]
    for each in transactions:
        words += [
            (node.text or "").strip() for node in each.iter() if node.tag in ("Ustrd", "Nm", "AddtlTxInf")
        ]
        words += [(node.text or "").strip() for node in each.iter("EndToEndId")]
    return " ".join(dict.fromkeys(word for word in words if word and word != "NOTPROVIDED"))


def _day(entry: Element, number: int) -> date:
    said = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm") or _text(entry, "ValDt/Dt")
    try:
        return date.fromisoformat(said[:10])
    except ValueError as error:
        raise BadStatement("date", number) from error


def _amount(node: Element, number: int) -> Money:
    found = node.findall("Amt")
    if not found:
        raise BadStatement("amount", number)
    return _money(found[0], number)


def _money(amount: Element, number: int) -> Money:
    try:
        said = Decimal((amount.text or "").strip())
        if (
            not said.is_finite() or said < 0 or said.adjusted() > 15
        ):  # more digits than Decimal may count with
            raise BadStatement("amount", number)
        return Money.of(said, amount.get("Ccy", ""))
    except UnknownCurrency as error:
        raise BadStatement("currency", number) from error
    except (InvalidOperation, AmountTooLarge, ValueError) as error:
        raise BadStatement("amount", number) from error


def _text(node: Element, path: str) -> str:
    return next((text for each in node.findall(path) if (text := (each.text or "").strip())), "")
