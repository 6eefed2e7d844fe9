"""What the control page can do to one payment. Each takes the payment and a form, and returns what JSON shows beside it."""

from collections.abc import Callable, Mapping
from typing import Any

from tadamun_simulators.book import Book
from tadamun_simulators.buyer import Desk
from tadamun_simulators.cards import FAULTS, SECURE_CODE, card_for
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.payments import Impossible, Payment, now
from tadamun_simulators.speech import APPROVED, DECLINED, Flaw, Way
from tadamun_simulators.verdicts import Step, decide, tell
from tadamun_simulators.web import Refused

Act = Callable[[Payment, dict[str, str]], dict[str, Any]]


class Acts:
    def __init__(self, book: Book, gateways: Mapping[str, Gateway], desk: Desk) -> None:
        self.book = book
        self.gateways = gateways
        self.desk = desk
        self.by_name: dict[str, Act] = {
            "notice": self.notice,
            "success": self.success,
            "failure": self.failure,
            "forgery": self.forgery,
            "payment": self.pay,
            "settlement": self.settle,
            "expiry": self.expire,
            "fault": self.fault,
        }

    def notice(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """Tell the merchant again what is true."""
        true = APPROVED if payment.state in {"authorised", "captured", "voided"} else DECLINED
        tell(self.book, self.gateways[payment.gateway], payment, Step(true))
        return {}

    def success(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """Approve late, also what was declined or cancelled, and tell the merchant."""
        with self.book.changing(payment):
            if payment.state in {"open", "failed", "cancelled"}:
                payment.state = "open"
                if not payment.card:
                    payment.use(card_for("approve"), f"12/{now().year % 100 + 1}")
                payment.authorise()
        tell(self.book, self.gateways[payment.gateway], payment, Step(APPROVED))
        return {}

    def failure(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """Tell the merchant of a refusal, whatever is true."""
        tell(self.book, self.gateways[payment.gateway], payment, Step(DECLINED))
        return {}

    def forgery(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        tell(self.book, self.gateways[payment.gateway], payment, Step(APPROVED, flaw=Flaw(forged=True)))
        return {}

    def pay(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """Be the buyer: ``card`` (or ``fault``), ``code``, or ``cancel``. Answers where her browser goes."""
        if payment.state != "open":
            raise Impossible("answered")
        way = self._as_buyer(payment, form)
        return {
            "browser": {
                "method": "GET" if way.fields is None else "POST",
                "url": way.url,
                "fields": way.fields or {},
            }
        }

    def _as_buyer(self, payment: Payment, form: dict[str, str]) -> Way:
        fault = form.get("fault", "approve")
        if fault not in FAULTS:
            raise Refused(400, f"fault: one of {', '.join(FAULTS)}.")
        gateway = self.gateways[payment.gateway]
        if form.get("cancel", "").lower() in {"true", "1"}:
            return self.desk.give_up(payment) or gateway.give_up(payment)
        if not gateway.takes_cards:
            payment.fault = payment.fault or fault
            return gateway.leave(payment, decide(self.book, gateway, payment))
        number = form.get("card") or card_for(fault).number
        way = self.desk.use_card(payment, number, "12", str(now().year + 1))
        way = way or self.desk.use_code(payment, form.get("code", SECURE_CODE))
        while way is None:
            way = self.desk.use_code(payment, "")
        return way

    def expire(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """The time to pay has run out; nobody is told. Raises Impossible('answered')."""
        with self.book.changing(payment):
            if payment.state != "open":
                raise Impossible("answered")
            payment.state = "cancelled"
            payment.note("expired")
        return {}

    def settle(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        with self.book.changing(payment):
            payment.settled = True
            payment.note("settled")
        return {}

    def fault(self, payment: Payment, form: dict[str, str]) -> dict[str, Any]:
        """Choose what goes wrong with this payment from now on; ``approve`` heals it."""
        with self.book.changing(payment):
            payment.fault, payment.seconds = named(form, FAULTS), seconds(form)
            payment.note("fault", payment.fault)
        return {}


def named(form: dict[str, str], known: Mapping[str, str]) -> str:
    if form.get("fault") not in known:
        raise Refused(400, f"fault: one of {', '.join(known)}.")
    return form["fault"]


def seconds(form: dict[str, str]) -> float:
    try:
        wait = float(form.get("seconds") or 0)
    except ValueError:
        wait = -1.0
    if not 0 <= wait <= 30:
        raise Refused(400, "seconds: from 0 to 30.")
    return wait
