"""Every other gateway and our side as two programs: each fault of a notice, lost ones, late ones, refunds."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from pytest_django.live_server_helper import LiveServer

from tadamun.kernel import clock
from tadamun.trade.checkout.operations import cancel_order, execute_refund
from tadamun.treasury.payments.models import Payment, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.providers.base import GatewayAway, GatewayRefused
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.trade.checkout.at_bank import Buyer, Desk, until

__all__ = ["simulated_bank"]
pytestmark = [pytest.mark.broad, pytest.mark.django_db(transaction=True)]
S = Payment.State
Expected = tuple[str, list[str]]
PROVIDERS = ("mastercard", "youcan", "payzone", "binga")

# What is told is believed where it is signed over the whole of it.
SIGNED: Mapping[str, Expected] = {
    "approve": (S.CAPTURED, ["settled"]),
    "decline": (S.FAILED, ["noted"]),
    "retry": (S.CAPTURED, ["noted", "settled"]),
    "repeat": (S.CAPTURED, ["settled", "repeated", "repeated"]),
    "delay": (S.CAPTURED, ["settled"]),
    "reorder": (S.CAPTURED, ["settled", "noted"]),
    "forge": (S.WAITING, ["forged"]),
    "amount": (S.WAITING, ["different"]),
    "currency": (S.WAITING, ["different"]),
    "truncate": (S.WAITING, ["unreadable"]),
    "oversize": (S.WAITING, ["too_large"]),
}
# Elsewhere a notice is a hint: whatever it says, the gateway's own books decide.
HINTED: Mapping[str, Expected] = {
    **SIGNED,
    "retry": (S.CAPTURED, ["settled", "repeated"]),
    "reorder": (S.CAPTURED, ["settled", "repeated"]),
    "amount": (S.CAPTURED, ["settled"]),
    "currency": (S.CAPTURED, ["settled"]),
}
CASH = {**HINTED, "truncate": (S.WAITING, ["forged"])}  # its checksum comes last
FAULTS = {"mastercard": HINTED, "youcan": SIGNED, "payzone": SIGNED, "binga": CASH}


def _told(buyer: Buyer, count: int) -> list[str]:
    until(lambda: len(buyer.verdicts()) >= count and "received" not in buyer.verdicts())
    return buyer.verdicts()[:count]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_fault_of_a_notice(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    desk = Desk(live_server, simulated_bank, provider)
    for fault, (state, verdicts) in FAULTS[provider].items():
        buyer = desk.buy()
        buyer.pay(fault)
        assert (_told(buyer, len(verdicts)), buyer.state) == (verdicts, state), fault


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_lost_notice_is_found_by_asking(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    buyer = Desk(live_server, simulated_bank, provider).buy()
    assert buyer.check() == S.WAITING
    buyer.pay("drop")
    assert buyer.state == S.WAITING
    assert buyer.check() == S.CAPTURED
    assert buyer.order().money_state == "paid"
    simulated_bank.control(f"transactions/{buyer.payment.code}/fault", fault="down")
    with pytest.raises(GatewayAway):
        buyer.check()


@pytest.mark.parametrize("provider", ["est", "mastercard", "payzone"])
def test_refunds_go_back_once_also_when_an_answer_is_lost(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    buyer = Desk(live_server, simulated_bank, provider).buy()
    buyer.pay("approve")
    until(lambda: buyer.state == S.CAPTURED)
    until(lambda: buyer.at_bank == "captured")
    simulated_bank.control(f"transactions/{buyer.payment.code}/settlement")
    first, second = buyer.refund(goods=1000), buyer.refund(goods=1000)
    simulated_bank.control(f"transactions/{buyer.payment.code}/fault", fault="capture-lost")
    with pytest.raises(GatewayAway):
        buyer.execute(first)
    with pytest.raises(GatewayAway, match="another refund"):
        buyer.execute(second)
    assert buyer.execute(first)
    assert not buyer.execute(first)
    assert buyer.execute(second)
    assert simulated_bank.payment(buyer.payment.code)["refunded"] == "20.00"
    assert buyer.check() == S.CAPTURED
    assert buyer.refunded(second).state == Refund.State.DONE


def test_a_refund_that_the_gateway_does_not_take_is_sent_by_a_person(
    live_server: LiveServer, simulated_bank: SimulatedBank
) -> None:
    buyer = Desk(live_server, simulated_bank, "mastercard").buy()
    buyer.pay("approve")
    until(lambda: buyer.state == S.CAPTURED)
    left = simulated_bank.payment(buyer.payment.code)
    refund = buyer.refund()
    buyer.contract.settings["merchant_id"] = "SOMEBODY"
    buyer.contract.save()
    with pytest.raises(GatewayAway):
        buyer.execute(refund)
    assert simulated_bank.payment(buyer.payment.code)["refunded"] == left["refunded"]
    assert execute_refund(buyer.refunded(refund), reference="VIR-9")


@pytest.mark.parametrize("provider", ["youcan", "binga"])
def test_where_no_refund_is_described_a_person_sends_it(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    buyer = Desk(live_server, simulated_bank, provider).buy()
    buyer.pay("approve")
    until(lambda: buyer.state == S.CAPTURED)
    assert buyer.refund().provider == "hand"


def test_what_mastercard_only_authorised_is_captured_once(
    live_server: LiveServer, simulated_bank: SimulatedBank
) -> None:
    """By the webhook; where the answer to our capture is lost, by asking again."""
    desk = Desk(live_server, simulated_bank, "mastercard", operation="AUTHORIZE")
    buyer = desk.buy()
    buyer.pay("approve")
    until(lambda: buyer.state == S.CAPTURED)
    assert buyer.at_bank == "captured"
    other = desk.buy()
    other.pay("drop")
    assert other.at_bank == "authorised"
    simulated_bank.control(f"transactions/{other.payment.code}/fault", fault="capture-lost")
    with pytest.raises(GatewayAway):
        other.check()
    assert other.state == S.AUTHORISED
    assert (other.check(), other.at_bank) == (S.CAPTURED, "captured")


@pytest.mark.parametrize("provider", ["est", "mastercard"])
def test_what_was_authorised_for_an_order_that_ended_is_let_go(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    """She is not debited: no money comes, none goes back; also when the bank's answer is lost."""
    changed = {"operation": "AUTHORIZE"} if provider == "mastercard" else {}
    buyer = Desk(live_server, simulated_bank, provider, **changed).buy()
    buyer.pay("drop")
    cancel_order(buyer.order(), reason="no_answer")
    simulated_bank.control(f"transactions/{buyer.payment.code}/fault", fault="capture-lost")
    with pytest.raises(GatewayAway):
        buyer.check()
    assert (buyer.check(), buyer.at_bank) == (S.FAILED, "voided")
    assert buyer.order().money_state == "unpaid"


@pytest.mark.parametrize("provider", ["mastercard", "youcan", "binga"])
def test_a_gateway_that_is_away_or_takes_us_not_leaves_the_order(
    live_server: LiveServer, simulated_bank: SimulatedBank, provider: str
) -> None:
    desk = Desk(live_server, simulated_bank, provider)
    simulated_bank.control("lines", gateway=provider, state="down")
    with pytest.raises(GatewayAway):
        desk.buy()
    simulated_bank.control("lines", gateway=provider, state="up")
    secret = {"mastercard": "api_password", "youcan": "pri_key", "binga": "private_key"}[provider]
    desk.contract = write_contract(
        desk.market, desk.contract, settings=desk.contract.settings, secrets={secret: "wrong"}
    )
    with pytest.raises(GatewayRefused):
        desk.buy()


def test_a_code_that_nobody_paid_ends(live_server: LiveServer, simulated_bank: SimulatedBank) -> None:
    desk = Desk(live_server, simulated_bank, "binga", days="3")
    buyer = desk.buy()
    assert buyer.payment.due_at is not None
    assert timedelta(days=2, hours=23) < buyer.payment.due_at - clock.now() <= timedelta(days=3)
    simulated_bank.control(f"transactions/{buyer.payment.code}/expiry")
    assert buyer.check() == S.FAILED
    assert buyer.latest().reason == "late"


def test_paid_after_the_order_ended_it_is_owed_back(
    live_server: LiveServer, simulated_bank: SimulatedBank
) -> None:
    buyer = Desk(live_server, simulated_bank, "youcan").buy()
    cancel_order(buyer.order(), reason="no_answer")
    buyer.pay("approve")
    until(lambda: buyer.state == S.CAPTURED)
    order = buyer.order()
    assert (order.goods_state, order.money_state) == ("cancelled", "refund_due")
