"""Hosted checkout: a session by the merchant's server, the page, the webhook, the return with its indicator."""

import json
import secrets
from typing import Any

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.line import after
from tadamun_simulators.gateways.mastercard import view
from tadamun_simulators.gateways.mastercard.view import Invalid
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import NUMBERS, number, parse_amount
from tadamun_simulators.pages import HERE
from tadamun_simulators.payments import Payment, digits
from tadamun_simulators.post import Notice, Reply, is_address
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Refused, Request, Response, Route, as_json, redirect, same, with_query
from tadamun_simulators.words import language

MERCHANT = MERCHANTS["mastercard"]
BASE = "/api/rest/version/<version>/merchant/<merchant>"
OLDEST = 63  # versions before began a checkout in another way


class Mastercard:
    name = "mastercard"
    takes_cards = True
    attempts = 3

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [
            Route("POST", f"{BASE}/session", self.begin),
            Route("GET", "/checkout/pay/<session>", self.open_page),
            Route("GET", MERCHANT["script_path"], self.script),
        ]

    def begin(self, request: Request, version: str, merchant: str) -> Response:
        """INITIATE_CHECKOUT. An order that was not paid may be tried again; then the first session leads there too."""
        try:
            check(request, version, merchant)
            with after(self.book, self.name):
                asked = request.json()
                payment = self._payment(asked)
                return as_json(
                    {
                        "checkoutMode": "WEBSITE",
                        "merchant": merchant,
                        "result": "SUCCESS",
                        "session": {
                            "id": payment.details["session"],
                            "updateStatus": "SUCCESS",
                            "version": secrets.token_hex(5),
                        },
                        "successIndicator": payment.details["success"],
                    },
                    201,
                )
        except Invalid as error:
            return view.refused(error)

    def _payment(self, asked: dict[str, Any]) -> Payment:
        fresh = read(asked)
        with self.book.lock:
            payment = self.book.by_order(self.name, fresh.merchant, fresh.order)
            if payment is None:
                payment = self.book.add(fresh)
            elif payment.state in {"open", "failed", "cancelled"}:
                payment.amount, payment.currency, payment.fields = fresh.amount, fresh.currency, fresh.fields
                payment.sale, payment.language = fresh.sale, fresh.language
                self.book.reopen(payment)
            else:
                raise Invalid("This order is paid already.", "order.id")
            self.book.refer(payment, "session", f"SESSION{digits(25)}")
            payment.details["success"] = secrets.token_hex(8)
            self.book.save(payment)
        return payment

    def open_page(self, request: Request, session: str) -> Response:
        """Where the script sends the browser, and where a merchant may send it without any."""
        payment = self.book.by_reference(self.name, "session", session)
        if payment is None:
            raise Refused(404, "No such session.")
        return redirect(f"/pay/{payment.code}")

    def script(self, request: Request) -> Response:
        return Response(200, (HERE / "static/checkout.min.js").read_bytes(), "text/javascript; charset=utf-8")

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        url = wanted(payment.fields, "order.notificationUrl") or self.book.webhooks.get(self.name, "")
        if not url:
            return None
        told = view.transaction(payment, "1")
        amount = {"amount": number(verdict.amount, payment.currency), "currency": verdict.currency}
        told["order"] |= amount
        told["transaction"] |= amount
        told["result"] = "SUCCESS" if verdict.approved else "FAILURE"
        told["response"] = {
            "gatewayCode": "APPROVED" if verdict.approved else "DECLINED",
            "acquirerCode": verdict.code,
        }
        if flaw.padding:
            told["padding"] = "x" * flaw.padding
        name = f"{payment.code}-{verdict.code or 'secure'}"
        attempt = payment.details[name] = str(int(payment.details.get(name, "0")) + 1)
        headers = {
            "X-Notification-Secret": secrets.token_hex(16)
            if flaw.forged
            else MERCHANT["notification_secret"],
            "X-Notification-ID": name,
            "X-Notification-Attempt": attempt,
        }
        return Notice(url, "application/json; charset=utf-8", json.dumps(told).encode(), headers)

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        """A webhook is only a hint: any 2xx will do, and nothing depends on it."""
        if not 200 <= reply.status < 300:
            payment.note("not delivered", f"status {reply.status}")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        indicator = payment.details["success"] if verdict.approved else secrets.token_hex(8)
        return Way(with_query(wanted(payment.fields, "interaction.returnUrl"), resultIndicator=indicator))

    def give_up(self, payment: Payment) -> Way:
        url = wanted(payment.fields, "interaction.cancelUrl") or wanted(
            payment.fields, "interaction.returnUrl"
        )
        return Way(url)


def check(request: Request, version: str, merchant: str) -> None:
    """The merchant's key, and a version this gateway speaks. Raises Invalid."""
    user, password = request.login()
    known = f"merchant.{MERCHANT['merchant_id']}"
    if not (
        same(user, known) and same(password, MERCHANT["api_password"]) and merchant == MERCHANT["merchant_id"]
    ):
        raise Invalid("Invalid credentials.", status=401)
    if not version.isdecimal() or int(version) < OLDEST:
        raise Invalid(f"Version {version} is not supported.")


def wanted(fields: dict[str, Any], path: str) -> str:
    """A nested value as text; empty where it is missing."""
    value: Any = fields
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def read(asked: dict[str, Any]) -> Payment:
    """The payment that a request asks for, not kept yet. Raises Invalid naming the field."""
    operation = wanted(asked, "interaction.operation")
    currency = wanted(asked, "order.currency")
    amount = parse_amount(wanted(asked, "order.amount"), currency)
    for good, field in (
        (wanted(asked, "apiOperation") == "INITIATE_CHECKOUT", "apiOperation"),
        (operation in {"PURCHASE", "AUTHORIZE"}, "interaction.operation"),
        (bool(wanted(asked, "interaction.merchant.name")), "interaction.merchant.name"),
        (1 <= len(wanted(asked, "order.id")) <= 40, "order.id"),
        (currency in NUMBERS, "order.currency"),
        (amount is not None, "order.amount"),
        (is_address(wanted(asked, "interaction.returnUrl")), "interaction.returnUrl"),
    ):
        if not good:
            raise Invalid(f"Value of {field} is missing or wrong.", field)
    for field in ("interaction.cancelUrl", "order.notificationUrl"):
        if wanted(asked, field) and not is_address(wanted(asked, field)):
            raise Invalid(f"Value of {field} is wrong.", field)
    assert amount
    return Payment(
        gateway=Mastercard.name,
        merchant=MERCHANT["merchant_id"],
        order=wanted(asked, "order.id"),
        amount=amount,
        currency=currency,
        language=language(wanted(asked, "interaction.locale") or "en"),
        sale=operation == "PURCHASE",
        fields=asked,
    )
