"""Orders: look at one, capture, refund, void. A transaction's name is the merchant's, so repeating a call is safe."""

from decimal import Decimal
from typing import Any

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.line import after
from tadamun_simulators.gateways.mastercard import view
from tadamun_simulators.gateways.mastercard.checkout import BASE, check, wanted
from tadamun_simulators.gateways.mastercard.view import Invalid
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import number, parse_amount
from tadamun_simulators.payments import Impossible, Payment, now
from tadamun_simulators.web import Request, Response, Route, as_json

MERCHANT_ID = MERCHANTS["mastercard"]["merchant_id"]
REASONS = {
    "state": "The order is not in a state that allows this.",
    "above": "The amount is more than what is left.",
    "settled": "The transaction is settled; refund it.",
    "refunded": "The transaction is refunded already.",
}
TYPES = {"CAPTURE": "CAPTURE", "REFUND": "REFUND", "VOID": "VOID_AUTHORIZATION"}


class Orders:
    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [
            Route("GET", f"{BASE}/order/<order>", self.show),
            Route("GET", f"{BASE}/order/<order>/transaction/<name>", self.show_transaction),
            Route("PUT", f"{BASE}/order/<order>/transaction/<name>", self.change),
        ]

    def show(self, request: Request, version: str, merchant: str, order: str) -> Response:
        try:
            check(request, version, merchant)
            payment = self._find(order)
            with after(self.book, "mastercard", payment), self.book.lock:
                return as_json(view.order(payment))
        except Invalid as error:
            return view.refused(error)

    def show_transaction(
        self, request: Request, version: str, merchant: str, order: str, name: str
    ) -> Response:
        try:
            check(request, version, merchant)
            payment = self._find(order)
            with after(self.book, "mastercard", payment), self.book.lock:
                if name != "1" and name not in payment.operations:
                    raise Invalid(f"Unable to find transaction {name} of order {order}.")
                return as_json(view.transaction(payment, name))
        except Invalid as error:
            return view.refused(error)

    def change(self, request: Request, version: str, merchant: str, order: str, name: str) -> Response:
        """CAPTURE, REFUND or VOID. The same name with the same words is answered as before; with others it is refused."""
        try:
            check(request, version, merchant)
            payment = self._find(order)
            asked = request.json()
            with after(self.book, "mastercard", payment, loses=True), self.book.changing(payment):
                self._do(payment, name, asked)
                return as_json(view.transaction(payment, name), 201)
        except Invalid as error:
            return view.refused(error)

    def _do(self, payment: Payment, name: str, asked: dict[str, Any]) -> None:
        operation = wanted(asked, "apiOperation")
        if operation not in TYPES:
            raise Invalid("Value of apiOperation is missing or wrong.", "apiOperation")
        done = payment.operations.get(name)
        if done or name == "1":
            if not done or done["asked"] != asked:
                raise Invalid(f"Transaction {name} exists with other values.", "transaction.id")
            return
        amount = _amount(payment, asked) if operation != "VOID" else payment.amount
        try:
            if operation == "CAPTURE":
                payment.capture(amount)
            elif operation == "REFUND":
                payment.refund(amount)
            else:
                payment.void()
        except Impossible as error:
            raise Invalid(
                REASONS[error.reason], "transaction.amount" if error.reason == "above" else ""
            ) from error
        payment.operations[name] = {
            "asked": asked,
            "type": TYPES[operation],
            "amount": number(amount, payment.currency),
            "time": now().isoformat(timespec="milliseconds"),
        }

    def _find(self, order: str) -> Payment:
        payment = self.book.by_order("mastercard", MERCHANT_ID, order)
        if payment is None or not view.exists(payment):
            raise Invalid(f"Unable to find order {order}.")
        return payment


def _amount(payment: Payment, asked: dict[str, Any]) -> Decimal:
    if wanted(asked, "transaction.currency") != payment.currency:
        raise Invalid("The currency is not that of the order.", "transaction.currency")
    amount = parse_amount(wanted(asked, "transaction.amount"), payment.currency)
    if amount is None:
        raise Invalid("Value of transaction.amount is missing or wrong.", "transaction.amount")
    return amount
