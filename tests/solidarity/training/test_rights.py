"""Rights ask for skills, wait with a guardian's word, and are narrowed by a person alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.ceilings import TILL, allowed
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.solidarity.training.models import Learner, Narrowing
from tadamun.solidarity.training.operations import (
    check_skill,
    decide_narrowing,
    notice_late_parcels,
    set_right,
    sign_off,
    stand_surety,
)
from tadamun.solidarity.training.rights import (
    LIST_PIECES,
    SEE_TILL,
    SHIP_ABROAD,
    RightState,
    limit_of,
    rights_of,
    trained,
)
from tadamun.trade.checkout.operations import (
    add_to_cart,
    ask_by_link,
    confirm_purchase,
    open_cart,
    place_order,
)
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.checkout.quoting import quote_cart
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.trade.shipping.queries import find_place
from tests.factories import BUYER, make_organisation, make_product, make_purchase, orders_of, variant_of
from tests.solidarity.training.conftest import skill
from tests.trade.commissions.making import ask, order, quote

pytestmark = pytest.mark.django_db


def pieces(organisation: Organisation, market: Market) -> RightState:
    return rights_of(organisation, market)[0]


def test_without_a_rule_everybody_may_and_a_rule_does_not_reach_back(
    market: Market, organisation: Organisation
) -> None:
    assert {each.state for each in rights_of(organisation, market)} == {"held"}
    set_right(market, LIST_PIECES, skills=["photo", "packing"], free=3)
    assert pieces(organisation, market).limit is None
    newer = make_organisation(market)
    assert pieces(newer, market) == RightState(LIST_PIECES, "some", 3, ("photo", "packing"))
    set_right(market, LIST_PIECES, skills=["photo"], free=3, also_before=True)
    assert limit_of(organisation, market, LIST_PIECES) == 3


def test_a_guardian_answers_for_thirty_days(
    market: Market, organisation: Organisation, learner: Learner, trainer: Person
) -> None:
    with pytest.raises(KeyError):
        stand_surety(market, organisation, LIST_PIECES, guardian=trainer)
    set_right(market, LIST_PIECES, skills=["price"], free=3, also_before=True)
    with pytest.raises(ValueError, match="herself"):
        stand_surety(market, organisation, LIST_PIECES, guardian=learner.person)
    stand_surety(market, organisation, LIST_PIECES, guardian=trainer)
    assert pieces(organisation, market).state == "grace"
    assert limit_of(organisation, market, LIST_PIECES) is None
    with clock.shifted(timedelta(days=31)):
        assert pieces(organisation, market).state == "some"
        sign_off([learner], skill(market, "price"), by=trainer)
        assert pieces(organisation, market).state == "held"


def test_a_requirement_asks_for_a_course(
    market: Market, organisation: Organisation, learner: Learner, trainer: Person
) -> None:
    assert not trained(organisation, market, {"course": "payment"})
    assert not trained(organisation, market, {})
    sign_off([learner], skill(market, "e_payment"), by=trainer)
    assert trained(organisation, market, {"course": "payment"})


def late_parcel(market: Market, organisation: Organisation, learner: Learner) -> None:
    purchase = make_purchase(market, [make_product(organisation)])
    confirm_purchase(purchase)
    [order] = orders_of(purchase)
    with acting(actor=learner.person.reference), clock.shifted(timedelta(days=12)):
        record_fact(order, Fact.Kind.ACCEPTED)
        pack(order)
        hand_over(order, carrier="Amana", number="1")


@pytest.mark.broad
def test_three_late_parcels_ask_a_person(
    market: Market, organisation: Organisation, learner: Learner
) -> None:
    set_right(market, LIST_PIECES, skills=["packing"], free=3, also_before=True)
    late_parcel(market, organisation, learner)
    check_skill(learner, skill(market, "packing"))
    for _ in range(2):
        late_parcel(market, organisation, learner)
    with clock.shifted(timedelta(days=13)):
        assert notice_late_parcels(market) == 1
        assert notice_late_parcels(market) == 0
    assert limit_of(organisation, market, LIST_PIECES) is None  # nobody decided yet
    with scope(market_id=market.pk):
        asked = Narrowing.objects.get()
    assert decide_narrowing(asked, "narrowed").decided_at
    assert decide_narrowing(asked, "left").decision == "narrowed"
    assert pieces(organisation, market) == RightState(LIST_PIECES, "narrowed", 3, ("packing",))
    with clock.shifted(timedelta(days=2)):
        late_parcel(market, organisation, learner)
    with clock.shifted(timedelta(days=15)):
        assert check_skill(learner, skill(market, "packing"))
    assert limit_of(organisation, market, LIST_PIECES) is None


def abroad(market: Market, products: list[Product]) -> list[tuple[Code, int]]:
    """What keeps a basket with one of each from going to France."""
    with scope(market_id=market.pk):
        cart = open_cart(market)
        for product in products:
            add_to_cart(cart, variant_of(product), 1)
        quote = quote_cart(cart, find_place("Lyon", "FR", "fr"), "fr")
        assert not quote_cart(cart, find_place("rabat", "MA", "fr"), "fr").problems
        return [(problem.code, problem.variant_id) for problem in quote.problems]


@pytest.mark.broad
def test_who_may_not_send_abroad_is_bought_at_home_alone(
    market: Market, organisation: Organisation, learner: Learner, trainer: Person
) -> None:
    hers, others = make_product(organisation), make_product(make_organisation(market))
    assert abroad(market, [hers, others]) == []  # nobody asks anything yet
    set_right(market, SHIP_ABROAD, skills=["export"])
    assert abroad(market, [hers, others]) == []  # both were here before
    newer = make_organisation(market)
    third = make_product(newer)
    assert abroad(market, [hers, third]) == [(Code.NOT_ABROAD, variant_of(third).pk)]
    wish = ask(market, newer)
    named = quote(wish)
    there = replace(BUYER, country="FR", city="Lyon", postcode="69001", email="meryem@example.org")
    with pytest.raises(CannotPlace, match="not_abroad"):
        order(wish, named, "bank_transfer", there)
    assert order(wish, named, "bank_transfer").country == "MA"
    stand_surety(market, newer, SHIP_ABROAD, guardian=trainer)
    assert abroad(market, [third]) == []
    with clock.shifted(timedelta(days=31)):
        assert abroad(market, [third]) == [(Code.NOT_ABROAD, variant_of(third).pk)]
        add_member(newer, learner.person)
        sign_off([learner], skill(market, "export"), by=trainer)
        assert abroad(market, [third]) == []


def test_an_order_from_abroad_is_refused_where_her_right_waits(
    market: Market, organisation: Organisation
) -> None:
    set_right(market, SHIP_ABROAD, skills=["export"], also_before=True)
    there = replace(BUYER, country="FR", city="Lyon", postcode="69001", email="meryem@example.org")
    with scope(market_id=market.pk):
        cart = open_cart(market)
        add_to_cart(cart, variant_of(make_product(organisation)), 1)
    with pytest.raises(CannotPlace) as refusal:
        place_order(cart, buyer=there, method="bank_transfer", seen_total=Money(0, "MAD"), language="fr")
    assert Code.NOT_ABROAD in {problem.code for problem in refusal.value.problems}


def test_the_till_waits_for_its_skill(market: Market, organisation: Organisation) -> None:
    rug = variant_of(make_product(organisation))
    set_right(market, SEE_TILL, skills=["e_payment"])
    assert allowed(organisation, market, TILL)
    set_right(market, SEE_TILL, skills=["e_payment"], also_before=True)
    assert not allowed(organisation, market, TILL)
    with pytest.raises(CannotPlace, match="method_not_offered"):
        ask_by_link(organisation, market, rug, key="ONE", language="fr")
    set_right(market, SEE_TILL, skills=[])
    assert allowed(organisation, market, TILL)
