"""Our side and the bank's as two programs: orders paid through the simulator's pages, by its own signatures."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.trade.checkout.jobs import ask_gateways, send_refunds
from tadamun.trade.checkout.operations import deliver_order
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import BalanceOwed, record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations.refunding import AT_LAST, LATER
from tadamun.treasury.payments.providers.base import GatewayAway
from tests.factories import make_person
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.trade.checkout.at_bank import Buyer, Desk, until

__all__ = ["simulated_bank"]
pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
S, R = Payment.State, Refund.State


@pytest.fixture
def buyer(live_server: LiveServer, simulated_bank: SimulatedBank) -> Buyer:
    # The code of a purchase is new each time, so every test has an order number the bank has not seen.
    return Desk(live_server, simulated_bank).buy()


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
    """Our answer was lost, and at minute five nobody is there to be asked: it is taken once somebody is."""
    buyer.pay("answer-lost")
    until(lambda: buyer.state == S.CAPTURED)
    fault = f"transactions/{buyer.payment.code}/fault"
    buyer.bank.control(fault, fault="down")
    with pytest.raises(GatewayAway):
        buyer.check()
    assert buyer.order().money_state == "paid"
    assert buyer.at_bank != "captured"
    buyer.bank.control(fault, fault="approve")
    for minutes in (4, 6):
        assert buyer.latest().confirmed_at is None
        with clock.shifted(timedelta(minutes=minutes)):
            ask_gateways()
    assert buyer.at_bank == "captured"
    assert buyer.latest().confirmed_at is not None


@pytest.mark.parametrize("fault", ["approve", "repeat", "drop"])
def test_a_deposit_then_its_balance(
    live_server: LiveServer, simulated_bank: SimulatedBank, fault: str
) -> None:
    """Two tries at the bank, one order: each settles to its part, whatever becomes of the balance's notice."""
    buyer = Buyer(Desk(live_server, simulated_bank), in_parts=True)
    buyer.pay("approve")
    until(lambda: buyer.order().money_state == "deposit")
    deposit = buyer.payment
    record_fact(buyer.order(), Fact.Kind.ACCEPTED)
    pack(buyer.order())
    with pytest.raises(BalanceOwed):
        hand_over(buyer.order(), carrier="Amana")
    buyer.pay_balance()
    buyer.pay(fault)
    if fault == "drop":
        until(lambda: buyer.at_bank == "authorised")
        buyer.check()
    until(lambda: buyer.at_bank == "captured" and buyer.order().money_state == "paid")
    hand_over(buyer.order(), carrier="Amana")
    deliver_order(buyer.order())
    with everything("a test's own book"):
        rows = Entry.objects.filter(subject=str(buyer.order().reference), kind="received")
        assert list(rows.order_by("pk").values_list("amount_minor", flat=True)) == [
            deposit.amount_minor,
            70_000,
        ]
        assert not Refund.objects.exists()


def test_a_refund_goes_back_once(buyer: Buyer) -> None:
    buyer.pay("approve")
    until(lambda: buyer.at_bank == "captured")
    refund = buyer.refund()
    assert buyer.execute(refund)
    assert not buyer.execute(refund)
    assert buyer.at_bank in ("refunded", "voided")
    assert buyer.order().money_state == "refunded"


def test_a_part_waits_for_the_settlement_of_the_day(buyer: Buyer) -> None:
    """One of two sellers declines the same day: nobody need press anything."""
    buyer.pay("approve")
    until(lambda: buyer.at_bank == "captured")
    refund = buyer.refund(goods=1000)
    send_refunds()
    assert buyer.refunded(refund).state == R.DECIDED
    buyer.bank.control(f"transactions/{buyer.payment.code}/settlement")
    send_refunds()
    assert buyer.refunded(refund).state == R.DECIDED, "it is not asked again at once"
    with clock.shifted(LATER):
        send_refunds()
    assert buyer.refunded(refund).state == R.DONE
    assert buyer.bank.payment(buyer.payment.code)["refunded"] == "10.00"


def test_a_bank_that_never_settles_is_looked_at_by_a_person(buyer: Buyer) -> None:
    appoint(buyer.market, make_person("+212622222201"), "operator")
    buyer.pay("approve")
    until(lambda: buyer.at_bank == "captured")
    refund = buyer.refund(goods=1000)
    send_refunds()
    with clock.shifted(AT_LAST):
        send_refunds()
        send_refunds()
    assert buyer.refunded(refund).state == R.FAILED
    with everything("a test's own messages"):
        assert [row.kind for row in Message.objects.filter(kind__startswith="payment_")] == ["payment_unsent"]


def test_she_comes_back_by_the_banks_post(buyer: Buyer, live_server: LiveServer) -> None:
    """Without a cookie and from another site; nothing is believed, the page leads to her order."""
    client = Client(headers={"host": "souk.localhost", "sec-fetch-site": "cross-site", "origin": "null"})
    answer = client.post(
        f"/fr/payments/{buyer.payment.secret}/", {"Response": "Approved", "ProcReturnCode": "00"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (
        303, f"/fr/orders/{buyer.purchase.secret}/payment/?back=1",
    )  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert buyer.state == S.WAITING
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert page.headers["Refresh"].startswith("5; url=")
