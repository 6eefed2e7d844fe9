"""Money goes back by a person's decision, once, and never more than came."""

import re
from typing import Any

import pytest
from django.test import Client

from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import cancel_order, choose_way, settle_payment, settle_transfer
from tadamun.trade.orders.operations import record_fact
from tadamun.treasury.ledger.models import Entry
from tadamun.treasury.ledger.queries import verify_ledger
from tadamun.treasury.payments.models import Contract, Refund
from tadamun.treasury.payments.operations import write_contract
from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import Done
from tadamun.treasury.payments.providers.est import Est
from tadamun.treasury.payouts.clearing import gateway_balances
from tests.simulators.process import SimulatedBank, simulated_bank
from tests.web.backoffice.card import only_refund, paid_by_card
from tests.web.backoffice.conftest import MakeOrder, again, in_team, words_of

__all__ = ["simulated_bank"]
ORDERS = "/en/office/orders/"
REFUNDS = "/en/office/payments/refunds/"


def said(**more: str) -> dict[str, str]:
    return {"goods": "100", "delivery": "0", "reason": "damaged", "note": "", **more}


def by_transfer(make_order: MakeOrder) -> Any:
    order = make_order(method="bank_transfer")
    settle_transfer(order.purchase, reference="VIR 1")
    return again(order)


@pytest.mark.broad
def test_a_part_goes_back_by_hand_with_its_reference(support: Client, make_order: MakeOrder) -> None:
    order = by_transfer(make_order)
    page = support.get(f"{ORDERS}{order.code}/refunds/").content.decode()
    assert 'value="450.00"' in page
    answer = support.post(f"{ORDERS}{order.code}/refunds/", said(goods="١٠٠٫٥٠", note="tassel torn"))
    made = only_refund()
    assert (answer.status_code, answer["Location"]) == (303, f"{REFUNDS}{made.code}/")
    assert (made.amount_minor, made.goods_minor, made.reason, made.note) == (10050, 10050, "damaged", "tassel torn")  # fmt: skip
    assert made.code in words_of(support.get(REFUNDS))
    assert again(order).money_state == "refund_due"
    assert support.post(f"{REFUNDS}{made.code}/sending/", {"reference": ""}).status_code == 422
    assert support.post(f"{REFUNDS}{made.code}/sending/", {"reference": "VIR 2"}).status_code == 303
    assert (only_refund().state, only_refund().reference) == (Refund.State.DONE, "VIR 2")
    assert again(order).money_state == "refunded"
    assert made.code not in words_of(support.get(REFUNDS))
    told = words_of(support.post(f"{REFUNDS}{made.code}/sending/", {"reference": "VIR 3"}, follow=True))
    assert "already recorded" in told
    assert only_refund().reference == "VIR 2"
    shown = support.get(f"{ORDERS}{order.code}/").content.decode()
    assert made.code in shown
    assert f"{ORDERS}{order.code}/refunds/" in shown


WRONG = [
    ({"goods": "450.01"}, "No more than"),
    ({"goods": "0"}, "Please write how much goes back"),
    ({"goods": "-1"}, "0"),
    ({"goods": "1.001"}, "2"),
    ({"goods": "9" * 40}, "12"),
    ({"goods": "NaN"}, "number"),
    ({"delivery": "9999"}, "No more than"),
    ({"reason": ""}, "Please choose why"),
    ({"reason": "twice"}, "twice"),
    ({"note": "x" * 301}, "300"),
]


def test_what_makes_no_sense_is_refused_and_kept(support: Client, make_order: MakeOrder) -> None:
    order = by_transfer(make_order)
    for wrong, words in WRONG:
        answer = support.post(f"{ORDERS}{order.code}/refunds/", said(**wrong))
        assert (answer.status_code, words in words_of(answer)) == (422, True), wrong
    with everything("a test's own refunds"):
        assert not Refund.objects.exists()


@pytest.mark.broad
def test_what_was_paid_and_refused_at_the_door_waits_for_a_decision(
    support: Client, make_order: MakeOrder
) -> None:
    """Nobody may forget her money because nobody said yet how much of it goes back."""
    order = by_transfer(make_order)
    with scope(market_id=order.market_id):
        for kind in ("accepted", "packed", "handed_over"):
            record_fact(order, kind)
    hint = words_of(support.get(f"{ORDERS}{order.code}/"))
    assert "nothing is owed" not in hint
    assert "under Refunds" in hint
    assert (
        support.post(f"{ORDERS}{order.code}/refusal/", {"refusal-reason": "changed her mind"}).status_code
        == 303
    )
    assert again(order).money_state == "refund_due"
    address = f"{ORDERS}{order.code}/refunds/"
    assert address in support.get(REFUNDS).content.decode()
    assert "1 Refunds to send" in words_of(support.get("/en/office/"))
    assert support.post(f"{address}nothing/", {"nothing-reason": "carried twice"}).status_code == 303
    assert address not in support.get(REFUNDS).content.decode()
    assert again(order).money_state == "paid"
    assert "0 Refunds to send" in words_of(support.get("/en/office/"))
    assert support.post(address, said()).status_code == 303  # on second thoughts
    assert address not in support.get(REFUNDS).content.decode()
    assert "1 Refunds to send" in words_of(support.get("/en/office/"))


@pytest.mark.broad
def test_no_more_than_is_left(support: Client, make_order: MakeOrder) -> None:
    order = by_transfer(make_order)
    for _ in range(2):
        support.post(f"{ORDERS}{order.code}/refunds/", said(goods="300"))
    only_refund()
    whole = {"goods": "150", "delivery": str(order.total.major - 450)}
    assert support.post(f"{ORDERS}{order.code}/refunds/", said(**whole)).status_code == 303
    page = support.get(f"{ORDERS}{order.code}/refunds/")
    assert "Nothing is left to give back" in words_of(page)
    assert support.post(f"{ORDERS}{order.code}/refunds/", said()).status_code == 409


@pytest.mark.broad
def test_a_form_that_is_sent_twice_gives_back_once(support: Client, make_order: MakeOrder) -> None:
    order = by_transfer(make_order)
    address = f"{ORDERS}{order.code}/refunds/"
    [seen] = re.findall(r'name="seen" value="(\d+)"', support.get(address).content.decode())
    assert support.post(address, said(seen=seen)).status_code == 303
    again_sent = support.post(address, said(seen=seen))
    assert again_sent.status_code == 409
    assert "Somebody gave money back meanwhile" in words_of(again_sent)
    assert only_refund().goods_minor == 10000
    [left] = re.findall(r'name="seen" value="(\d+)"', again_sent.content.decode())
    assert int(seen) - int(left) == 10000
    assert support.post(address, said(seen=left)).status_code == 303  # looked again, and meant it
    for junk in ("-1", "9" * 400, "x"):
        assert support.post(address, said(seen=junk)).status_code == 422


def test_nothing_was_paid(support: Client, make_order: MakeOrder) -> None:
    order = make_order()
    assert "No money came" in words_of(support.get(f"{ORDERS}{order.code}/refunds/"))
    assert f"{ORDERS}{order.code}/refunds/" not in support.get(f"{ORDERS}{order.code}/").content.decode()


@pytest.mark.broad
def test_a_gateway_sends_its_own(support: Client, market: Market, make_order: MakeOrder) -> None:
    """This one has no address for programs: it stays with the gateway, and a person may not send it a second time."""
    order = paid_by_card(market, make_order)
    cancel_order(order, reason="x")
    made = only_refund()
    address = f"{REFUNDS}{made.code}/"
    assert "Mark as sent" not in words_of(support.get(address))
    told = words_of(support.post(f"{address}sending/", {"reference": "VIR"}, follow=True))
    assert "it would go twice" in told
    assert only_refund().state == Refund.State.DECIDED
    told = words_of(support.post(f"{address}retrying/", follow=True))
    assert "does not answer as it should" in told
    assert only_refund().state == Refund.State.SENT


@pytest.mark.broad
@pytest.mark.parametrize("where", ["account", "acquirer"])
def test_what_failed_there_goes_by_hand(
    support: Client, market: Market, make_order: MakeOrder, simulated_bank: SimulatedBank, where: str
) -> None:
    """The bank knows nothing of this order, so it refuses."""
    order = paid_by_card(market, make_order, f"{simulated_bank.url}/fim/api")
    cancel_order(order, reason="x")
    address = f"{REFUNDS}{only_refund().code}/"
    told = words_of(support.post(f"{address}retrying/", follow=True))
    assert "refused to send it back" in told
    assert only_refund().state == Refund.State.FAILED
    words = words_of(support.get(address))
    assert "Try again" in words
    assert "Mark as sent" in words
    assert support.post(f"{address}sending/", {"reference": "VIR 5"}).status_code == 422
    assert only_refund().state == Refund.State.FAILED
    assert support.post(f"{address}sending/", {"reference": "VIR 5", "where": where}).status_code == 303
    assert (only_refund().state, again(order).money_state) == (Refund.State.DONE, "refunded")
    assert ("by Banque d’essai" in words_of(support.get(address))) is (where == "acquirer")
    with everything("a test's own book"):
        sent = Entry.objects.select_related("credit").get(kind="refunded")
    assert sent.credit.kind == ("gateway" if where == "acquirer" else "bank")


@pytest.mark.broad
@pytest.mark.parametrize("provider", ["youcan", "binga", "terminal"])
def test_what_no_program_may_give_back_is_given_at_the_acquirers(
    support: Client, market: Market, make_order: MakeOrder, provider: str
) -> None:
    """Its manual knows no refund: the office says where to do it, and what was done there comes off its settlement."""
    order = make_order(method="bank_transfer")
    with scope(market_id=market.pk):
        way = contract_of_examples(market, provider).method
        assert settle_payment(choose_way(order.purchase, way, beside=(way,)), key="1", reference="TX-1")
        [(contract, had)] = gateway_balances(market.pk, "MAD")
        assert (contract.method, had) == (way, order.total)
    cancel_order(again(order), reason="x")
    address = f"{REFUNDS}{only_refund().code}/"
    assert "Banque d’essai gives money back on its own site" in unmarked(support.get(address))
    assert "By the gateway" not in words_of(support.get(address))
    assert support.post(f"{address}retrying/").status_code == 422
    assert "Please choose from where" in words_of(support.post(f"{address}sending/", {"reference": "R-9"}))
    answer = support.post(f"{address}sending/", {"reference": "R-9", "where": "acquirer"})
    assert (answer.status_code, only_refund().state) == (303, Refund.State.DONE)
    assert again(order).money_state == "refunded"
    with scope(market_id=market.pk):
        assert gateway_balances(market.pk, "MAD") == []
        assert list(verify_ledger()) == []
    hers = Client(headers={"host": f"{market.slug}.localhost"}).get(f"/en/orders/{order.purchase.secret}/")
    assert "which writes to you about it" not in words_of(hers)


def contract_of_examples(market: Market, provider: str) -> Contract:
    """Filled in as its examples say; nobody listens there."""
    fields = GATEWAYS[provider].fields
    said = {each.name: (*each.choices, each.example, "x")[0] or "x" for each in fields if not each.secret}
    return write_contract(
        market, provider=provider, acquirer="Banque d’essai", channels=list(GATEWAYS[provider].channels), active=True,
        settings=said, secrets={each.name: "x" for each in fields if each.secret},
    )  # fmt: skip


def unmarked(response: Any) -> str:
    """Without the marks around a name."""
    return words_of(response).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.broad
def test_a_part_that_waits_for_the_settlement_is_said_to_wait(
    support: Client, market: Market, make_order: MakeOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = paid_by_card(market, make_order)
    support.post(f"{ORDERS}{order.code}/refunds/", said(goods="10"))
    monkeypatch.setattr(Est, "refund", lambda *_: Done(False, why="CORE-2508", later=True))
    told = words_of(support.post(f"{REFUNDS}{only_refund().code}/retrying/", follow=True))
    assert "has not settled this payment yet" in told
    assert "usually the next day" in told
    assert "Could not be sent" not in told
    address = f"{REFUNDS}{only_refund().code}/sending/"
    assert support.post(address, {"reference": "VIR 8", "where": "account"}).status_code == 303
    assert (only_refund().state, only_refund().provider) == (Refund.State.DONE, "hand")


@pytest.mark.broad
def test_each_market_its_own(support: Client, other_market: Market, make_order: MakeOrder) -> None:
    order = by_transfer(make_order)
    support.post(f"{ORDERS}{order.code}/refunds/", said())
    made = only_refund()
    stranger = in_team(other_market, "operator", "أخرى")
    assert stranger.get(f"{REFUNDS}{made.code}/").status_code == 404
    assert stranger.post(f"{REFUNDS}{made.code}/sending/", {"reference": "x"}).status_code == 404
    assert stranger.post(f"{ORDERS}{order.code}/refunds/", said()).status_code == 404
    assert only_refund().state == Refund.State.DECIDED
