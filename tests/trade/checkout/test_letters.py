"""The exact words of one order, in three languages."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import scope
from tadamun.people.notices.models import Message
from tadamun.people.notices.segments import segments
from tadamun.people.notices.voice import Voice
from tadamun.trade.checkout.jobs import cancel_unanswered
from tadamun.trade.checkout.letters import grouped
from tadamun.trade.checkout.operations import (
    Buyer,
    cancel_order,
    confirm_purchase,
    decline_order,
    deliver_order,
    settle_transfer,
)
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of

pytestmark = [pytest.mark.django_db, pytest.mark.broad]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BUYER = Buyer(
    "مريم العلوي", "+212612345678", "meknes", "12 زنقة الزيتون", "قرب المسجد", email="meryem@example.org"
)
TITLES = {"ar": "زربية تازناخت", "fr": "Tapis de Taznakht", "en": "Taznakht rug"}
SELLER = {"ar": "تعاونية الأطلس", "fr": "Coopérative Atlas", "en": "Atlas Cooperative"}


@pytest.fixture(autouse=True)
def monday():
    with clock.shifted(MONDAY - datetime.now(UTC)):
        yield


def place(language, *, products=1, **kwargs):
    market = make_market()
    organisation = make_organisation(market, names=SELLER, phone="+212535000000")
    goods = [make_product(organisation, titles=TITLES, price=45000)]
    goods += [make_product(make_organisation(market), price=8000) for _ in range(products - 1)]
    return make_purchase(market, goods, buyer=BUYER, language=language, **kwargs)


def texts(purchase, kind, channel="sms"):
    """What was said, its secrets replaced by words that do not change."""
    run_worker(once=True, scheduled=False)
    with scope(market_id=purchase.market_id):
        rows = Message.objects.filter(kind=kind, channel=channel).order_by("pk")
        found = [row.text for row in rows]
    return [
        text.replace(purchase.code, "K7QMX4").replace(purchase.secret[:10], "abcdefghij") for text in found
    ]


def deliver(purchase):
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="Amana", number="QD136777911MA")
    deliver_order(order)


SAID = json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))


def plain(text):
    return text.replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_one_order_from_placing_to_delivery_in_her_language(language):
    purchase = place(language)
    run_worker(once=True, scheduled=False)
    deliver(purchase)
    for kind, words in SAID[language].items():
        expected = words if language == "ar" else plain(words)
        assert texts(purchase, kind) == [expected]
        assert segments(expected) <= 2


def test_the_letter_confirms_the_whole_contract_in_writing():
    purchase = place("en")
    day = Voice(purchase.market, "en").day(purchase.placed_at, "long")
    (letter,) = texts(purchase, "order_placed", "email")
    assert letter == "\n\n".join(
        [
            f"Thank you for your order K7QMX4 of {day}.",
            "Atlas Cooperative\n1 × Taznakht rug: MAD\u00a0450\nArrives between 26 November and 27 November",
            "Delivery: MAD\u00a025\nTotal: MAD\u00a0475",
            "To be delivered to:\nمريم العلوي\n12 زنقة الزيتون\nقرب المسجد\nMeknes",
            "You pay MAD\u00a0475 on delivery. Please confirm the order: http://souk.localhost:8000/c/abcdefghij",
            "You have 7 days from delivery to change your mind.",
            "Conditions of sale: http://souk.localhost:8000/en/pages/terms/",
            "Agence d’essai\n1 rue de l’Essai, Rabat\n+212500000000\nessai@example.org",
        ]
    )


def test_the_letter_of_a_transfer_says_where_to_and_until_when():
    purchase = place("fr", method="bank_transfer")
    (letter,) = texts(purchase, "order_placed", "email")
    assert "Veuillez virer 475\u00a0MAD avant le 28 novembre 2026." in letter
    assert "Numéro de compte (RIB)\u00a0: 0077 8000 0123 4567 8901 2396" in letter
    assert "Référence à indiquer\u00a0: K7QMX4" in letter
    (short,) = texts(purchase, "order_placed")
    assert short.startswith(
        "Votre commande K7QMX4 chez Souk d'essai : Tapis de Taznakht, 475 MAD par virement."
    )
    assert settle_transfer(purchase, reference="VIR-1")
    assert len(texts(purchase, "order_paid")) == 1
    assert len(texts(purchase, "new_order")) == 1


def test_a_purchase_of_several_sellers_names_the_first_thing_and_counts_the_others():
    (text,) = texts(place("ar", products=3), "order_placed")
    assert re.search(r"زربية تاز.*… \+2، المبلغ|زربية تازناخت \+2، المبلغ", text)
    assert segments(text) <= 2


def test_a_seller_who_cannot_is_told_gently_and_by_the_number_of_her_part():
    purchase = place("en", products=2)
    confirm_purchase(purchase)
    first, _ = orders_of(purchase)
    decline_order(first, reason="broken")
    assert texts(purchase, "order_declined") == [
        "We are sorry: Atlas Cooperative cannot prepare order K7QMX4-1. There is nothing to pay. "
        "http://souk.localhost:8000/o/abcdefghij"
    ]


def test_a_cancelled_transfer_says_that_money_comes_back():
    purchase = place("en", method="bank_transfer")
    settle_transfer(purchase, reference="VIR-1")
    cancel_order(orders_of(purchase)[0], reason="mistake")
    (text,) = texts(purchase, "order_cancelled")
    assert "What you paid will be returned to you." in text


@pytest.mark.parametrize(
    ("method", "words"),
    [("cash_on_delivery", "was not confirmed in time"), ("bank_transfer", "no transfer arrived in time")],
)
def test_what_ends_by_the_clock_is_told_once_whatever_the_number_of_sellers(method, words):
    purchase = place("en", products=3, method=method)
    with clock.shifted(timedelta(days=6)):
        cancel_unanswered()
    (text,) = texts(purchase, "order_unanswered")
    assert words in text
    assert texts(purchase, "order_cancelled") == []


def test_the_sellers_own_delivery_is_said_so():
    purchase = place("en")
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="self")
    (text,) = texts(purchase, "order_handed_over")
    assert "brought by its seller" in text


def test_an_account_number_is_read_in_groups():
    assert grouped("007780000123456789012396") == "0077 8000 0123 4567 8901 2396"
    assert grouped("") == ""
