"""Our side and the bank's as two programs: orders paid through the simulator's pages, by its own signatures."""

from collections.abc import Callable
from time import monotonic, sleep

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tadamun.kernel.scopes import everything, scope
from tadamun.trade.checkout.operations import Addresses, begin_payment, check_payment, refund_order
from tadamun.trade.checkout.operations.refunding import execute_refund
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.treasury.payments.models import Contract, Notice, Payment, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.providers.base import GatewayAway
from tests.factories import make_market, make_organisation, make_product, make_purchase
from tests.simulators.process import SimulatedBank, simulated_bank

__all__ = ["simulated_bank"]
pytestmark = pytest.mark.django_db(transaction=True)
S = Payment.State


def est_contract(market: object, bank: SimulatedBank) -> Contract:
    known = bank.get("/merchants.json").json["est"]
    return write_contract(
        market, provider="est", acquirer="Simulateur", channels=["web"], active=True,
        settings={
            "page_url": bank.url + known["gateway_path"], "api_url": bank.url + known["api_path"],
            "client_id": known["clientid"], "tran_type": "PreAuth", "api_user": known["api_user"],
        },
        secrets={"storekey": known["storekey"], "api_password": known["api_password"]},
    )  # fmt: skip


class Buyer:
    """One purchase, sent to the bank's page."""

    def __init__(self, server: LiveServer, bank: SimulatedBank) -> None:
        self.bank = bank
        self.market = make_market()
        self.contract = est_contract(self.market, bank)
        product = make_product(make_organisation(self.market))
        self.purchase = make_purchase(self.market, [product], method=self.contract.method)
        with scope(market_id=self.market.pk):
            self.purchase = Purchase.objects.select_related("market").get(pk=self.purchase.pk)
            self.payment = Payment.objects.select_related("market", "contract").get()
        notices = f"{server.url}/hooks/payments/est/{self.contract.code}/"
        back = f"{server.url}/fr/payments/{self.payment.secret}/"
        start = begin_payment(
            self.payment, self.purchase, language="fr", addresses=Addresses(back, back, notices)
        )
        page = bank.post("/fim/est3Dgate", start.fields)
        assert page.status == 303, page.text

    def pay(self, fault: str) -> None:
        self.bank.pay(self.payment.code, fault=fault)

    @property
    def state(self) -> str:
        with scope(market_id=self.market.pk):
            return Payment.objects.get().state

    @property
    def at_bank(self) -> str:
        return str(self.bank.payment(self.payment.code)["state"])

    def verdicts(self) -> list[str]:
        with everything("a test's own notices"):
            return list(Notice.objects.order_by("pk").values_list("verdict", flat=True))

    def order(self) -> SellerOrder:
        with scope(market_id=self.market.pk):
            return SellerOrder.objects.select_related("market", "purchase").get()

    def check(self) -> str:
        with scope(market_id=self.market.pk):
            return check_payment(Payment.objects.select_related("market", "contract").get())


@pytest.fixture
def buyer(live_server: LiveServer, simulated_bank: SimulatedBank) -> Buyer:
    # The code of a purchase is new each time, so every test has an order number the bank has not seen.
    return Buyer(live_server, simulated_bank)


def until(found: Callable[[], bool]) -> None:
    """What another program does a moment later."""
    end = monotonic() + 10
    while not found():
        assert monotonic() < end
        sleep(0.02)


def test_approved_it_is_captured_on_both_sides(buyer: Buyer) -> None:
    buyer.pay("approve")
    until(lambda: buyer.at_bank == "captured")
    assert (buyer.state, buyer.verdicts()) == (S.CAPTURED, ["settled"])
    assert buyer.order().money_state == "paid"


@pytest.mark.parametrize(
    ("fault", "state", "verdicts"),
    [
        ("decline", S.FAILED, ["noted"]),
        ("secure-failed", S.FAILED, ["noted"]),
        ("retry", S.CAPTURED, ["noted", "settled"]),
        ("repeat", S.CAPTURED, ["settled", "repeated", "repeated"]),
        ("delay", S.CAPTURED, ["settled"]),
        ("reorder", S.CAPTURED, ["settled", "noted"]),
        ("forge", S.WAITING, ["forged"]),
        ("amount", S.WAITING, ["different"]),
        ("currency", S.WAITING, ["different"]),
        ("truncate", S.WAITING, ["forged"]),
        ("oversize", S.WAITING, ["too_large"]),
    ],
)
def test_every_fault_of_a_notice(buyer: Buyer, fault: str, state: str, verdicts: list[str]) -> None:
    buyer.pay(fault)
    until(lambda: len(buyer.verdicts()) >= len(verdicts) and "received" not in buyer.verdicts())
    assert (buyer.state, buyer.verdicts()) == (state, verdicts)


@pytest.mark.parametrize("fault", ["drop", "forge", "truncate", "oversize"])
def test_a_lost_notice_is_found_by_asking(buyer: Buyer, fault: str) -> None:
    """Our side never answered, so the bank holds an authorisation: asking captures it and settles the order."""
    buyer.pay(fault)
    until(lambda: buyer.at_bank in ("authorised", "refused", "noted"))
    assert buyer.check() == S.CAPTURED
    assert buyer.at_bank == "captured"
    assert buyer.order().money_state == "paid"


def test_our_answer_was_lost(buyer: Buyer) -> None:
    """We believe it captured, the bank does not: the question five minutes later takes it."""
    buyer.pay("answer-lost")
    until(lambda: buyer.state == S.CAPTURED)
    assert buyer.at_bank != "captured"
    buyer.check()
    assert buyer.at_bank == "captured"


def test_the_gateway_is_away_and_comes_back(buyer: Buyer) -> None:
    buyer.pay("down")
    until(lambda: buyer.state == S.CAPTURED)
    with pytest.raises(GatewayAway):
        buyer.check()
    assert buyer.order().money_state == "paid"


def test_a_refund_goes_back_once(buyer: Buyer) -> None:
    buyer.pay("approve")
    until(lambda: buyer.at_bank == "captured")
    order = buyer.order()
    refund = refund_order(order, goods=order.purchase.goods, delivery=order.purchase.delivery, reason="flaw")
    with scope(market_id=buyer.market.pk):
        refund = Refund.objects.select_related("payment__market", "payment__contract").get(pk=refund.pk)
    assert execute_refund(refund)
    assert not execute_refund(refund)
    assert buyer.at_bank in ("refunded", "voided")
    assert buyer.order().money_state == "refunded"


def test_she_comes_back_by_the_banks_post(buyer: Buyer, live_server: LiveServer) -> None:
    """Without a cookie and from another site; nothing is believed, the page leads to her order."""
    client = Client(headers={"host": "souk.localhost", "sec-fetch-site": "cross-site", "origin": "null"})
    answer = client.post(
        f"/fr/payments/{buyer.payment.secret}/", {"Response": "Approved", "ProcReturnCode": "00"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (
        303, f"/fr/orders/{buyer.purchase.secret}/payment/?back=1",
    )  # fmt: skip
    assert buyer.state == S.WAITING
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert page.headers["Refresh"].startswith("5; url=")
