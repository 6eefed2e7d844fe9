"""What proves who we are at a gateway, and the numbers of cards, reach no line of the log and no page: through the start, notices
good, forged and cut, a gateway that is down, one that repeats what it was told, and our own mistakes.
"""

import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tadamun.kernel import clock
from tadamun.kernel.logs import JsonFormatter, TextFormatter
from tadamun.kernel.scopes import everything
from tadamun.trade.checkout.jobs import ask_gateways, send_refunds
from tadamun.treasury.payments.models import Contract, Notice, Payment
from tadamun.treasury.payments.operations import write_contract
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.trade.checkout.at_bank import CONTRACTS, Buyer, Desk, until

__all__ = ["simulated_bank"]
pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
CARD = "4000000000000010"
ADDRESSES = ("api_url", "host", "tokenize_url", "transactions_url", "charges_url", "pay_url", "orders_url")


class Lines(logging.Handler):
    """All that any logger says from DEBUG on, as the project's own formatters write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts += [JsonFormatter().format(record), TextFormatter().format(record)]


@pytest.fixture
def lines() -> Iterator[Lines]:
    found = Lines()
    named = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = [(one, one.level, one.propagate) for one in (logging.root, *named)]
    for one in named:
        one.setLevel(logging.DEBUG)
        one.propagate = True
    logging.root.setLevel(logging.DEBUG)
    logging.root.addHandler(found)
    yield found
    logging.root.removeHandler(found)
    for one, level, propagate in before:
        one.setLevel(level)
        one.propagate = propagate


class _Parrot(BaseHTTPRequestHandler):
    """Answers with all it was told, wherever a gateway writes its words of refusal."""

    def _say(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        told = f"invalid: {body} {self.path} {self.headers}"
        reason = {"cause": told, "explanation": told, "message": told}
        words = {"message": told, "error": reason, "errorMessage": told, "result": "ERROR", "order_id": told}
        xml = body.startswith(("<", "DATA="))
        said = f"<CC5Response><ErrMsg><![CDATA[{told}]]></ErrMsg></CC5Response>" if xml else json.dumps(words)
        self.send_response(400)
        self.end_headers()
        self.wfile.write(said.encode())

    def do_GET(self) -> None:
        self._say()

    def do_POST(self) -> None:
        self._say()

    def do_PUT(self) -> None:
        self._say()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Quiet."""


@pytest.fixture
def parrot() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Parrot)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Reader:
    """A browser without cookies; keeps every page it was shown."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        own = {"host": "souk.localhost", "sec-fetch-site": "same-origin"}
        self.client = Client(raise_request_exception=False, headers=own)
        self.pages: list[str] = []
        self.statuses: set[int] = set()

    def post(self, path: str, body: Any = None, kind: str = "application/x-www-form-urlencoded") -> None:
        answer = self.client.post(path, body or "", content_type=kind)
        self.statuses.add(answer.status_code)
        self.pages += [answer.content.decode(), str(answer.headers)]

    def leave(self, buyer: Buyer) -> None:
        self.post(f"/fr/orders/{buyer.purchase.secret}/payment/")

    def notify(self, body: str) -> None:
        self.post(f"/hooks/payments/{self.desk.provider}/{self.desk.contract.code}/", body)


@pytest.mark.parametrize("provider", CONTRACTS)
def test_no_secret_in_a_line_or_on_a_page(
    live_server: LiveServer, simulated_bank: SimulatedBank, parrot: str, lines: Lines, provider: str
) -> None:
    desk = Desk(live_server, simulated_bank, provider)
    contract, secrets = desk.contract, set(desk.contract.secrets().values())
    reader = Reader(desk)
    reader.leave(Buyer(desk, stays=True))
    for fault in ("approve", "forge", "truncate"):
        buyer = desk.buy()
        buyer.pay(fault)
        until(lambda buyer=buyer: "received" not in buyer.verdicts() and bool(buyer.verdicts()))
    paid = desk.buy()
    paid.pay("approve")
    until(lambda: paid.state == Payment.State.CAPTURED)
    reader.notify(f"oid={paid.payment.code}&pan={CARD}&number={CARD}&HASH={'x' * 40}")
    reader.notify(json.dumps({"id": paid.payment.code, "number": CARD, "signature": "y" * 40}))
    reader.notify("z" * 70_000)
    simulated_bank.control("lines", gateway=provider, state="down")
    reader.leave(Buyer(desk, stays=True))
    _ask_again()
    simulated_bank.control("lines", gateway=provider, state="up")
    _repeats(contract, parrot)
    reader.leave(Buyer(desk, stays=True))
    _ask_again()
    paid.refund(goods=1000)
    send_refunds()
    with everything("a test's own mistake"):
        for broken in ({"settings": ["neither", "nor"]}, {"sealed": "broken"}):
            buyer = Buyer(desk, stays=True)
            Contract.objects.filter(pk=contract.pk).update(**broken)
            reader.notify(f"oid={paid.payment.code}&pan={CARD}&HASH=w")
            reader.leave(buyer)
            Contract.objects.filter(pk=contract.pk).update(settings={})
    reader.client.get("/hooks/payments/est/NOBODY/")
    said = "\n".join(lines.texts)
    assert all(words in said for words in ("gateway away", "Traceback")), "what it tries happened"
    assert 403 not in reader.statuses
    assert reader.statuses >= {500, 503}
    for secret in (*secrets, CARD, CARD[:6] + " " + CARD[6:]):
        assert not [text for text in lines.texts if secret in text], secret
        assert not [page for page in reader.pages if secret in page], secret
    with everything("a test's own notices"):
        assert not Notice.objects.filter(body__contains=CARD).exists()
        kept = [*Notice.objects.values_list("body", "why", "answer")]
    assert not [row for row in kept for secret in secrets if any(secret in text for text in row)]


def _repeats(contract: Contract, parrot: str) -> None:
    """From now on the contract's API is at the parrot's."""
    moved = {name: parrot for name in ADDRESSES if name in contract.settings}
    assert moved
    write_contract(contract.market, contract, settings={**contract.settings, **moved}, secrets={})


def _ask_again() -> None:
    with everything("a test's own payments"):
        Payment.objects.exclude(begun_at=None).update(asked_at=None, state=Payment.State.WAITING)
    with clock.shifted(timedelta(minutes=3)):
        ask_gateways()
