"""The team sees every payment, what was said of it, and what was refused; it may ask the gateway at any time."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.jobs import cancel_unanswered
from tadamun.trade.checkout.operations import hear_notice, settle_payment
from tadamun.treasury.payments.models import Contract, Payment
from tadamun.treasury.payments.operations import fail_payment, write_contract
from tadamun.treasury.payments.providers.base import Said
from tests.factories import make_purchase
from tests.web.backoffice.card import card_contract, paid_by_card, payment_for, sent_to_gateway
from tests.web.backoffice.conftest import MakeOrder, again, browser, in_team, words_of

LIST = "/en/office/payments/"
CLOSED = "http://127.0.0.1:9/api"


@pytest.mark.broad
def test_the_tabs_split_them_by_state(support: Client, market: Market, make_order: MakeOrder) -> None:
    paid = payment_for(paid_by_card(market, make_order)).code
    waiting = sent_to_gateway(market, make_order).code
    failed = sent_to_gateway(market, make_order)
    fail_payment(failed, key="x", reason="refused")
    shown = {
        state: {code for code in (paid, waiting, failed.code) if code in words_of(support.get(f"{LIST}?state={state}"))}
        for state in ("", "waiting", "failed", "captured", "held", "nonsense")
    }  # fmt: skip
    everyone = {paid, waiting, failed.code}
    assert shown == {
        "": everyone, "waiting": {waiting}, "failed": {failed.code}, "captured": {paid}, "held": {paid},
        "nonsense": everyone,
    }  # fmt: skip


def test_what_acquirers_still_have_is_named(support: Client, market: Market, make_order: MakeOrder) -> None:
    order = paid_by_card(market, make_order)
    _, _, after = words_of(support.get(f"{LIST}?state=held")).partition("Acquirers still have")
    assert f"{order.total.major:.0f}" in after.partition("No line of")[0]


@pytest.mark.broad
def test_found_by_order_number_in_any_writing(support: Client, market: Market, make_order: MakeOrder) -> None:
    order = paid_by_card(market, make_order)
    other = sent_to_gateway(market, make_order).code
    for said in (
        order.code,
        order.purchase.code.lower(),
        payment_for(order).code,
        f" {order.purchase.code} ",
    ):
        words = words_of(support.get(f"{LIST}?{urlencode({'q': said})}"))
        assert payment_for(order).code in words
        assert other not in words
    assert "No payment is like that" in words_of(support.get(f"{LIST}?q=%00zzz"))


def test_a_payment_with_all_that_was_said(support: Client, market: Market, make_order: MakeOrder) -> None:
    payment = sent_to_gateway(market, make_order)
    forged = urlencode({"oid": payment.code, "HASH": "abc", "pan": "4000000000000010"}).encode()
    assert payment.contract
    hear_notice("est", payment.contract.code, Said(forged, {}))
    fail_payment(payment, key="1", reason="refused", told={"ErrMsg": "<b>no funds</b>"})
    settle_payment(payment, key="gateway/2", reference="TX-77")
    page = support.get(f"{LIST}{payment.code}/")
    words = words_of(page)
    for said in ("Came to nothing", "TX-77", "Money received", "The bank did not accept it", "no funds"):
        assert said in words
    assert "<b>no funds" not in page.content.decode()
    notices = words_of(support.get(f"{LIST}notices/"))
    assert "Forged" in notices
    assert "400000***0010" in notices
    assert "4000000000000010" not in notices


def test_the_gateway_is_away_and_says_so_plainly(
    support: Client, market: Market, make_order: MakeOrder
) -> None:
    payment = sent_to_gateway(market, make_order, CLOSED)
    answer = support.post(f"{LIST}{payment.code}/asking/", follow=True)
    assert answer.redirect_chain == [(f"{LIST}{payment.code}/", 303)]
    assert "does not answer as it should" in words_of(answer)
    with everything("a test's own payment"):
        assert Payment.objects.get(pk=payment.pk).asked_at is not None


def test_secrets_that_cannot_be_opened_break_no_page(
    support: Client, market: Market, make_order: MakeOrder, settings: Any
) -> None:
    payment = sent_to_gateway(market, make_order, CLOSED)
    settings.SEALING_KEYS = ["another key of thirty-two characters"]
    answer = support.post(f"{LIST}{payment.code}/asking/", follow=True)
    assert "does not answer as it should" in words_of(answer)


def test_asking_is_limited(support: Client, market: Market, make_order: MakeOrder) -> None:
    payment = sent_to_gateway(market, make_order, CLOSED)
    answers = [support.post(f"{LIST}{payment.code}/asking/").status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]


def test_a_person_saw_the_money_of_a_code(support: Client, market: Market, make_order: MakeOrder) -> None:
    contract = write_contract(
        market, provider="merchant_qr", acquirer="Portefeuille", channels=["web"], active=True,
        settings={"kind": "static", "payload": "", "template": "26", "guid": "ma.test", "merchant": "600000001",
                  "category": "5947", "country": "MA", "name": "SOUK", "city": "EL HAJEB"},
        secrets={},
    )  # fmt: skip
    order = make_order(method=contract.method)
    address = f"{LIST}{payment_for(order).code}/"
    assert "Record the payment" in words_of(support.get(address))
    assert support.post(f"{address}confirmation/", {"reference": " "}).status_code == 422
    assert support.post(f"{address}confirmation/", {"reference": "VIR 9"}).status_code == 303
    assert again(order).money_state == "paid"
    told = words_of(support.post(f"{address}confirmation/", {"reference": "VIR 9"}, follow=True))
    assert "already recorded" in told


def test_a_card_is_not_confirmed_by_hand(support: Client, market: Market, make_order: MakeOrder) -> None:
    payment = sent_to_gateway(market, make_order)
    address = f"{LIST}{payment.code}/"
    assert "Record the payment" not in words_of(support.get(address))
    assert support.post(f"{address}confirmation/", {"reference": "x"}).status_code == 409
    with everything("a test's own payment"):
        assert Payment.objects.get(pk=payment.pk).state == Payment.State.WAITING


@pytest.mark.broad
def test_only_its_market_and_only_who_follows_orders(
    market: Market, other_market: Market, reviewer: Client, make_order: MakeOrder
) -> None:
    payment = sent_to_gateway(market, make_order)
    stranger = in_team(other_market, "operator", "أخرى")
    for path in (f"{LIST}{payment.code}/", LIST, f"{LIST}notices/", f"{LIST}refunds/"):
        assert reviewer.get(path).status_code == 404
        assert browser(market).get(path).status_code == 303
    assert stranger.get(f"{LIST}{payment.code}/").status_code == 404
    assert stranger.post(f"{LIST}{payment.code}/asking/").status_code == 404
    assert payment.code not in words_of(stranger.get(LIST))


@pytest.mark.broad
@pytest.mark.parametrize("more", [0, 29])
def test_queries_do_not_grow(
    support: Client, market: Market, rug: Any, django_assert_num_queries: Any, more: int
) -> None:
    contract = card_contract(market)
    for _ in range(more + 1):
        make_purchase(market, [rug], method=contract.method)
    support.get(LIST)
    with django_assert_num_queries(11):
        support.get(LIST)


@pytest.mark.broad
def test_the_office_sends_a_link_for_an_order_that_ran_out(
    support: Client, market: Market, make_order: MakeOrder
) -> None:
    order = make_order(method=card_contract(market).method)
    address = f"/en/office/orders/{order.code}/"
    with clock.shifted(timedelta(days=2)):
        cancel_unanswered()
        assert "Send a link to pay" in words_of(support.get(address))
        assert support.post(f"{address}pay-link/", {"pay-link-reason": ""}).status_code == 422
        assert support.post(f"{address}pay-link/", {"pay-link-reason": "she called"}).status_code == 303
        assert again(order).goods_state == "to_pay"
        assert "Pay now" in words_of(browser(market).get(f"/en/orders/{order.purchase.secret}/"))
    with everything("a test's own contract"):
        Contract.objects.update(active=False)
    transfer = make_order(method="bank_transfer")
    there = f"/en/office/orders/{transfer.code}/pay-link/"
    refused = support.post(there, {"pay-link-reason": "x"})
    assert refused.status_code == 409 and "No way to pay online" in words_of(refused)
    kept = make_order(confirmed=True)
    assert "Send a link to pay" not in words_of(support.get(f"/en/office/orders/{kept.code}/"))
