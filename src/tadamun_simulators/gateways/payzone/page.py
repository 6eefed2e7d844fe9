"""The pay wall: a form of two fields, ``payload`` (JSON) and ``signature``, hex SHA-256 of the secret key and the payload."""

import hashlib
import hmac
import json
from typing import Any

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.payzone.view import charge, sale
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import NUMBERS, number, parse_amount
from tadamun_simulators.pages import message
from tadamun_simulators.payments import Payment, digits
from tadamun_simulators.post import Notice, Reply, is_address
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Request, Response, Route, parse_object, redirect, same, with_query
from tadamun_simulators.words import language

MERCHANT = MERCHANTS["payzone"]
NEEDED = ("chargeId", "orderId", "price", "currency", "customerId", "timestamp")
ADDRESSES = ("callbackUrl", "successUrl", "failureUrl", "cancelUrl")


class Payzone:
    name = "payzone"
    takes_cards = True
    attempts = 1

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [Route("POST", MERCHANT["launch_path"], self.launch)]

    def launch(self, request: Request) -> Response:
        form = request.form()
        payload = form.get("payload", "")
        asked = parse_object(payload)
        spoken = language(str(asked.get("customerLocale", "en")))
        wrong = mistakes(asked)
        expected = hashlib.sha256((MERCHANT["paywall_secret_key"] + payload).encode()).hexdigest()
        if not same(form.get("signature", "").lower(), expected):
            wrong.append("signature: not that of this payload.")
        if wrong:
            return message("Payzone", wrong, spoken, 400)
        with self.book.lock:
            if self.book.by_order(self.name, MERCHANT["merchant_account"], str(asked["chargeId"])):
                return message("Payzone", ["chargeId: used already."], spoken, 400)
            amount = parse_amount(str(asked["price"]), asked["currency"])
            assert amount
            payment = Payment(
                gateway=self.name,
                merchant=MERCHANT["merchant_account"],
                order=str(asked["chargeId"]),
                amount=amount,
                currency=asked["currency"],
                language=spoken,
                sale=True,
                fields=asked,
            )
            payment.details = {"internal": digits(10)}
            self.book.add(payment)
        return redirect(f"/pay/{payment.code}")

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        state = {
            "state": "APPROVED" if verdict.approved else "DECLINED",
            "resultCode": 0 if verdict.approved else int(verdict.code or "99"),
            "responseText": "Approved" if verdict.approved else verdict.message,
            "amount": number(verdict.amount, payment.currency),
            "currency": verdict.currency,
        }
        told: dict[str, Any] = charge(payment) | {"status": "CHARGED" if verdict.approved else "DECLINED"}
        told["transactions"] = [sale(payment) | state]
        told["lineItem"] = {"amount": state["amount"], "currency": state["currency"]}
        if flaw.padding:
            told["padding"] = "x" * flaw.padding
        body = json.dumps(told).encode()
        key = "not the key" if flaw.forged else MERCHANT["notification_key"]
        signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        return Notice(
            payment.fields["callbackUrl"], "application/json", body, {"x-callback-signature": signature}
        )

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        """The merchant answers ``{"status": "OK"}`` or KO; money does not depend on it."""
        try:
            said = json.loads(reply.text)
        except ValueError:
            said = None
        if reply.status != 200 or not isinstance(said, dict) or said.get("status") != "OK":
            payment.note("not acknowledged", "the merchant did not answer OK")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        url = payment.fields["successUrl" if verdict.approved else "failureUrl"]
        status = "AUTHORISED" if verdict.approved else "DECLINED"
        return Way(with_query(url, status=status, orderId=str(payment.fields["orderId"])))

    def give_up(self, payment: Payment) -> Way:
        return Way(
            with_query(
                payment.fields["cancelUrl"], status="CANCELLED", orderId=str(payment.fields["orderId"])
            )
        )


def mistakes(asked: dict[str, Any]) -> list[str]:
    wrong = [f"{name}: missing." for name in NEEDED if asked.get(name) in (None, "")]
    wrong += [f"{name}: not an address." for name in ADDRESSES if not is_address(str(asked.get(name, "")))]
    if asked.get("merchantAccount") != MERCHANT["merchant_account"]:
        wrong.append("merchantAccount: no such merchant.")
    if asked.get("mode") != "DEEP_LINK" or asked.get("paymentMethod") != "CREDIT_CARD":
        wrong.append("mode and paymentMethod: only DEEP_LINK and CREDIT_CARD.")
    currency = str(asked.get("currency"))
    if currency not in NUMBERS:
        wrong.append("currency: not one of this merchant.")
    elif parse_amount(str(asked.get("price", "")), currency) is None:
        wrong.append("price: as 149.50, above zero.")
    return wrong
