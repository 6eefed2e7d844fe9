"""CC5: the calls of a merchant's server about an order that was paid: capture, void, refund, status, history.

Codes and sentences are those of the bank's own table (CORE-2008 no related transaction, CORE-2503 above the net amount,
CORE-2508 not settled, …). Amounts of a status are in minor units.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.line import after
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import NUMBERS, minor, parse_amount
from tadamun_simulators.payments import Impossible, Payment, digits, new_code, now
from tadamun_simulators.web import Refused, Request, Response, Route

MERCHANT = MERCHANTS["est"]

ERRORS = {
    "CORE-2001": "This is an invalid transaction type. Auth, PreAuth, PostAuth, Credit, Void are valid.",
    "CORE-2005": "Null field problem. Check and try again.",
    "CORE-2007": "Unparsable number usage.",
    "CORE-2008": "Couldn't find any related transaction.",
    "CORE-2014": "Invalid query request detected. Please, control the request xml.",
    "CORE-2115": "A PostAuth can only be performed on a PreAuth transaction.",
    "CORE-2119": "Currency mismatch between request and related transaction history",
    "CORE-2120": "Void can only be performed on a successful transaction.",
    "CORE-2123": "There is no matching order to refund",
    "CORE-2503": "Cannot refund more than net amount.",
    "CORE-2504": "Cannot refund on zero net amount.",
    "CORE-2508": "Cannot refund, transaction not settled",
    "CORE-2509": "Cannot post, no matching preauth.",
    "CORE-2511": "Cannot void, settlement required.",
    "CORE-2512": "Not authorized to exceed pre authorization amount.",
}

STATES = {
    "open": "PN",
    "authorised": "A",
    "captured": "C",
    "voided": "V",
    "failed": "D",
    "cancelled": "CNCL",
}


class Wrong(Exception):
    """The call is refused with a code of ``ERRORS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Call:
    """One request as it was read."""

    fields: dict[str, str]
    extra: dict[str, str]

    @property
    def order(self) -> str:
        return self.fields.get("OrderId", "")


@dataclass
class Done:
    """What an answer tells beside its order."""

    payment: Payment | None = None
    message: str = ""
    extra: dict[str, str] = field(default_factory=dict)


class EstApi:
    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [Route("POST", MERCHANT["api_path"], self.answer)]

    def answer(self, request: Request) -> Response:
        call = read(request)
        if not _may(call):
            return _error(call.order, "", "Authentication failed: wrong user name or password.")
        payment = self.book.by_order("est", MERCHANT["clientid"], call.order)
        writes = "Type" in call.fields
        with after(self.book, "est", payment, loses=writes):
            try:
                with self.book.lock:
                    done = self._do(call, payment)
            except Wrong as wrong:
                if payment:
                    with self.book.changing(payment):
                        payment.note("refused", f"{call.fields.get('Type', 'query')} {wrong.code}")
                return _error(call.order, wrong.code, ERRORS[wrong.code])
            return _approved(call.order, done)

    def _do(self, call: Call, payment: Payment | None) -> Done:
        if not call.order:
            raise Wrong("CORE-2005")
        if "ORDERSTATUS" in call.extra:
            return _status(call, payment)
        if "ORDERHISTORY" in call.extra:
            return _history(call, payment)
        kinds: dict[str, Callable[[Call, Payment], None]] = {
            "PostAuth": _capture,
            "Void": _void,
            "Credit": _refund,
        }
        kind = call.fields.get("Type", "")
        if kind not in kinds:
            raise Wrong("CORE-2001" if kind else "CORE-2014")
        if payment is None:
            raise Wrong("CORE-2123" if kind == "Credit" else "CORE-2008")
        with self.book.changing(payment):
            kinds[kind](call, payment)
        return Done(payment)


def read(request: Request) -> Call:
    """The XML body, or the field DATA of a form. Raises Refused. Declarations of types and entities are not read."""
    text = (
        request.form().get("DATA", "")
        if "form-urlencoded" in request.headers.get("content-type", "")
        else request.text()
    )
    if "<!" in text:
        raise Refused(400, "No declarations in this XML.")
    try:
        root = ElementTree.fromstring(text.encode())  # noqa: S314 - declarations are refused above
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise Refused(400, "The body is not XML.") from error
    if root.tag != "CC5Request":
        raise Refused(400, "The root is not CC5Request.")
    extra = root.find("Extra")
    return Call(
        {child.tag: (child.text or "").strip() for child in root if child.tag != "Extra"},
        {child.tag: (child.text or "").strip() for child in (extra if extra is not None else ())},
    )


def _may(call: Call) -> bool:
    given = (call.fields.get("Name", ""), call.fields.get("Password", ""), call.fields.get("ClientId", ""))
    known = (MERCHANT["api_user"], MERCHANT["api_password"], MERCHANT["clientid"])
    return hmac.compare_digest("\0".join(given).encode(), "\0".join(known).encode())


def _amount(call: Call, payment: Payment, otherwise: Decimal) -> Decimal:
    currency = call.fields.get("Currency", "")
    if currency and currency != NUMBERS[payment.currency]:
        raise Wrong("CORE-2119")
    total = call.fields.get("Total", "")
    if not total:
        return otherwise
    amount = parse_amount(total, payment.currency)
    if amount is None:
        raise Wrong("CORE-2007")
    return amount


def _capture(call: Call, payment: Payment) -> None:
    amount = _amount(call, payment, payment.amount)
    try:
        payment.capture(amount)
    except Impossible as error:
        raise Wrong({"above": "CORE-2512", "state": "CORE-2509"}[error.reason]) from error


def _void(call: Call, payment: Payment) -> None:
    try:
        payment.void()
    except Impossible as error:
        raise Wrong(
            {"state": "CORE-2008", "settled": "CORE-2511", "refunded": "CORE-2120"}[error.reason]
        ) from error


def _refund(call: Call, payment: Payment) -> None:
    left = payment.captured - payment.refunded
    amount = _amount(call, payment, left)
    if payment.state == "captured" and not left:
        raise Wrong("CORE-2504")
    try:
        payment.refund(amount, needs_settlement=True)
    except Impossible as error:
        codes = {"above": "CORE-2503", "state": "CORE-2123", "unsettled": "CORE-2508"}
        raise Wrong(codes[error.reason]) from error


def _status(call: Call, payment: Payment | None) -> Done:
    if payment is None:
        return Done(None, f"No record found for {call.order}", {"NUMCODE": "0"})
    given = payment.details
    extra = {
        "ORD_ID": payment.order,
        "TRANS_ID": given["trans_id"],
        "CHARGE_TYPE_CD": "C" if payment.refunded else "S",
        "TRANS_STAT": STATES[payment.state],
        "ORIG_TRANS_AMT": str(minor(payment.amount, payment.currency)),
        "CAPTURE_AMT": str(minor(payment.captured - payment.refunded, payment.currency))
        if payment.captured
        else "",
        "AUTH_CODE": given["auth_code"] if payment.state in {"authorised", "captured", "voided"} else "",
        "HOST_REF_NUM": given["host_ref"],
        "PROC_RET_CD": {"failed": "51", "open": "", "cancelled": ""}.get(payment.state, "00"),
        "PAN": f"{payment.card[:4]} {payment.card[4:6]}** **** {payment.card[-4:]}" if payment.card else "",
        "NUMCODE": "0",
        "CURRENCY": NUMBERS[payment.currency],
    }
    line = "\t".join(f"{name}:{value}" for name, value in extra.items())
    return Done(payment, f"Record(s) found for {payment.order}", {"ORDERSTATUS": line, **extra})


def _history(call: Call, payment: Payment | None) -> Done:
    if payment is None:
        return Done(None, f"No record found for {call.order}", {"TRXCOUNT": "0", "NUMCODE": "0"})
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


def _approved(order: str, done: Done) -> Response:
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
        given["trans_id"],
        given["auth_code"],
        given["host_ref"],
        extra | done.extra,
    )


def _error(order: str, code: str, sentence: str) -> Response:
    extra = {"SETTLEID": "", "TRXDATE": f"{now():%Y%m%d %H:%M:%S}", "ERRORCODE": code}
    extra["NUMCODE"] = f"99{code[-4:]}" if code else "992000"
    return _xml(order, "Error", "99", sentence, f"{now():%y%j%H}{new_code(7)}", "", digits(12), extra)


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
