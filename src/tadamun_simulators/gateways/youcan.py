"""YouCan Pay: a token by the merchant's server, the payment form, a signed webhook, a look at the transaction.

Amounts are minor units everywhere. Webhooks go where the merchant subscribed on her account page (``webhooks``). The
sandbox and the live addresses lead to the same place, each with keys of its own in reality; here only sandbox keys exist.
"""

import hashlib
import hmac
import json
import re
from typing import Any
from uuid import uuid4

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.line import after
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import NUMBERS, from_minor, minor
from tadamun_simulators.payments import Payment
from tadamun_simulators.post import Notice, Reply, is_address
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Refused, Request, Response, Route, as_json, redirect, same, with_query
from tadamun_simulators.words import language

MERCHANT = MERCHANTS["youcan"]
STATUS = {"open": 0, "authorised": 0, "captured": 1, "voided": -1, "failed": -1, "cancelled": -1}


class YouCan:
    name = "youcan"
    takes_cards = True
    attempts = 1

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [
            Route(method, f"{prefix}{path}", answer)
            for prefix in ("/sandbox", "")
            for method, path, answer in (
                ("POST", "/api/tokenize", self.tokenize),
                ("GET", "/payment-form/<token>", self.open_page),
                ("GET", "/api/transactions/<transaction>", self.show),
            )
        ]

    def tokenize(self, request: Request) -> Response:
        """A new token each time, also for an order that has one: a shop that asks twice may be paid twice."""
        fields = request.form()
        with after(self.book, self.name):
            if not same(fields.get("pri_key", ""), MERCHANT["pri_key"]):
                return _wrong(401, "The private key is not known.")
            sentence = mistake(fields)
            if sentence:
                return _wrong(422, sentence)
            currency = fields["currency"]
            payment = Payment(
                gateway=self.name,
                merchant=MERCHANT["pub_key"],
                order=fields["order_id"],
                amount=from_minor(int(fields["amount"]), currency),
                currency=currency,
                language="en",
                sale=True,
                fields={name: value for name, value in fields.items() if name != "pri_key"},
            )
            self.book.add(payment)
            token = self.book.refer(payment, "token", str(uuid4()))
            transaction = self.book.refer(payment, "transaction", str(uuid4()))
            self.book.save(payment)
            return as_json({"token": {"id": token}, "transaction_id": transaction})

    def open_page(self, request: Request, token: str) -> Response:
        payment = self.book.by_reference(self.name, "token", token)
        if payment is None:
            raise Refused(404, "No such token.")
        with self.book.changing(payment):
            payment.language = language(request.query.get("lang", "en"))
        return redirect(f"/pay/{payment.code}")

    def show(self, request: Request, transaction: str) -> Response:
        """For who holds the private key, in the query or as bearer."""
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not same(request.query.get("pri_key", "") or bearer, MERCHANT["pri_key"]):
            return _wrong(401, "The private key is not known.")
        payment = self.book.by_reference(self.name, "transaction", transaction)
        if payment is None:
            return _wrong(404, "No such transaction.")
        with after(self.book, self.name, payment), self.book.lock:
            return as_json(_transaction(payment, STATUS[payment.state]))

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        url = self.book.webhooks.get(self.name, "")
        if not url:
            return None
        told = _transaction(payment, 1 if verdict.approved else -1)
        told |= {"amount": str(minor(verdict.amount, payment.currency)), "currency": verdict.currency}
        event = {
            "id": f"{payment.code}-{verdict.code or 'secure'}",
            "event_name": "transaction.paid" if verdict.approved else "transaction.failed",
            "sandbox": True,
            "payload": {
                "transaction": told,
                "token": {"id": payment.details["token"]},
                "payment_method": {
                    "name": "credit_card",
                    "card": {"last_digits": payment.card[-4:], "brand": payment.brand},
                },
                "metadata": _metadata(payment.fields),
            },
        }
        if flaw.padding:
            event["padding"] = "x" * flaw.padding
        body = json.dumps(event).encode()
        key = "not the key" if flaw.forged else MERCHANT["pri_key"]
        signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        return Notice(url, "application/json", body, {"X-Youcanpay-Signature": signature})

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        if not 200 <= reply.status < 300:
            payment.note("not delivered", f"status {reply.status}")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        good = verdict.approved
        told = {
            "success": "true" if good else "false",
            "code": "000" if good else verdict.code or "3ds",
            "message": "The payment was processed successfully" if good else verdict.message,
            "transaction_id": payment.details["transaction"],
            "order_id": payment.order,
        }
        return Way(with_query(payment.fields["success_url" if good else "error_url"], **told))

    def give_up(self, payment: Payment) -> Way:
        return Way(with_query(payment.fields["error_url"], success="false", order_id=payment.order))


def mistake(fields: dict[str, str]) -> str:
    """What is wrong with a request for a token; empty where nothing is."""
    amount = fields.get("amount", "")
    if not fields.get("order_id") or len(fields["order_id"]) > 100:
        return "The order_id field is required."
    if not re.fullmatch(r"[0-9]{1,12}", amount) or not int(amount):
        return "The amount must be a whole number of the smallest unit."
    if fields.get("currency") not in NUMBERS:
        return "The selected currency is invalid."
    if not fields.get("customer_ip"):
        return "The customer_ip field is required."
    if not (is_address(fields.get("success_url", "")) and is_address(fields.get("error_url", ""))):
        return "The success_url and error_url must be addresses."
    return ""


def _transaction(payment: Payment, status: int) -> dict[str, Any]:
    return {
        "id": payment.details["transaction"],
        "order_id": payment.order,
        "status": status,
        "amount": str(minor(payment.amount, payment.currency)),
        "currency": payment.currency,
        "created_at": payment.opened_at,
    }


def _metadata(fields: dict[str, Any]) -> dict[str, str]:
    return {
        name[9:-1]: value
        for name, value in fields.items()
        if name.startswith("metadata[") and name.endswith("]")
    }


def _wrong(status: int, sentence: str) -> Response:
    return as_json({"success": False, "message": sentence}, status)
