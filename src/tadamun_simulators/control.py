"""The control page: see every payment, choose what goes wrong, send notices again. For people and for tests.

Every button is an address that also takes JSON and answers JSON to who asks for it.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from tadamun_simulators.acts import Acts, named, seconds
from tadamun_simulators.book import Book, Choice, Line
from tadamun_simulators.buyer import Desk
from tadamun_simulators.cards import FAULTS
from tadamun_simulators.gateways import Gateway
from tadamun_simulators.money import written
from tadamun_simulators.pages import draw, page
from tadamun_simulators.payments import Impossible, Payment
from tadamun_simulators.post import is_address
from tadamun_simulators.web import Refused, Request, Response, Route, as_json, redirect

STATES = ("up", "slow", "down", "lost")


class Control:
    def __init__(self, book: Book, gateways: Mapping[str, Gateway], desk: Desk) -> None:
        self.book = book
        self.gateways = gateways
        self.desk = desk
        self.acts = Acts(book, gateways, desk)

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/control", self.show),
            Route("GET", "/control/transactions.json", self.rows),
            Route("GET", "/control/transactions/<code>.json", self.row),
            Route("POST", "/control/transactions/<code>/<act>", self.act),
            Route("POST", "/control/choices", self.choose),
            Route("POST", "/control/lines", self.set_line),
            Route("POST", "/control/webhooks", self.subscribe),
            Route("POST", "/control/settlement", self.settle_all),
            Route("POST", "/control/reset", self.reset),
        ]

    def show(self, request: Request) -> Response:
        with self.book.lock:
            payments = [_section(payment) for payment in reversed(self.book.payments.values())]
            lines = [f"{name}: {line.state}" for name, line in self.book.lines.items()]
            lines += [f"{name}: next {choice.fault}" for name, choice in self.book.choices.items()]
        body = draw(
            "control.html",
            gateways=_options(self.gateways),
            faults=_options(FAULTS),
            states=_options(STATES),
            lines=escape(" · ".join(lines)),
            payments="\n".join(payments[:200]) or "<p>None yet.</p>",
        )
        return page("Control", body)

    def rows(self, request: Request) -> Response:
        with self.book.lock:
            return as_json({"transactions": [payment.as_row() for payment in self.book.payments.values()]})

    def row(self, request: Request, code: str) -> Response:
        with self.book.lock:
            return as_json(self._find(code).as_row())

    def act(self, request: Request, code: str, act: str) -> Response:
        """Do one thing to the payment of this code or order. Raises Refused: 404, 409 where its state forbids it."""
        form = _read(request)
        payment = self._find(code)
        if act not in self.acts.by_name:
            raise Refused(404, f"One of: {', '.join(self.acts.by_name)}.")
        try:
            more = self.acts.by_name[act](payment, form)
        except Impossible as error:
            raise Refused(409, f"The payment is {payment.state}: {error.reason}.") from error
        with self.book.lock:
            return _answer(request, {**payment.as_row(), **more})

    def choose(self, request: Request) -> Response:
        """The next ``times`` payments of ``gateway`` have this ``fault``, whatever the card; ``approve`` for none."""
        form = _read(request)
        gateway = self._gateway_name(form)
        times = form.get("times", "1")
        if len(times) > 4 or not times.isdecimal() or not 1 <= int(times) <= 1000:
            raise Refused(400, "times: from 1 to 1000.")
        with self.book.lock:
            self.book.choices[gateway] = Choice(named(form, FAULTS), seconds(form), int(times))
        return _answer(request, {"gateway": gateway})

    def set_line(self, request: Request) -> Response:
        """How the interface of ``gateway`` answers: ``state`` up, slow, down or lost (done once without an answer)."""
        form = _read(request)
        gateway = self._gateway_name(form)
        state = form.get("state", "")
        if state not in STATES:
            raise Refused(400, f"state: one of {', '.join(STATES)}.")
        with self.book.lock:
            self.book.lines[gateway] = Line(state, seconds(form))
        return _answer(request, {"gateway": gateway, "state": state})

    def subscribe(self, request: Request) -> Response:
        """Where notices of ``gateway`` go that names no address in its requests: ``url``."""
        form = _read(request)
        gateway = self._gateway_name(form)
        if not is_address(form.get("url", "")):
            raise Refused(400, "url: an address.")
        self.book.subscribe(gateway, form["url"])
        return _answer(request, {"gateway": gateway, "url": form["url"]})

    def settle_all(self, request: Request) -> Response:
        """End of the day: everything captured can be refunded and no longer voided."""
        _read(request)
        with self.book.lock:
            payments = [
                one for one in self.book.payments.values() if one.state == "captured" and not one.settled
            ]
            for payment in payments:
                self.acts.settle(payment, {})
        return _answer(request, {"settled": len(payments)})

    def reset(self, request: Request) -> Response:
        _read(request)
        self.book.forget()
        return _answer(request, {})

    def _find(self, code: str) -> Payment:
        found = self.book.named(code)
        if found is None:
            raise Refused(404, "No such payment.")
        return found

    def _gateway_name(self, form: dict[str, str]) -> str:
        name = form.get("gateway", "")
        if name not in self.gateways:
            raise Refused(400, f"gateway: one of {', '.join(self.gateways)}.")
        return name


def _read(request: Request) -> dict[str, str]:
    """The form, if it comes from our own page or from a program, not from another site in the developer's browser."""
    origin = request.headers.get("origin", "")
    if origin and origin != request.base:
        raise Refused(403, "Only from the control page.")
    return request.form() if request.body else {}


def _answer(request: Request, value: dict[str, Any]) -> Response:
    wants = request.is_json or "application/json" in request.headers.get("accept", "")
    return as_json(value) if wants else redirect("/control")


def _options(names: Any) -> str:
    return "".join(f"<option>{escape(name)}</option>" for name in names)


def _section(payment: Payment) -> str:
    events = "".join(
        f"<li><time>{escape(event.at[11:23])}</time> {escape(event.what)}: {escape(event.detail)}</li>"
        for event in payment.history
    )
    buttons = "".join(
        f'<form method="post" action="/control/transactions/{payment.code}/{act}"><button class="quiet">{label}</button></form>'
        for act, label in (
            ("notice", "Send the notice again"),
            ("success", "Succeed late"),
            ("failure", "Send a late failure"),
            ("forgery", "Send a forged notice"),
            ("settlement", "Settle"),
        )
    )
    amount = f"{written(payment.amount, payment.currency)} {payment.currency}"
    return (
        f"<section><h3>{escape(payment.gateway)} {escape(payment.order)}: {payment.state}, {amount}</h3>"
        f"<ol>{events}</ol><div class='row'>{buttons}</div></section>"
    )
