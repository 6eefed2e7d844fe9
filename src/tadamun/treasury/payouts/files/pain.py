"""ISO 20022 pain.001.001.09 (CustomerCreditTransferInitiation): one payment information block, one transfer a payout.

Elements and their order are those of the message's definition; ids have at most 35 characters, names 70, and everything
is in the Latin letters of EPC217-08, for most banks refuse others.
"""

from collections.abc import Sequence
from datetime import date, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tadamun.kernel.bank_accounts import BadAccount, iban_of
from tadamun.kernel.latin import ascii_text
from tadamun.kernel.money import total
from tadamun.treasury.payouts.models import Batch, Payout

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


class CannotWrite(ValueError):
    """The market's own account is not in its identity, or is not right: a bank's file needs it."""


def write_pain(batch: Batch, payouts: Sequence[Payout], *, made_at: datetime, execute_on: date) -> bytes:
    """UTF-8 XML. Opens the sealed account numbers. Raises ``CannotWrite`` and ``kernel.sealed.CannotOpen``."""
    name = ascii_text(batch.market.fact("legal_name", "fr") or batch.market.slug, 70)
    try:
        own = iban_of(batch.market.fact("rib"))
    except BadAccount as error:
        raise CannotWrite(error.code) from error
    root = Element("Document", xmlns=NAMESPACE)
    message = SubElement(root, "CstmrCdtTrfInitn")
    head = SubElement(message, "GrpHdr")
    _put(head, "MsgId", f"TADAMUN-{batch.code}")
    _put(head, "CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S"))
    _control(head, payouts, batch.currency)
    _put(SubElement(head, "InitgPty"), "Nm", name)
    block = SubElement(message, "PmtInf")
    _put(block, "PmtInfId", f"PMT-{batch.code}")
    _put(block, "PmtMtd", "TRF")
    _put(block, "BtchBookg", "false")
    _control(block, payouts, batch.currency)
    _put(SubElement(block, "ReqdExctnDt"), "Dt", execute_on.isoformat())
    _put(SubElement(block, "Dbtr"), "Nm", name)
    _put(_path(block, "DbtrAcct", "Id"), "IBAN", own)
    _put(_path(block, "DbtrAgt", "FinInstnId", "Othr"), "Id", "NOTPROVIDED")
    _put(block, "ChrgBr", "SHAR")
    for payout in payouts:
        _transfer(block, payout, name)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _transfer(block: Element, payout: Payout, payer: str) -> None:
    transfer = SubElement(block, "CdtTrfTxInf")
    ids = SubElement(transfer, "PmtId")
    _put(ids, "InstrId", payout.code)
    _put(ids, "EndToEndId", payout.code)
    amount = SubElement(SubElement(transfer, "Amt"), "InstdAmt", Ccy=payout.currency)
    amount.text = str(payout.amount.major)
    _put(SubElement(transfer, "Cdtr"), "Nm", ascii_text(payout.holder, 70))
    _put(_path(transfer, "CdtrAcct", "Id"), "IBAN", payout.account())
    _put(SubElement(transfer, "RmtInf"), "Ustrd", f"{payout.code} {payer}"[:140])


def _control(node: Element, payouts: Sequence[Payout], currency: str) -> None:
    _put(node, "NbOfTxs", str(len(payouts)))
    _put(node, "CtrlSum", str(total([payout.amount for payout in payouts], currency).major))


def _path(node: Element, *names: str) -> Element:
    for name in names:
        node = SubElement(node, name)
    return node


def _put(node: Element, name: str, text: str) -> None:
    SubElement(node, name).text = text
