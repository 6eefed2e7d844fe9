"""The office draws plans of fees and changes them from a day on; the simulator tells what comes of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tadamun.kernel import clock
from tadamun.kernel.models import AuditEntry
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import EVER, FeePlan, FeeTerm, Market
from tadamun.people.markets.operations import change_fee, draw_fee_plan
from tadamun.people.sellers.fees import fee_under
from tests.web.backoffice.conftest import words_of

PLANS = "/en/office/fees/plans/"
FEES = "/en/office/fees/"


def default_of(market: Market) -> FeePlan:
    with everything("a test's own plan"):
        return FeePlan.objects.select_related("market").get(market=market, is_default=True)


def a_day(market: Market, days: int) -> str:
    return str(clock.day_in(market.time_zone) + timedelta(days=days))


@pytest.mark.broad
def test_draw_change_name_and_make_everybodys(operator: Client, market: Market) -> None:
    assert "The market’s fee default 5%" in words_of(operator.get(PLANS))
    said = {"names_ar": "تعاونيات", "names_en": "Cooperatives", "fee": "٢٫٥"}
    where = operator.post(PLANS, said).headers["Location"]
    assert "2.5%" in words_of(operator.get(where))
    change = {"term-fee": "3", "term-starts": a_day(market, 10), "term-reason": "as agreed"}
    assert operator.post(where, change).status_code == 303
    words = words_of(operator.get(where))
    assert "3% planned as agreed" in words
    assert "from the beginning 2.5% in force" in words
    assert operator.post(where, {**change, "term-fee": "4", "term-starts": ""}).status_code == 303
    assert "from the beginning 2.5% over" in words_of(operator.get(where))
    assert (
        operator.post(
            where + "names/", {"names_fr": "Coopératives", "names_en": "Coops", "debt": "٧٥٫٥"}
        ).status_code
        == 303
    )
    assert "may owe MAD 75.50 of their fees" in words_of(operator.get(where)).replace("\xa0", " ")
    assert 'value="75.50"' in operator.get(where).content.decode()
    assert operator.post(where + "names/", {"names_en": "Coops", "debt": "-1"}).status_code == 422
    assert "Coops" in words_of(operator.get(PLANS))
    assert operator.post(where + "default/").status_code == 303
    assert fee_under(None, market) == 400
    entry = AuditEntry.objects.get(action="change_fee", changes__after=300)
    assert (entry.reason, entry.changes["starts"]) == ("as agreed", a_day(market, 10))


@pytest.mark.parametrize(
    "wrong",
    [{"term-fee": "101"}, {"term-fee": "-1"}, {"term-fee": "1.234"}, {"term-fee": "NaN"}, {"term-fee": ""},
     {"term-starts": "2020-01-01"}, {"term-starts": "x"}, {"term-reason": ""}],
)  # fmt: skip
def test_what_no_plan_can_be(operator: Client, market: Market, wrong: dict[str, str]) -> None:
    where = f"{PLANS}{default_of(market).code}/"
    said = {"term-fee": "5", "term-starts": "", "term-reason": "x", **wrong}
    answer = operator.post(where, said)
    assert answer.status_code == 422
    assert f'href="#id_{next(iter(wrong))}' in answer.content.decode()
    assert fee_under(None, market) == 500


def test_each_market_its_own(operator: Client, other_market: Market) -> None:
    theirs = default_of(other_market).code
    for path in (theirs + "/", theirs + "/names/", theirs + "/default/", "nothing/"):
        said = {"term-fee": "5", "term-reason": "x", "names_en": "x"}
        assert operator.post(PLANS + path, said).status_code == 404, path
    assert operator.post(PLANS, {"fee": "5"}).status_code == 422


def test_who_draws_plans(operator: Client, support: Client, reviewer: Client) -> None:
    assert [client.get(PLANS).status_code for client in (operator, support, reviewer)] == [200, 404, 404]


def test_the_simulator_tells_of_another_plan_and_of_a_later_day(operator: Client, market: Market) -> None:
    plan = draw_fee_plan(market, {"en": "Kind"}, 0)
    change_fee(plan, 1000, starts=clock.day_in(market.time_zone) + timedelta(days=3), reason="x")
    asked = {"price": "450", "currency": "MAD", "seller": "", "way": "bank_transfer"}
    assert "427.50" in words_of(operator.get(FEES, asked))
    assert "450" in words_of(operator.get(FEES, {**asked, "plan": plan.code})).partition("receives MAD")[2]
    later = words_of(operator.get(FEES, {**asked, "plan": plan.code, "day": a_day(market, 3)}))
    assert "405" in later
    assert operator.get(FEES, {**asked, "day": a_day(market, -3)}).status_code == 422
    assert operator.get(FEES, {**asked, "plan": "nothing"}).status_code == 422


@pytest.mark.parametrize("more", [0, pytest.param(29, marks=pytest.mark.broad)])
def test_the_list_asks_as_much_whatever_its_length(
    operator: Client, market: Market, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        plan = draw_fee_plan(market, {"en": str(number)}, number)
        change_fee(plan, 5, starts=clock.day_in(market.time_zone) + timedelta(days=1), reason="x")
    operator.get(PLANS)
    with django_assert_num_queries(8):  # one of which a process keeps, outside a test
        operator.get(PLANS)


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_another_machine_drew_a_moment_ago_is_listed(operator: Client, market: Market) -> None:
    assert operator.get(PLANS).status_code == 200
    with everything("another machine's plan: no word of it came yet"):
        plan = FeePlan.objects.create(market=market, names={"en": "From afar"})
        FeeTerm.objects.create(plan=plan, basis_points=700, starts=EVER, set_on=clock.today())
    assert "From afar 7%" in words_of(operator.get(PLANS))
    assert "From afar · 7%" in words_of(operator.get(FEES))
