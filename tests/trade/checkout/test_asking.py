"""Payments nobody told us about: which gateway is asked when, and when an order that nobody paid ends."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.trade.checkout.jobs import ask_gateways, cancel_unanswered, send_refunds
from tadamun.trade.checkout.operations import cancel_order, check_payment, hear_notice
from tadamun.treasury.payments.models import Contract, Notice, Payment, PaymentEvent
from tadamun.treasury.payments.operations import note_begun, note_confirmed, write_contract
from tadamun.treasury.payments.providers.base import Done, Heard, Known, Outcome, Said, Start, Terms
from tadamun.treasury.payments.providers.binga import checksum
from tadamun.treasury.payments.providers.est import Est
from tadamun.treasury.payments.queries import to_ask
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.trade.checkout.test_paying import Desk, G, desk, make_contract

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def _at(desk: Desk, minutes: float) -> datetime:
    assert desk.payment.begun_at is not None
    return desk.payment.begun_at + timedelta(minutes=minutes)


@pytest.mark.broad
def test_who_is_asked_when(desk: Desk) -> None:
    """Two minutes after she left, each five until the time is over, once after it, once the day after."""
    asked = []
    assert desk.payment.due_at is not None
    for minute in [*range(0, 45), *range(1460, 1480), *range(3000, 3010)]:
        for payment in to_ask(_at(desk, minute)):
            asked.append(minute)
            with scope(market_id=desk.market.pk):
                Payment.objects.filter(pk=payment.pk).update(asked_at=_at(desk, minute))
    assert asked == [2, 7, 12, 17, 22, 27, 30, 1470]


@pytest.mark.broad
def test_what_is_captured_is_asked_until_the_gateway_says_so(desk: Desk) -> None:
    desk.say()
    assert to_ask(_at(desk, 4)) == []
    asked = []
    for minute in range(0, 190):
        if to_ask(_at(desk, minute)):
            asked.append(minute)
            with scope(market_id=desk.market.pk):
                Payment.objects.update(asked_at=_at(desk, minute))
    assert asked == [*range(5, 61, 5), 120, 180]
    note_confirmed(desk.payment)
    assert to_ask(_at(desk, 600)) == []


def stands(monkeypatch: pytest.MonkeyPatch, outcome: Outcome, done: Done | None = None) -> None:
    """What the gateway says when it is asked, and when it is to take the money."""

    def status(_gateway: Est, _terms: Terms, known: Known) -> Heard:
        return Heard(known.reference, outcome, outcome, amount=known.amount)

    monkeypatch.setattr(Est, "status", status)
    monkeypatch.setattr(Est, "capture", lambda *_: done)


@pytest.mark.parametrize(
    ("outcome", "done"),
    [
        ("voided", None),
        ("failed", None),
        ("waiting", None),
        ("authorised", Done(False, why="CORE-2512 Not authorized")),
    ],
)
def test_what_the_bank_did_not_take_is_told_once_and_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, done: Done | None
) -> None:
    """The parcel of a paid order must not leave in silence for money that nobody took."""
    appoint(desk.market, make_person("+212622222201"), "operator")
    desk.say()
    stands(monkeypatch, outcome, done)
    for minutes in (6, 12):
        with clock.shifted(timedelta(minutes=minutes)):
            ask_gateways()
    assert [(row.kind, row.to) for row in desk.told()] == [("payment_untaken", "+212622222201")]
    assert desk.payment.code in desk.told()[0].text
    with scope(market_id=desk.market.pk):
        assert PaymentEvent.objects.filter(payment=desk.payment, kind="failed").count() == 1
    stands(monkeypatch, "authorised", Done(True, "T-2"))
    with clock.shifted(timedelta(minutes=18)):
        ask_gateways()
    assert desk.latest().confirmed_at is not None
    assert to_ask(_at(desk, 600)) == []
    assert len(desk.told()) == 1


@pytest.mark.broad
def test_what_we_had_undone_ourselves_alarms_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declined within minutes, the whole of it was voided: the bank says so, and it is right."""
    appoint(desk.market, make_person("+212622222201"), "operator")
    desk.say()
    for order in desk.orders():
        cancel_order(order, reason="no_stock")
    monkeypatch.setattr(Est, "refund", lambda *_: Done(True, "V-1"))
    send_refunds()
    stands(monkeypatch, "voided")
    with clock.shifted(timedelta(minutes=6)):
        ask_gateways()
    assert desk.told() == []
    assert desk.latest().confirmed_at is not None


def test_whoever_has_no_interface_is_asked_once(desk: Desk) -> None:
    desk.say()
    with clock.shifted(timedelta(minutes=6)):
        ask_gateways()
    assert to_ask(_at(desk, 600)) == []


def test_a_contract_that_nobody_can_open_stops_nobody_elses(desk: Desk) -> None:
    contract = make_contract(desk.market)
    product = make_product(make_organisation(desk.market))
    make_purchase(desk.market, [product], method=contract.method)
    other = desk.latest()
    with everything("a test's own payments"):
        Contract.objects.filter(pk=desk.contract.pk).update(sealed="lost")
        Payment.objects.update(begun_at=_at(desk, -3))
    ask_gateways()
    with everything("a test's own payments"):
        assert set(Payment.objects.filter(asked_at__isnull=False)) == {desk.payment, other}


@pytest.mark.parametrize(
    ("minutes", "asked", "ended"),
    [(29, None, False), (31, None, False), (31, 31, True), (31 + 6 * 60, None, True)],
)
def test_an_order_nobody_paid_ends_once_its_gateway_was_asked(
    desk: Desk, minutes: float, asked: float | None, ended: bool
) -> None:
    """A gateway that is away is waited for, for hours: it may hold her money."""
    if asked:
        with scope(market_id=desk.market.pk):
            Payment.objects.update(asked_at=_at(desk, asked))
    with clock.shifted(timedelta(minutes=minutes)):
        cancel_unanswered()
    assert {order.goods_state for order in desk.orders()} == {G.CANCELLED if ended else G.TO_PAY}


@pytest.mark.broad
def test_who_has_days_to_pay_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tadamun.trade.checkout.jobs.AT_ONCE", 1)
    broken = make_market("broken")  # its orders cannot end, and stop nobody else's
    make_purchase(broken, [make_product(make_organisation(broken))])
    Market.objects.filter(pk=broken.pk).update(policies={"confirm_hours": "soon"})
    market = make_market()
    organisation = make_organisation(market)
    by_transfer, at_door = (
        make_purchase(market, [make_product(organisation)], method=method)
        for method in ("bank_transfer", "cash_on_delivery")
    )
    with clock.shifted(timedelta(days=4)):
        cancel_unanswered()
    states = [order.goods_state for purchase in (by_transfer, at_door) for order in orders_of(purchase)]
    assert states == [G.TO_PAY, G.CANCELLED]


def _by(provider: str, **settings: str) -> Payment:
    market = make_market()
    contract = write_contract(
        market, provider=provider, acquirer="Banque d’essai", channels=["web"], active=True, settings=settings,
        secrets={"password": "x", "private_key": "x"},
    )  # fmt: skip
    make_purchase(market, [make_product(make_organisation(market))], method=contract.method)
    with scope(market_id=market.pk):
        payment = Payment.objects.select_related("market", "contract").get()
    note_begun(payment, Start())
    return payment


@pytest.mark.broad
def test_a_code_for_days_is_asked_for_each_hour() -> None:
    payment = _by("binga", pay_url="https://b.test/pay", store_id="4010", user="u", days="7")
    assert payment.begun_at is not None
    asked = []
    for hours in range(1, 24 * 10):
        now = payment.begun_at + timedelta(hours=hours / 2)
        for found in to_ask(now):
            asked.append(hours / 2)
            with scope(market_id=payment.market_id):
                Payment.objects.filter(pk=found.pk).update(asked_at=now)
    assert (asked[:3], len(asked)) == ([0.5, 1.5, 2.5], 120)


def test_nobody_is_asked_about_a_wallet() -> None:
    payment = _by(
        "merchant_qr", kind="dynamic", guid="ma.example", merchant="6000", category="5947", country="MA", name="SOUK",
        city="RABAT",
    )  # fmt: skip
    assert payment.begun_at is not None
    assert to_ask(payment.begun_at + timedelta(hours=1)) == []
    assert check_payment(payment) == Payment.State.WAITING


def test_real_money_needs_more_than_a_checksum_that_does_not_cover_the_state() -> None:
    """A contract written before that was asked for: what claims to be paid is kept, told to the operator, and moves nothing."""
    payment = _by("binga", pay_url="https://b.test/pay", store_id="4010", user="u")
    contract = payment.contract
    assert contract is not None
    fields = {"externalId": payment.code, "amount": str(payment.amount.major), "storeId": "4010", "code": "1"}
    said = Said(urlencode({**fields, "orderCheckSum": checksum("PAY", fields, "x")}).encode(), {})
    with everything("a contract as it was written once"):
        Contract.objects.filter(pk=contract.pk).update(test=False)
    assert hear_notice("binga", contract.code, said).status == 400
    with scope(market_id=payment.market_id):
        notice = Notice.objects.get()
        assert (notice.verdict, notice.why) == (Notice.Verdict.FAILED, "orders cannot be looked up")
        assert notice.payment == payment
        assert Payment.objects.get().state == Payment.State.WAITING
    with everything("a contract on trial"):
        Contract.objects.filter(pk=contract.pk).update(test=True)
    assert hear_notice("binga", contract.code, said).status == 200
    with scope(market_id=payment.market_id):
        assert Payment.objects.get().state == Payment.State.CAPTURED
