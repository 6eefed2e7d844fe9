"""The buyer's pages, the same for every gateway: card, 3-D Secure, back to the shop."""

import re
from collections.abc import Mapping
from html import escape

from tadamun_simulators.book import Book
from tadamun_simulators.cards import CARDS, SECURE_CODE, check_digit
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.money import written
from tadamun_simulators.pages import draw, figure, message, page, posting
from tadamun_simulators.payments import Payment, now
from tadamun_simulators.speech import UNKNOWN_CARD, UNRECOGNISED, Verdict, Way
from tadamun_simulators.verdicts import Step, decide, tell
from tadamun_simulators.web import Refused, Request, Response, Route, redirect
from tadamun_simulators.words import WORDS

TRIES = 3  # wrong codes before 3-D Secure fails

FIELDS = {
    "number": 'inputmode="numeric" autocomplete="cc-number" dir="ltr" maxlength="23"',
    "month": 'inputmode="numeric" autocomplete="cc-exp-month" dir="ltr" maxlength="2"',
    "year": 'inputmode="numeric" autocomplete="cc-exp-year" dir="ltr" maxlength="4"',
    "cvc": 'inputmode="numeric" autocomplete="cc-csc" dir="ltr" maxlength="3"',
    "holder": 'autocomplete="cc-name" dir="auto" maxlength="80"',
}


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
        return _answered(payment) if payment.state != "open" else card_page(payment, {}, [])

    def take_card(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return _answered(payment)
        form = request.form()
        wrong = mistakes(form)
        if wrong:
            return card_page(payment, form, wrong)
        way = self.use_card(payment, form["number"], form["month"], form["year"])
        return _leave(payment, way) if way else redirect(f"/pay/{code}/secure")

    def show_secure(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return _answered(payment)
        return secure_page(payment, "") if payment.card else redirect(f"/pay/{code}")

    def take_code(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        if payment.state != "open":
            return _answered(payment)
        if not payment.card:
            return redirect(f"/pay/{code}")
        way = self.use_code(payment, request.form().get("code", "").strip())
        if way is None:
            return secure_page(payment, WORDS[payment.language]["wrong_code"])
        return _leave(payment, way)

    def cancel(self, request: Request, code: str) -> Response:
        payment = self._payment(code)
        way = self.give_up(payment)
        return redirect(way.url) if way else _answered(payment)

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

    def _payment(self, code: str) -> Payment:
        payment = self.book.payments.get(code)
        if payment is None or not self.gateways[payment.gateway].takes_cards:
            raise Refused(404, "No such payment.")
        return payment


def _leave(payment: Payment, way: Way) -> Response:
    if way.fields is None:
        return redirect(way.url)
    words = WORDS[payment.language]
    paid = payment.state in {"authorised", "captured"}
    said = words["back_paid" if paid else "back_refused"]
    return posting(words["back_title"], said, words["back"], way, payment.language)


def _answered(payment: Payment) -> Response:
    words = WORDS[payment.language]
    return message(words["pay_title"], [words["answered"]], payment.language, 409)


def mistakes(form: Mapping[str, str]) -> list[str]:
    """Keys of ``WORDS`` for what is wrong with the card as it was typed."""
    number = re.sub(r"[\s-]", "", form.get("number", ""))
    wrong = []
    if not re.fullmatch(r"[0-9]{13,19}", number) or check_digit(number[:-1]) != number[-1]:
        wrong.append("wrong_number")
    month, year = form.get("month", "").strip(), form.get("year", "").strip()
    if not re.fullmatch(r"0?[1-9]|1[0-2]", month):
        wrong.append("wrong_month")
    elif not re.fullmatch(r"(20)?[0-9]{2}", year):
        wrong.append("wrong_year")
    elif (2000 + int(year[-2:]), int(month)) < (now().year, now().month):
        wrong.append("expired")
    if not re.fullmatch(r"[0-9]{3}", form.get("cvc", "").strip()):
        wrong.append("wrong_cvc")
    if not form.get("holder", "").strip():
        wrong.append("wrong_holder")
    return wrong


def card_page(payment: Payment, form: Mapping[str, str], wrong: list[str]) -> Response:
    words = WORDS[payment.language]
    typed = {name: value for name, value in form.items() if name != "cvc"}
    fields = [_field(name, words[name], extra, typed.get(name, "")) for name, extra in FIELDS.items()]
    body = draw(
        "card.html",
        errors="".join(f'<p class="bad" role="alert">{escape(words[key])}</p>' for key in wrong),
        order_word=escape(words["order"]),
        order=figure(payment.order),
        amount_word=escape(words["amount"]),
        amount=figure(f"{written(payment.amount, payment.currency)} {payment.currency}"),
        code=payment.code,
        fields="\n".join(fields),
        pay=escape(words["pay"]),
        cancel=escape(words["cancel"]),
    )
    return page(words["pay_title"], body, payment.language, 422 if wrong else 200)


def secure_page(payment: Payment, error: str) -> Response:
    words = WORDS[payment.language]
    body = draw(
        "secure.html",
        errors=f'<p class="bad" role="alert">{escape(error)}</p>' if error else "",
        text=escape(words["secure_text"]),
        amount_word=escape(words["amount"]),
        amount=figure(f"{written(payment.amount, payment.currency)} {payment.currency}"),
        code=payment.code,
        fields=_field(
            "code", words["code"], 'inputmode="numeric" autocomplete="one-time-code" dir="ltr"', ""
        ),
        confirm=escape(words["confirm"]),
        cancel=escape(words["cancel"]),
    )
    return page(words["secure_title"], body, payment.language, 422 if error else 200)


def _field(name: str, label: str, extra: str, value: str) -> str:
    return (
        f'<p class="field"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" {extra} value="{escape(value)}" required></p>'
    )
