"""The hosted page of EST: what a merchant's form must hold, what the notice and the browser bring back."""

from urllib.parse import urlencode

from tadamun_simulators.book import Book
from tadamun_simulators.gateways.est.fields import field, mistakes
from tadamun_simulators.gateways.est.hashing import signature
from tadamun_simulators.gateways.est.results import references, result
from tadamun_simulators.merchants import MERCHANTS
from tadamun_simulators.money import LETTERS, parse_amount
from tadamun_simulators.pages import message
from tadamun_simulators.payments import Payment
from tadamun_simulators.post import Notice, Reply
from tadamun_simulators.speech import Flaw, Verdict, Way
from tadamun_simulators.web import Request, Response, Route, redirect
from tadamun_simulators.words import language

MERCHANT = MERCHANTS["est"]


class Est:
    name = "est"
    takes_cards = True
    attempts = 1

    def __init__(self, book: Book) -> None:
        self.book = book

    def routes(self) -> list[Route]:
        return [Route("POST", MERCHANT["gateway_path"], self.begin)]

    def begin(self, request: Request) -> Response:
        """Take a merchant's form; a wrong one is shown a page that says every mistake."""
        fields = request.form()
        spoken = language(field(fields, "lang"))
        wrong = mistakes(fields)
        if wrong:
            return message("3D-1004", wrong, spoken, 400)
        currency = LETTERS[field(fields, "currency")]
        amount = parse_amount(field(fields, "amount"), currency)
        assert amount
        with self.book.lock:
            if self.book.by_order(self.name, MERCHANT["clientid"], field(fields, "oid")):
                return message(
                    "CORE-2302", ["Order ID is in use: take a new oid for every attempt."], spoken, 400
                )
            payment = Payment(
                gateway=self.name,
                merchant=MERCHANT["clientid"],
                order=field(fields, "oid"),
                amount=amount,
                currency=currency,
                language=spoken,
                sale=field(fields, "trantype").lower() == "auth",
                fields=dict(fields),
            )
            payment.details = references(request.client)
            self.book.add(payment)
        return redirect(f"/pay/{payment.code}")

    def notice(self, payment: Payment, verdict: Verdict, flaw: Flaw) -> Notice | None:
        if field(payment.fields, "callbackresponse").lower() != "true":
            return None
        fields = {**result(payment, verdict), "callbackCall": "true"}
        if flaw.padding:
            fields["padding"] = "x" * flaw.padding
        fields["HASH"] = signature(fields, "not the key" if flaw.forged else MERCHANT["storekey"])
        return Notice(
            field(payment.fields, "callbackurl"),
            "application/x-www-form-urlencoded; charset=utf-8",
            urlencode(fields).encode(),
        )

    def heard(self, payment: Payment, verdict: Verdict, reply: Reply) -> None:
        """The body decides, to the byte: ``ACTION=POSTAUTH`` captures, ``APPROVED`` leaves authorised, all else nothing."""
        if not verdict.approved:
            return
        if reply.status == 200 and reply.text == "ACTION=POSTAUTH":
            if payment.state == "authorised":
                payment.capture(payment.amount)
        elif reply.status == 200 and reply.text == "APPROVED":
            payment.note("left authorised", "the merchant captures or voids it later")
        else:
            payment.note("not captured", "the answer was neither ACTION=POSTAUTH nor APPROVED")

    def leave(self, payment: Payment, verdict: Verdict) -> Way:
        fields = result(payment, verdict)
        fields["HASH"] = signature(fields, MERCHANT["storekey"])
        url = field(payment.fields, "okurl" if verdict.approved else "failurl")
        return Way(url, fields, field(payment.fields, "autoredirect").lower() == "true")

    def give_up(self, payment: Payment) -> Way:
        return Way(field(payment.fields, "shopurl"))
