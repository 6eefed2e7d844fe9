"""Mobile payment by a merchant's QR code: she scans it with her wallet, a person confirms what came.

The code is the acquirer's own text (``payload``), or made of its parts. ``static`` shows it as it is and she writes the
amount; ``dynamic`` adds amount and reference, where the scheme allows it: a question for the acquirer, as are the number of
its ``template`` and its ``guid``. No wallet here tells us of a payment, so a person does, by hand or by the bank's list.
"""

import re
from collections.abc import Mapping

from tadamun.treasury.payments.providers.amounts import written
from tadamun.treasury.payments.providers.base import Ask, Field, Known, Start, Terms
from tadamun.treasury.payments.providers.days import days_of, wrong_days
from tadamun.treasury.payments.providers.emv import Element, NotEmv, closed, elements_of, opened, row

NUMERIC = {"MAD": "504", "EUR": "978", "USD": "840", "ILS": "376", "JOD": "400"}
DAYS = 2
# What the specification allows, letters of ASCII: some readers count bytes.
_RULES = {
    "template": r"2[6-9]|[34]\d|5[01]", "guid": r"[!-~]{1,32}", "merchant": r"[!-~]{1,40}", "category": r"\d{4}",
    "country": r"[A-Z]{2}", "name": r"[ -~]{1,25}", "city": r"[ -~]{1,15}", "postcode": r"[ -~]{1,10}",
    "terminal": r"[ -~]{1,25}", "name_ar": r".{1,25}", "city_ar": r".{1,15}",
}  # fmt: skip
_NEEDED = ("guid", "merchant", "category", "country", "name", "city")


class MerchantQr:
    name = "merchant_qr"
    channels: tuple[str, ...] = ("web", "link")
    currencies = tuple(NUMERIC)
    fields: tuple[Field, ...] = (
        Field("kind", choices=("static", "dynamic")),
        Field("payload", required=False, example="00020101021126…6304A13A"),
        Field("template", required=False, example="26"),
        Field("guid", required=False, example="ma.example.solid"),
        Field("merchant", required=False, example="600000001"),
        Field("category", required=False, example="5947"),
        Field("country", required=False, example="MA"),
        Field("name", required=False, example="SOUK SOLIDAIRE"),
        Field("city", required=False, example="EL HAJEB"),
        Field("postcode", required=False, example="51000"),
        Field("terminal", required=False, example="POS01"),
        Field("name_ar", required=False, example="سوق التضامن"),
        Field("city_ar", required=False, example="الحاجب"),
        Field("days", required=False, example=str(DAYS)),
    )

    def days(self, settings: Mapping[str, str]) -> int:
        return days_of(settings, DAYS)

    def wrong(self, settings: Mapping[str, str]) -> list[str]:
        wrong = wrong_days(settings)
        wrong += [
            name
            for name, rule in _RULES.items()
            if settings.get(name) and not re.fullmatch(rule, settings[name])
        ]
        if settings.get("payload"):
            try:
                opened(settings["payload"])
            except NotEmv:
                wrong.append("payload")
        else:
            wrong += [name for name in _NEEDED if not settings.get(name)]
        return wrong

    def begin(self, terms: Terms, ask: Ask) -> Start:
        kept = {"code": payload(terms.settings, ask), "kind": terms.setting("kind")}
        return Start(code=kept["code"], kept=kept, due_at=ask.due_at, reference=ask.reference)

    def shown(self, known: Known) -> Start:
        """``write``: the code holds no amount, she writes it."""
        facts = {"write": "yes"} if known.kept.get("kind") == "static" else {}
        return Start(code=known.kept.get("code", ""), instructions=facts, reference=known.reference)


def payload(settings: Mapping[str, str], ask: Ask) -> str:
    """The text of the code for this payment."""
    elements = (
        opened(settings["payload"])
        if settings.get("payload")
        else _made(settings, NUMERIC[ask.amount.currency])
    )
    if settings.get("kind") == "dynamic":
        elements = _dynamic(elements, ask)
    return closed(elements)


def _made(settings: Mapping[str, str], currency: str) -> list[Element]:
    def said(name: str) -> str:
        return settings.get(name, "")

    arabic = row([("01", said("name_ar")), ("02", said("city_ar"))])
    return [
        ("00", "01"),
        ("01", "11"),
        (said("template") or "26", row([("00", said("guid")), ("01", said("merchant"))])),
        ("52", said("category")),
        ("53", currency),
        ("58", said("country")),
        ("59", said("name")),
        ("60", said("city")),
        ("61", said("postcode")),
        ("62", row([("07", said("terminal"))])),
        ("64", row([("00", "AR")]) + arabic if arabic else ""),
    ]


def _dynamic(elements: list[Element], ask: Ask) -> list[Element]:
    """With amount and our reference as number of the bill; in the order of names, as readers expect."""
    found = dict(elements)
    extra = dict(elements_of(found.get("62", "")))
    found |= {"01": "12", "53": NUMERIC[ask.amount.currency], "54": written(ask.amount)}
    found["62"] = row(sorted({**extra, "01": ask.reference[:25]}.items()))
    return sorted(found.items())
