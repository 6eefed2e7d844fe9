"""The buyer's pages, the same for every gateway: card, 3-D Secure, back to the shop."""

import re
from collections.abc import Mapping
from dataclasses import replace

from tadamun_simulators.book import Book
from tadamun_simulators.cards import CARDS, SECURE_CODE
from tadamun_simulators.forms import card_page, mistakes, secure_page
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.pages import way_back
from tadamun_simulators.payments import Payment
from tadamun_simulators.speech import APPROVED, DECLINED, UNKNOWN_CARD, UNRECOGNISED, Verdict, Way
from tadamun_simulators.verdicts import Step, decide, tell
from tadamun_simulators.web import Refused, Request, Response, Route, redirect
from tadamun_simulators.words import WORDS

TRIES = 3  # wrong codes before 3-D Secure fails


class Desk:
    """Where buyers pay. Addresses below ``/pay/<code>``."""

    def __init__(self, book: Book, gateways: Mapping[str, Gateway]) -> None:
        self.book = book
        self.gateways = gateways

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/pay/<code>", self.show_card),
            Route("POST", "/pay/<code>", self.take_card),
            Route("GET", "/pay/<code>/secure", self.show_secure),
            Route("POST", "/pay/<code>/secure", self.take_code),
            Route("POST", "/pay/<code>/cancellation", self.cancel),
        ]

    def show_card(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        return self._answered(payment) if payment.state != "open" else card_page(payment, {}, [])

    def take_card(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return self._answered(payment)
        form = request.form()
        wrong = mistakes(form)
        if wrong:
            return card_page(payment, form, wrong)
        way = self.use_card(payment, form["number"], form["month"], form["year"])
        return _leave(payment, way) if way else redirect(f"/pay/{code}/secure")

    def show_secure(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return self._answered(payment)
        return secure_page(payment, "") if payment.card else redirect(f"/pay/{code}")

    def take_code(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return self._answered(payment)
        if not payment.card:
            return redirect(f"/pay/{code}")
        way = self.use_code(payment, request.form().get("code", "").strip())
        if way is None:
            return secure_page(payment, WORDS[payment.language]["wrong_code"])
        return _leave(payment, way)

    def cancel(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        way = self.give_up(payment)
        return redirect(way.url) if way else self._answered(payment)

    def use_card(self, payment: Payment, number: str, month: str, year: str) -> Way | None:
        """Pay with this card; None where 3-D Secure comes next. A card of no bank is declined at once (14)."""
        card = CARDS.get(re.sub(r"[\s-]", "", number))
        if card is None:
            return self._refuse(payment, UNKNOWN_CARD)
        with self.book.changing(payment):
            payment.use(card, f"{month.strip():0>2}/{year.strip()[-2:]}")
            payment.note("card", f"{card.masked}, {payment.fault}")
        return None

    def use_code(self, payment: Payment, code: str) -> Way | None:
        """Answer 3-D Secure; None where the code is wrong and may be tried again."""
        if code == SECURE_CODE:
            gateway = self.gateways[payment.gateway]
            return gateway.leave(payment, decide(self.book, gateway, payment))
        with self.book.changing(payment):
            tries = payment.details["tries"] = str(int(payment.details.get("tries", "0")) + 1)
            payment.note("wrong code", tries)
        return None if int(tries) < TRIES else self._refuse(payment, UNRECOGNISED)

    def give_up(self, payment: Payment) -> Way | None:
        """Cancel an open payment; None where it is answered."""
        with self.book.changing(payment):
            if payment.state != "open":
                return None
            payment.state = "cancelled"
            payment.note("cancelled", "by the buyer")
        return self.gateways[payment.gateway].give_up(payment)

    def _refuse(self, payment: Payment, verdict: Verdict) -> Way:
        gateway = self.gateways[payment.gateway]
        with self.book.changing(payment):
            first = payment.state == "open"
            if first:
                payment.state = "failed"
                payment.note(
                    "declined" if verdict.secure else "not recognised", f"{verdict.code} {verdict.message}"
                )
        if first:
            tell(self.book, gateway, payment, Step(verdict))
        return gateway.leave(payment, verdict)

    def _answered(self, payment: Payment) -> Response:
        """For who comes back to a payment that is over: the way to the shop, which she goes herself."""
        gateway = self.gateways[payment.gateway]
        way = gateway.give_up(payment)
        if _is_paid(payment) or payment.state == "failed":
            way = gateway.leave(payment, APPROVED if _is_paid(payment) else DECLINED)
        sentence = WORDS[payment.language]["answered"]
        return way_back(sentence, replace(way, auto=False), payment.language, 409)

    def _payment(self, code: str) -> Payment:
        payment = self.book.payments.get(code)
        if payment is None or not self.gateways[payment.gateway].takes_cards:
            raise Refused(404, "No such payment.")
        return payment


def _leave(payment: Payment, way: Way) -> Response:
    if way.fields is None:
        return redirect(way.url)
    words = WORDS[payment.language]
    return way_back(words["back_paid" if _is_paid(payment) else "back_refused"], way, payment.language)


def _is_paid(payment: Payment) -> bool:
    return payment.state in {"authorised", "captured"}
