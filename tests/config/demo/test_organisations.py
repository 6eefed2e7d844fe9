"""The sellers of the demonstration: enough of them, of every kind, with numbers that belong to nobody."""

import phonenumbers
import pytest

from tadamun.config.demo.markets import market_plan
from tadamun.config.demo.organisations import OrganisationPlan, organisation_plans, rib
from tadamun.config.demo.recipes import recipes
from tadamun.people.markets.regions import region_path
from tadamun.people.sellers.models import Organisation

SLUGS = ("dlala", "dakhla", "store", "elhajeb")
EVERY = [plan for slug in SLUGS for plan in organisation_plans(slug)]
SELLERS = pytest.mark.parametrize("plan", EVERY, ids=lambda plan: plan.slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_market_has_at_least_twelve_of_several_kinds(slug: str) -> None:
    plans = organisation_plans(slug)
    assert len(plans) >= 12
    assert len({plan.kind for plan in plans}) >= 5


@SELLERS
def test_a_seller_is_told_in_three_languages(plan: OrganisationPlan) -> None:
    for text in (plan.names, plan.stories, plan.place):
        assert set(text) == {"ar", "fr", "en"}
        assert all(text.values())
    assert plan.kind in Organisation.Kind.values
    assert set(plan.crafts) <= set(recipes())


@SELLERS
def test_a_seller_lives_where_her_market_has_opened(plan: OrganisationPlan) -> None:
    states = market_plan(plan.market).regions
    assert "open" in {states.get(code) for code in region_path(plan.region)}


@SELLERS
def test_a_seller_asks_in_a_currency_of_her_market(plan: OrganisationPlan) -> None:
    assert plan.currency in market_plan(plan.market).seller_currencies


def test_phones_can_be_called_and_are_all_different() -> None:
    phones = [plan.phone for plan in EVERY]
    assert len(set(phones)) == len(phones)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(phone)) for phone in phones)
    assert all(phone.startswith("+212600000") for phone in phones)


def test_the_key_of_an_account_number_is_that_of_the_rule() -> None:
    assert rib("007", "780", 1234567890123).startswith("007780000123456789012")
    assert all(int(plan.ice) % 97 == 0 and len(plan.ice) == 15 for plan in EVERY if plan.ice)
    assert {plan.ice == "" for plan in EVERY if not plan.region.startswith("MA")} <= {True}
    assert all(int(plan.rib[:22]) * 100 % 97 + int(plan.rib[22:]) == 97 for plan in EVERY)
    # A real rule seen in a real number: MA64 011519000001205000534921.
    assert rib("011", "519", 12050005349) == "011519000001205000534921"


def test_some_makers_let_themselves_be_named_and_some_do_not() -> None:
    makers = [maker for plan in EVERY for maker in plan.makers]
    named = [maker for maker in makers if maker.public_name("ar")]
    assert 0 < len(named) < len(makers)
