"""Forgetting who bought: at her wish, and when its time is over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tadamun.kernel import clock
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import keep_address
from tadamun.people.conversations.models import Conversation
from tadamun.people.conversations.models import Message as Saying
from tadamun.people.markets.operations import appoint
from tadamun.people.notices.models import Message
from tadamun.people.sellers.models import Application
from tadamun.people.sellers.operations import add_member
from tadamun.people.sellers.operations.applications import begin_application, keep_answers
from tadamun.trade.checkout.jobs import forget_old_buyers
from tadamun.trade.checkout.operations import (
    HasDuties,
    cancel_order,
    claim_purchases,
    confirm_purchase,
    deliver_order,
    erase_buyer,
)
from tadamun.trade.checkout.operations.erasing import erase_old_purchases
from tadamun.trade.checkout.personal import export_of
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.orders.queries import purchases_of, verify_orders
from tadamun.trade.shipping.operations import hand_over
from tests.factories import (
    BUYER,
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.trade.commissions.making import ask

pytestmark = pytest.mark.django_db
DATA = ("full_name", "phone", "email", "address", "landmark", "postcode", "gift_note", "company", "ice")


def buy(market):
    buyer = replace(BUYER, company="Riad Atlas", ice="001561191000066")
    return make_purchase(market, [make_product(make_organisation(market))], buyer=buyer)


def finish(purchase):
    confirm_purchase(purchase)
    (order,) = orders_of(purchase)
    record_fact(order, "accepted")
    hand_over(order, carrier="Amana", number="1")
    deliver_order(order)


def fresh(purchase):
    with everything("a test's own purchase"):
        return Purchase.objects.get(pk=purchase.pk)


def known(purchase):
    row = fresh(purchase)
    return [name for name in DATA if getattr(row, name)]


@pytest.mark.broad
def test_what_was_bought_without_an_account_is_hers_once_her_phone_is_proved():
    market, other = make_market(), make_market("other")
    mine = [buy(market), buy(other)]
    unproved = Person.objects.create(phone=BUYER.phone)
    assert claim_purchases(unproved) == 0
    with everything("a test"):
        assert list(purchases_of(unproved)) == []
    Person.objects.filter(pk=unproved.pk).update(phone_verified_at=clock.now())
    person = Person.objects.get(pk=unproved.pk)
    assert claim_purchases(person) == 2
    assert claim_purchases(person) == 0
    with everything("a test"):
        assert {row.pk for row in purchases_of(person)} == {row.pk for row in mine}
        assert list(purchases_of(make_person())) == []


@pytest.mark.broad
def test_erasing_empties_finished_orders_and_keeps_what_open_ones_need():
    market = make_market()
    done, open_ = buy(market), buy(market)
    finish(done)
    run_worker(once=True, scheduled=False)
    person = make_person(BUYER.phone)
    keep_address(person, full_name="M", phone=BUYER.phone, city="Meknès", address="1 rue A")
    erased = erase_buyer(person)
    assert (erased.finished, erased.kept) == (1, (open_.code,))
    assert known(done) == []
    assert fresh(done).erased_at is not None
    assert {"full_name", "phone", "address"} <= set(known(open_))
    assert fresh(done).total == done.total
    with everything("a test"):
        assert not Message.objects.filter(to=BUYER.phone).exists()
        assert list(verify_orders()) == []
    assert Person.objects.get(pk=person.pk).phone is None
    assert AuditEntry.objects.filter(action="erase_buyer", subject=str(done.reference)).count() == 1


@pytest.mark.broad
def test_the_open_order_of_an_erased_person_is_emptied_when_it_is_finished():
    market = make_market()
    purchase = buy(market)
    erase_buyer(make_person(BUYER.phone))
    forget_old_buyers()
    assert known(purchase) != []
    cancel_order(orders_of(purchase)[0], reason="mistake")
    forget_old_buyers()
    assert known(purchase) == []


@pytest.mark.broad
def test_retention_is_counted_from_the_end_of_an_order_by_its_markets_own_policy():
    short, long = (
        make_market(policies={"retention_days": 30}),
        make_market("other", policies={"retention_days": 400}),
    )
    first, second, open_ = buy(short), buy(long), buy(short)
    finish(first)
    finish(second)
    with clock.shifted(timedelta(days=29)):
        forget_old_buyers()
    assert known(first) != []
    with clock.shifted(timedelta(days=31)):
        forget_old_buyers()
    assert (known(first), known(second) != [], known(open_) != []) == ([], True, True)


@pytest.mark.broad
def test_however_many_are_old_they_are_erased_so_many_at_once(monkeypatch):
    monkeypatch.setattr("tadamun.trade.checkout.operations.erasing.AT_ONCE", 2)
    market = make_market()
    bought = [buy(market) for _ in range(3)]
    for purchase in bought:
        cancel_order(orders_of(purchase)[0], reason="mistake")
    with clock.shifted(timedelta(days=20_000)), CaptureQueriesContext(connection) as asked:
        assert erase_old_purchases() == 3
    assert [known(purchase) for purchase in bought] == [[], [], []]
    assert sum(query["sql"].startswith("UPDATE") and "erased_at" in query["sql"] for query in asked) == 2


@pytest.mark.parametrize("duty", ["member", "team"])
def test_who_acts_for_others_is_not_erased_before_that_ends(duty):
    market = make_market()
    person = make_person(BUYER.phone)
    if duty == "member":
        add_member(make_organisation(market), person)
    else:
        appoint(market, person, "support")
    purchase = buy(market)
    with pytest.raises(HasDuties):
        erase_buyer(person)
    assert Person.objects.get(pk=person.pk).phone == BUYER.phone
    assert known(purchase) != []


@pytest.mark.broad
def test_the_export_holds_everything_of_her_and_nothing_of_others():
    market, other = make_market(), make_market("other")
    mine, theirs = buy(market), buy(other)
    Purchase._base_manager.filter(pk=theirs.pk).update(phone="+212699999999")
    run_worker(once=True, scheduled=False)
    person = make_person(BUYER.phone)
    data = export_of(person)
    assert data["person"]["phone"] == BUYER.phone
    assert [row["number"] for row in data["purchases"]] == [mine.code]
    assert data["purchases"][0]["address"] == BUYER.address
    assert data["purchases"][0]["orders"][0]["lines"][0]["quantity"] == 1
    assert [mine.code in row["text"] for row in data["messages"]] == [True]


def test_what_she_asked_and_answered_is_exported_and_forgotten():
    market = make_market()
    person = make_person("+212612345678")
    ask(market, make_organisation(market), words="زربية زرقاء")
    keep_answers(begin_application(market, person), {"name": "تعاونية الأمل"})
    (said,) = export_of(person)["conversations"]
    assert said["words"] == "زربية زرقاء" and said["side"] == "buyer"
    erase_buyer(person)
    with everything("a test's own rows"):
        assert not Application.objects.exists()
        assert Conversation.objects.get().phone == ""
        assert {row.words for row in Saying.objects.all()} == {""}
