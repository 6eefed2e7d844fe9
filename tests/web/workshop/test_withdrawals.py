"""She asks for her money on her pages: what is ready, where, how much, her PIN, a receipt, and how far it is."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope
from tadamun.people.accounts.operations import set_pin
from tadamun.people.sellers.models import Maker, Member
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import deliver_order
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.payouts.models import Payout, ShareRule, Withdrawal
from tadamun.treasury.payouts.operations import (
    approve_batch,
    confirm_payout,
    fail_payout,
    name_destination,
    prepare_batch,
)
from tests.factories import make_person
from tests.web.workshop.conftest import MakeOrder, Seller, browser
from tests.web.workshop.test_money import HERE, PIN, RIB, earn

pytestmark = pytest.mark.django_db
ASK = f"{HERE}withdrawal/"


@pytest.fixture
def owed(seller: Seller) -> Seller:
    """427.50 MAD are ready, and she said where they go."""
    earn(seller, 42_750)
    with clock.shifted(-timedelta(days=3)):
        set_pin(seller.person, PIN)
        name_destination(
            seller.organisation, seller.market, seller.person, rail="bank_file", holder="Atlas", account=RIB
        )
    return seller


def key_of(seller: Seller) -> str:
    found = re.search(r'name="key" value="([^"]+)"', seller.browser.get(ASK).content.decode())
    assert found
    return found.group(1)


def the_row() -> Withdrawal:
    with everything("a test's own row"):
        return Withdrawal.objects.get()


def ask(seller: Seller, **said: str) -> str:
    answer = seller.browser.post(ASK, {"how": "all", "key": key_of(seller), "pin": PIN, **said})
    assert answer.status_code == 303, answer.content
    return str(answer["Location"])


def pay(seller: Seller) -> Payout:
    preparer, approver = make_person(), make_person()
    batch = prepare_batch(seller.market, preparer, currency="MAD", rail="bank_file")
    approve_batch(batch, approver)
    with scope(market_id=seller.market.pk):
        return Payout.objects.select_related("batch__market").get(batch=batch)


@pytest.mark.broad
def test_from_the_money_page_to_the_receipt(owed: Seller, other: Seller) -> None:
    assert "money/withdrawal/" in owed.browser.get(HERE).content.decode()
    first = owed.browser.get(ASK).content.decode()
    assert "427.50" in first and "MA64 •••• 2396" in first and RIB not in first
    key = key_of(owed)
    said = {"how": "part", "amount": "٢٠٠٫٥", "key": key}
    page = owed.browser.post(ASK, said).content.decode()
    assert 'name="pin"' in page and 'value="٢٠٠٫٥"' in page, (
        "what she wrote is carried to where her PIN is asked"
    )
    assert owed.browser.post(ASK, {**said, "pin": "111112"}).status_code == 422
    assert not Withdrawal._base_manager.exists()
    where = owed.browser.post(ASK, {**said, "pin": PIN})["Location"]
    assert owed.browser.post(ASK, {**said, "pin": PIN})["Location"] == where
    assert owed.browser.get(ASK)["Location"] == where
    receipt = owed.browser.get(where).content.decode()
    assert "200.50" in receipt and "Take it back" in receipt and "2396" in receipt
    money = owed.browser.get(HERE).content.decode()
    assert "You asked for it" in money and "money/withdrawal/" not in money
    paper = PdfReader(BytesIO(owed.browser.get(f"{where.rstrip('/')}.pdf").content)).pages[0].extract_text()
    assert "200.50" in paper and the_row().code in paper
    for path in (where, f"{where.rstrip('/')}.pdf"):
        assert other.browser.get(path).status_code == 404
    assert other.browser.post(f"{where}reversal/").status_code == 404


@pytest.mark.broad
@pytest.mark.parametrize("typed", ["", "0", "-5", "427.51", "1.234", "many", "9" * 30])
def test_a_part_that_cannot_be_is_answered_with_a_sentence(owed: Seller, typed: str) -> None:
    answer = owed.browser.post(ASK, {"how": "part", "amount": typed, "key": "k", "pin": PIN})
    assert answer.status_code == 422
    assert owed.browser.post(ASK, {"how": "moon", "pin": PIN}).status_code == 422
    assert not Withdrawal._base_manager.exists()


@pytest.mark.broad
def test_without_money_or_a_place_she_is_told_why(seller: Seller) -> None:
    assert "Nothing is ready" in seller.browser.get(ASK).content.decode()
    assert "money/withdrawal/" not in seller.browser.get(HERE).content.decode()
    earn(seller, 42_750)
    assert "First say where" in seller.browser.get(ASK).content.decode()
    assert seller.browser.post(ASK, {"how": "all", "pin": PIN}).status_code == 409


@pytest.mark.broad
def test_she_takes_it_back_until_the_market_begins(owed: Seller) -> None:
    where = ask(owed)
    assert owed.browser.post(f"{where}reversal/")["Location"] == HERE
    assert "money/withdrawal/" in owed.browser.get(HERE).content.decode()
    again = ask(owed)
    pay(owed)
    assert owed.browser.post(f"{again}reversal/")["Location"] == again
    assert "Take it back" not in owed.browser.get(again).content.decode()


@pytest.mark.broad
def test_how_far_it_is_is_said_and_spoken(owed: Seller) -> None:
    where = ask(owed, how="part", amount="200")
    payout = pay(owed)
    money = owed.browser.get(HERE).content.decode()
    assert "Being prepared" in money
    assert "227.50" in money, "what is ready is what is not on its way"
    confirm_payout(payout, reference="VIR 1")
    assert "Received" in owed.browser.get(where).content.decode()
    fail_payout(payout, reason="Account closed")
    for path in (where, HERE):
        told = owed.browser.get(path).content.decode()
        assert "It could not be sent" in told and "Account closed" in told
    assert "427.50" in owed.browser.get(ASK).content.decode()


@pytest.mark.broad
def test_the_day_of_the_next_payouts_is_named(owed: Seller) -> None:
    owed.market.policies = {**owed.market.policies, "payout_weekday": 4}
    owed.market.save(update_fields=["policies"])
    assert "The market sends it on Thursday." in owed.browser.get(ask(owed)).content.decode()


@pytest.mark.broad
def test_only_who_decides_asks_and_shares(owed: Seller) -> None:
    maker = make_person()
    add_member(owed.organisation, maker, Member.Role.MAKER)
    hers = browser(owed.market, maker)
    assert "Only an owner or manager" in hers.get(ASK).content.decode()
    assert hers.post(ASK, {"how": "all", "pin": PIN}).status_code == 404
    where = ask(owed)
    assert hers.post(f"{where}reversal/").status_code == 404
    with scope(organisation_id=owed.organisation.pk):
        code = Maker.objects.get().code
    assert 'name="pin"' in owed.browser.post(f"{HERE}shares/", {code: "60"}).content.decode()
    with everything("a test's own rule"):
        assert not ShareRule.objects.exists()


@pytest.mark.broad
def test_what_becomes_hers_is_listed_by_its_day(seller: Seller, other: Seller, make_order: MakeOrder) -> None:
    """A sale of 450 less the fee, in seven days."""
    order = make_order()
    record_fact(order, Fact.Kind.ACCEPTED)
    hand_over(order, carrier="amana", number="1")
    deliver_order(order)
    page = seller.browser.get(HERE).content.decode()
    forecast = page[page.index('id="forecast"') :].split("</div></div>")[0]
    day = (clock.day_in(seller.market.time_zone) + timedelta(days=7)).strftime("%A")
    assert "427.50" in forecast and f"On {day}: MAD\xa0427.50" in forecast
    assert 'id="forecast"' not in other.browser.get(HERE).content.decode()


@pytest.mark.broad
def test_today_names_what_the_money_page_calls_ready(owed: Seller) -> None:
    today = owed.browser.get("/en/workshop/").content.decode()
    assert "Money is ready for you" in today and "427.50" in today
    batch = prepare_batch(owed.market, make_person(), currency="MAD", rail="bank_file")
    assert "Money is ready" not in owed.browser.get("/en/workshop/").content.decode(), "it is being prepared"
    earn(owed, 13_095)
    today = owed.browser.get("/en/workshop/").content.decode()
    assert "130.95" in today and "558.45" not in today
    approve_batch(batch, make_person())
    with scope(market_id=owed.market.pk):
        payout = Payout.objects.select_related("batch__market").get(batch=batch)
    confirm_payout(payout, reference="VIR 78")
    for page in (HERE, "/en/workshop/"):
        html = owed.browser.get(page).content.decode()
        assert "130.95" in html and "558.45" not in html, page
    with clock.shifted(timedelta(days=30)):
        assert "130.95" in owed.browser.get("/en/workshop/").content.decode(), "ready until it is sent"
