"""What CC5 answers: an order's status and history, approval and refusal, as XML."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from tadamun_simulators.money import NUMBERS, minor
from tadamun_simulators.payments import Payment, digits, new_transaction, now
from tadamun_simulators.web import Response

STATES = {
    "open": "PN",
    "authorised": "A",
    "captured": "C",
    "voided": "V",
    "failed": "D",
}


@dataclass
class Done:
    """What an answer tells beside its order."""

    payment: Payment | None = None
    message: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    transaction: str = ""  # of what was just done; empty for a question


def is_recorded(payment: Payment) -> bool:
    """An order without any try of a card has left no record, nor has one that the buyer left."""
    return payment.state != "cancelled" and bool(payment.card)


def status(order: str, payment: Payment | None) -> Done:
    if payment is None or not is_recorded(payment):
        return Done(None, f"No record found for {order}", {"NUMCODE": "0"})
    given = payment.details
    extra = {
        "ORD_ID": payment.order,
        "TRANS_ID": given["trans_id"],
        "CHARGE_TYPE_CD": "C" if payment.refunded else "S",
        "TRANS_STAT": STATES[payment.state],
        "ORIG_TRANS_AMT": str(minor(payment.amount, payment.currency)),
        "CAPTURE_AMT": str(minor(payment.captured, payment.currency)) if payment.captured else "",
        "AUTH_CODE": given["auth_code"] if payment.state in {"authorised", "captured", "voided"} else "",
        "HOST_REF_NUM": given["host_ref"],
        "PROC_RET_CD": {"failed": "51", "open": ""}.get(payment.state, "00"),
        "PAN": f"{payment.card[:4]} {payment.card[4:6]}** **** {payment.card[-4:]}" if payment.card else "",
        "NUMCODE": "0",
        "CURRENCY": NUMBERS[payment.currency],
    }
    line = "\t".join(f"{name}:{value}" for name, value in extra.items())
    return Done(payment, f"Record(s) found for {payment.order}", {"ORDERSTATUS": line, **extra})


def history(order: str, payment: Payment | None) -> Done:
    if payment is None or not is_recorded(payment):
        return Done(None, f"No record found for {order}", {"TRXCOUNT": "0", "NUMCODE": "0"})
    kinds = {
        "authorised": "S\tA",
        "captured": "S\tC",
        "voided": "S\tV",
        "refunded": "C\tC",
        "declined": "S\tD",
    }
    lines = [
        "\t".join((kinds[event.what], event.detail, event.at, payment.details["host_ref"]))
        for event in payment.history
        if event.what in kinds
    ]
    numbered = {f"TRX{place}": line for place, line in enumerate(lines, 1)}
    return Done(payment, "", {"TRXCOUNT": str(len(lines)), **numbered, "NUMCODE": "0"})


def approved(order: str, done: Done) -> Response:
    payment = done.payment
    if payment is None:
        return _xml(order, "Declined", "99", done.message, "", "", "", done.extra)
    given = payment.details
    extra = {
        "SETTLEID": "77" if payment.is_settled else "",
        "TRXDATE": f"{now():%Y%m%d %H:%M:%S}",
        "NUMCODE": "0",
    }
    return _xml(
        order,
        "Approved",
        "00",
        done.message,
        done.transaction or given["trans_id"],
        given["auth_code"],
        given["host_ref"],
        extra | done.extra,
    )


def refused(order: str, code: str, sentence: str) -> Response:
    extra = {"SETTLEID": "", "TRXDATE": f"{now():%Y%m%d %H:%M:%S}", "ERRORCODE": code}
    extra["NUMCODE"] = f"99{code[-4:]}" if code else "992000"
    return _xml(order, "Error", "99", sentence, new_transaction(), "", digits(12), extra)


def _xml(
    order: str,
    response: str,
    code: str,
    message: str,
    transaction: str,
    auth: str,
    host: str,
    extra: dict[str, str],
) -> Response:
    root = ElementTree.Element("CC5Response")
    for name, value in (
        ("OrderId", order),
        ("GroupId", order),
        ("Response", response),
        ("AuthCode", auth),
        ("HostRefNum", host),
        ("ProcReturnCode", code),
        ("TransId", transaction),
        ("ErrMsg", message),
    ):
        ElementTree.SubElement(root, name).text = value
    below = ElementTree.SubElement(root, "Extra")
    for name, value in extra.items():
        ElementTree.SubElement(below, name).text = value
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(200, body, "text/xml; charset=utf-8")
