"""A funder reads numbers of ten and more, and never a name."""

from datetime import timedelta

import pytest

from tadamun.kernel import clock
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.operations import add_member
from tadamun.solidarity.training.figures import Figures, figures
from tadamun.solidarity.training.operations import enter_training, sign_off
from tadamun.trade.checkout.operations import confirm_purchase
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.operations import record_fact
from tests.factories import make_organisation, make_person, make_product, make_purchase, orders_of
from tests.solidarity.training.conftest import skill

pytestmark = pytest.mark.django_db


@pytest.mark.broad
def test_few_are_not_told_and_many_are_counted(
    market: Market, trainer: Person, django_assert_max_num_queries
) -> None:
    organisation = make_organisation(market)
    people = [make_person() for _ in range(10)]
    for person in people:
        add_member(organisation, person)
    payment = skill(market, "e_payment")
    with clock.shifted(timedelta(days=-200)):
        sign_off([enter_training(market, person) for person in people[:9]], payment, by=trainer)
    assert figures(market) == Figures(None, None, None, None, None)
    with clock.shifted(timedelta(days=-100)):
        sign_off([enter_training(market, people[9])], payment, by=trainer)
    [order] = orders_of(make_purchase(market, [make_product(organisation)]))
    confirm_purchase(order.purchase)
    record_fact(order, Fact.Kind.ACCEPTED)
    with django_assert_max_num_queries(7):
        assert figures(market) == Figures(None, 10, None, 10, 10)
    with clock.shifted(timedelta(days=-150)):
        assert figures(market).due is None
    assert figures(market, since=clock.today()).trained is None
