"""Vouchers: ordered by the merchant's server, paid over the counter of an agency, told to ``payUrl``."""

from html import escape
from urllib.parse import urlencode

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.binga.rules import checksum, expiry, mistake, status, view
from tadamun_simulators.gateways.line import after
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import parse_amount, written
from tadamun_simulators.pages import draw, page
from tadamun_simulators.payments import Payment, digits, now
from tadamun_simulators.post import Notice, Reply
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.verdicts import decide
from tadamun_simulators.web import Request, Response, Route, as_json, redirect, same
from tadamun_simulators.words import WORDS

MERCHANT = MERCHANTS["binga"]


class Binga:
    name = "binga"
    takes_cards = False
    attempts = 1

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        pay = MERCHANT["pay_path"]
        return [
            Route("POST", pay, self.order),
            Route("POST", pay.replace("/pay", "/json/pay"), self.order),
            Route("GET", f"{MERCHANT['status_path']}<code>", self.show),
            Route("GET", f"{MERCHANT['status_path']}store/<store>", self.show_all),
            Route("GET", "/agency", self.agency),
            Route("POST", "/agency", self.take_cash),
        ]

    def order(self, request: Request) -> Response:
        """A voucher for the order; the same order twice is refused."""
        if not _may(request):
            return _error(401, "Wrong user or password.")
        fields = request.form()
        with after(self.book, self.name):
            wrong = mistake(fields)
            if wrong:
                return _error(400, wrong)
            amount, expires = parse_amount(fields["amount"], "MAD"), expiry(fields["expirationDate"])
            assert amount
            assert expires
            payment = Payment(
                gateway=self.name,
                merchant=MERCHANT["store_id"],
                order=fields["externalId"],
                amount=amount,
                currency="MAD",
                language="fr",
                sale=True,
                fields=dict(fields),
            )
            payment.details = {"expires": expires.isoformat()}
            with self.book.lock:
                if self.book.by_order(self.name, MERCHANT["store_id"], payment.order):
                    return _error(400, "externalId is used already.")
                self.book.add(payment)
                self.book.refer(payment, "voucher", digits(9))
                self.book.save(payment)
            return _success(view(payment))

    def show(self, request: Request, code: str) -> Response:
        if not _may(request):
            return _error(401, "Wrong user or password.")
        payment = self.book.by_reference(self.name, "voucher", code)
        if payment is None:
            return _error(404, "No such order.")
        with after(self.book, self.name, payment), self.book.lock:
            return _success(view(payment))

    def show_all(self, request: Request, store: str) -> Response:
        if not _may(request):
            return _error(401, "Wrong user or password.")
        with after(self.book, self.name), self.book.lock:
            ours = [one for one in self.book.payments.values() if one.gateway == self.name]
            return _success([view(payment) for payment in ours if payment.merchant == store])

    def agency(self, request: Request) -> Response:
        """The counter of an agency, for whoever holds a code."""
        return _counter("", 200)

    def take_cash(self, request: Request) -> Response:
        payment = self.book.by_reference(self.name, "voucher", request.form().get("code", "").strip())
        if payment is None:
            return _counter("No order has this code.", 404)
        if status(payment) != "PENDING":
            return _counter(f"This order is {status(payment)}.", 409)
        decide(self.book, self, payment)
        return redirect("/agency")

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        amount = written(verdict.amount, payment.currency)
        told = {
            **{name: value for name, value in payment.fields.items() if name.startswith("buyer")},
            "apiVersion": "1.1",
            "code": payment.details["voucher"],
            "storeId": payment.merchant,
            "externalId": payment.order,
            "amount": amount,
            "currency": verdict.currency,
            "status": "PAID" if verdict.approved else "REFUSED",
            "paymentDate": f"{now():%Y-%m-%dT%H:%M:%SGMT}",
            "orderCheckSum": checksum(
                "PAY", amount, payment.fields, "not the key" if flaw.forged else MERCHANT["private_key"]
            ),
        }
        if flaw.padding:
            told["padding"] = "x" * flaw.padding
        return Notice(payment.fields["payUrl"], "application/x-www-form-urlencoded", urlencode(told).encode())

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        if reply.status != 200:
            payment.note("not delivered", f"status {reply.status}")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        """Nobody's browser is at the counter; this is where one would go."""
        return Way(payment.fields.get("successUrl" if verdict.approved else "failureUrl", "") or "/agency")

    def give_up(self, payment: Payment) -> Way:
        return Way(payment.fields.get("failureUrl", "") or "/agency")


def _may(request: Request) -> bool:
    user, password = request.login()
    return same(user, MERCHANT["user"]) and same(password, MERCHANT["password"])


def _success(orders: dict[str, str] | list[dict[str, str]]) -> Response:
    return as_json({"result": "success", "orders": {"order": orders}})


def _error(code: int, sentence: str) -> Response:
    return as_json({"result": "error", "error": {"code": str(code), "message": sentence}}, code)


def _counter(error: str, status: int) -> Response:
    words = WORDS["en"]
    alert = f'<p class="bad" role="alert">{escape(error)}</p>' if error else ""
    return page(
        words["voucher_title"],
        draw("agency.html", error=alert, text=escape(words["voucher_text"])),
        status=status,
    )
