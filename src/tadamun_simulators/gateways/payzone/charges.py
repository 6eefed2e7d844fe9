"""Charges: look at one, settle, reverse, refund. Every call is signed: HMAC-SHA256 by the caller's password, in hex, over
the caller's name, the merchant's account, the timestamp, the path and the body.
"""

import hashlib
import hmac
import time
from decimal import Decimal
from typing import Any

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.line import after
from tadamun_simulators.gateways.payzone.view import charge
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import number, parse_amount
from tadamun_simulators.payments import Impossible, Payment, now
from tadamun_simulators.web import Refused, Request, Response, Route, as_json, same

MERCHANT = MERCHANTS["payzone"]
PATH = MERCHANT["charges_path"]
FRESH = 300  # seconds that a signed call stays good
COMMANDS = {"SETTLE": "CAPTURE", "AUTH_REVERSAL": "REVERSAL", "REFUND": "REFUND"}


class Charges:
    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/api/v3/healthcheck", self.health),
            Route("GET", f"{PATH}/<name>", self.show),
            Route("POST", f"{PATH}/<name>", self.change),
        ]

    def health(self, request: Request) -> Response:
        return as_json({"status": "OK"})

    def show(self, request: Request, name: str) -> Response:
        payment = self._find(request, name)
        if payment is None:
            return _refused(404, "No such charge.")
        with after(self.book, "payzone", payment), self.book.lock:
            return as_json(charge(payment))

    def change(self, request: Request, name: str) -> Response:
        """``command`` SETTLE, AUTH_REVERSAL or REFUND; without ``amount`` all of it. Repeating a refund refunds again."""
        payment = self._find(request, name)
        if payment is None:
            return _refused(404, "No such charge.")
        asked = request.json()
        command = asked.get("command")
        if command not in COMMANDS:
            return _refused(400, "command: SETTLE, AUTH_REVERSAL or REFUND.")
        with after(self.book, "payzone", payment, loses=True):
            try:
                with self.book.changing(payment):
                    amount = _amount(
                        payment,
                        asked,
                        payment.amount if command == "SETTLE" else payment.captured - payment.refunded,
                    )
                    _do(payment, command, amount)
                    return as_json(charge(payment))
            except Impossible as error:
                return _refused(409, f"The charge is {payment.state}: {error.reason}.")

    def _find(self, request: Request, name: str) -> Payment | None:
        """The charge, for a signed call. Raises Refused with 401."""
        given = request.headers
        at = given.get("x-hmac-timestamp", "")
        words = f"{MERCHANT['caller_name']}{MERCHANT['merchant_account']}{at}{request.path}{request.text()}"
        expected = hmac.new(MERCHANT["caller_password"].encode(), words.encode(), hashlib.sha256).hexdigest()
        good = (
            given.get("x-merchantaccount") == MERCHANT["merchant_account"]
            and given.get("x-callername") == MERCHANT["caller_name"]
            and same(given.get("x-hmac-signature", "").lower(), expected)
        )
        if not good or len(at) > 12 or not at.isdecimal() or abs(int(at) - time.time()) > FRESH:
            raise Refused(401, "The signature is not that of this call.")
        return self.book.by_order("payzone", MERCHANT["merchant_account"], name)


def _amount(payment: Payment, asked: dict[str, Any], otherwise: Decimal) -> Decimal:
    if asked.get("amount") is None:
        return otherwise
    amount = parse_amount(str(asked["amount"]), payment.currency)
    if amount is None:
        raise Refused(400, "amount: as 149.50, above zero.")
    return amount


def _do(payment: Payment, command: str, amount: Decimal) -> None:
    if command == "SETTLE":
        payment.capture(amount)
    elif command == "REFUND":
        payment.refund(amount)
    else:
        payment.void()
        amount = payment.amount
    payment.operations[str(len(payment.operations) + 1)] = {
        "type": COMMANDS[command],
        "state": "APPROVED",
        "resultCode": 0,
        "responseText": "Approved",
        "amount": number(amount, payment.currency),
        "currency": payment.currency,
        "timestamp": now().isoformat(timespec="seconds"),
    }


def _refused(status: int, sentence: str) -> Response:
    return as_json({"status": "KO", "message": sentence}, status)
