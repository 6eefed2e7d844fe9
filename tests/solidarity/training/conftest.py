"""A market with the shipped courses, a learner who sells there, and a trainer."""

import pytest

from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.solidarity.training.models import Course, Learner, Skill
from tadamun.solidarity.training.operations import enter_training, sync_courses
from tests.factories import make_market, make_organisation, make_person
from tests.standing import standing


@standing
def market() -> Market:
    sync_courses()
    return make_market()


@standing
def organisation(market: Market) -> Organisation:
    return make_organisation(market)


@standing
def learner(market: Market, organisation: Organisation) -> Learner:
    person = make_person(name="زينب")
    add_member(organisation, person)
    return enter_training(market, person)


@pytest.fixture
def trainer() -> Person:
    return make_person(name="المدربة")


def course(market: Market, slug: str) -> Course:
    with scope(market_id=market.pk):
        return Course.objects.get(slug=slug)


def skill(market: Market, slug: str) -> Skill:
    with scope(market_id=market.pk):
        return Skill.objects.select_related("course").get(slug=slug)
