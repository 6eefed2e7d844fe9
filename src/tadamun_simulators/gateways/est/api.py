"""CC5: the calls of a merchant's server about an order that was paid: capture, void, refund, status, history.

Codes and sentences are those of the bank's own table (CORE-2008 no related transaction, CORE-2503 above the net amount,
CORE-2508 not settled, …). Amounts of a status are in minor units.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.est.answers import Done, approved, history, refused, status
from tadamun_simulators.gateways.line import after
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import NUMBERS, parse_amount
from tadamun_simulators.payments import Impossible, Payment, new_transaction
from tadamun_simulators.web import Refused, Request, Response, Route, same

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


class EstApi:
    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [Route("POST", MERCHANT["api_path"], self.answer)]

    def answer(self, request: Request) -> Response:
        call = read(request)
        if not _may(call):
            return refused(call.order, "", "Authentication failed: wrong user name or password.")
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
                return refused(call.order, wrong.code, ERRORS[wrong.code])
            return approved(call.order, done)

    def _do(self, call: Call, payment: Payment | None) -> Done:
        if not call.order:
            raise Wrong("CORE-2005")
        if "ORDERSTATUS" in call.extra:
            return status(call.order, payment)
        if "ORDERHISTORY" in call.extra:
            return history(call.order, payment)
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
        return Done(payment, transaction=new_transaction())


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
    return same("\0".join(given), "\0".join(known))


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
