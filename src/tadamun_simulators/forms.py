"""The forms of the buyer: what she types of her card, what is wrong with it, the code of 3-D Secure."""

import re
from collections.abc import Mapping
from html import escape

from tadamun_simulators.cards import card_for, check_digit, grouped
from tadamun_simulators.money import written
from tadamun_simulators.pages import draw, figure, page
from tadamun_simulators.payments import Payment, now
from tadamun_simulators.web import Response
from tadamun_simulators.words import WORDS

SHOWN = card_for("approve").number
FIELDS = {
    "number": 'inputmode="numeric" autocomplete="cc-number" dir="ltr" maxlength="23"',
    "month": 'inputmode="numeric" autocomplete="cc-exp-month" dir="ltr" maxlength="2"',
    "year": 'inputmode="numeric" autocomplete="cc-exp-year" dir="ltr" maxlength="4"',
    "cvc": 'inputmode="numeric" autocomplete="cc-csc" dir="ltr" maxlength="3"',
    "holder": 'autocomplete="cc-name" dir="auto" maxlength="80"',
}


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
        hint=escape(words["hint"]).format(number=figure(grouped(SHOWN))),
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
