"""What a market keeps: by plan, from a day on, never backwards; orders keep the fee they were placed with."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache.tags import recording
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import FeePlan, FeeTerm, Market
from tadamun.people.markets.operations import Backwards, change_fee, draw_fee_plan, make_default
from tadamun.people.sellers.fees import fee_of, fee_under, fees_by_plan
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import choose_fee_plan
from tests.factories import make_market, make_organisation, make_product, make_purchase, orders_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def default_of(market: Market) -> FeePlan:
    with everything("a test's own plan"):
        return FeePlan.objects.select_related("market").get(market=market, is_default=True)


def day_of(market: Market) -> date:
    return clock.day_in(market.time_zone)


def test_a_market_begins_with_one_plan_for_all() -> None:
    assert fee_under(None, make_market()) == 500
    assert fee_under(None, make_market("autre", fee_bp=1234)) == 1234


def test_from_a_day_on_and_at_once() -> None:
    market = make_market()
    plan, today = default_of(market), day_of(market)
    change_fee(plan, 900, starts=today + 2 * DAY, reason="a new year")
    assert [fee_under(None, market, today + days * DAY) for days in (0, 1, 2, 9)] == [500, 500, 900, 900]
    change_fee(plan, 700, reason="at once")
    assert [fee_under(None, market, today + days * DAY) for days in (0, 1, 2)] == [700, 700, 900]
    change_fee(plan, 700, starts=today + 2 * DAY, reason="thought better of it")
    assert fee_under(None, market, today + 9 * DAY) == 700
    with clock.shifted(-30 * DAY):
        assert fee_under(None, market) == 500


def test_never_backwards() -> None:
    market = make_market()
    plan, today = default_of(market), day_of(market)
    with pytest.raises(Backwards):
        change_fee(plan, 900, starts=today - DAY, reason="x")
    with everything("a test's own rows"):
        with pytest.raises(IntegrityError, match="a_fee_never_changes_backwards"), transaction.atomic():
            FeeTerm.objects.create(plan=plan, basis_points=1, starts=today - DAY, set_on=today)
        with pytest.raises(IntegrityError, match="a_fee_is_at_most_the_whole"), transaction.atomic():
            FeeTerm.objects.create(plan=plan, basis_points=10_001, starts=today, set_on=today)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            FeeTerm.objects.update(basis_points=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            FeePlan.objects.create(market=market, is_default=True)
    assert fee_under(None, market) == 500


def test_her_own_plan_or_everybodys() -> None:
    market = make_market()
    one, other = make_organisation(market), make_organisation(market)
    kind, dear = draw_fee_plan(market, {"en": "Kind"}, 100), draw_fee_plan(market, {"en": "Dear"}, 2000)
    with scope(market_id=market.pk):
        choose_fee_plan(Admission.objects.get(organisation=one), kind, reason="x")
    assert (fee_of(one.pk, market), fee_of(other.pk, market)) == (100, 500)
    make_default(dear)
    assert (fee_of(one.pk, market), fee_of(other.pk, market)) == (100, 2000)
    assert default_of(market) == dear
    assert sorted(fees_by_plan(market).values()) == [100, 500, 2000, 2000]
    assert fees_by_plan(market)[None] == 2000


def test_orders_keep_the_fee_they_were_placed_with() -> None:
    market = make_market()
    product = make_product(make_organisation(market), price=10_000)
    before = orders_of(make_purchase(market, [product]))[0]
    change_fee(default_of(market), 1000, reason="x")
    after = orders_of(make_purchase(market, [product]))[0]
    before.refresh_from_db()
    assert (before.fee_minor, after.fee_minor) == (500, 1000)
    with clock.shifted(40 * DAY):
        assert Money(10_000, "MAD").share(fee_under(None, market)).minor == 1000


def test_a_page_that_says_a_fee_is_kept_until_the_next_one() -> None:
    market = make_market()
    change_fee(default_of(market), 900, starts=day_of(market) + DAY, reason="x")
    with recording() as page:
        fee_under(None, market)
    assert page.fresh_until is not None
    assert 0 < page.fresh_until - clock.now().timestamp() <= 86_400


def test_one_question_whatever_the_number_of_plans(django_assert_num_queries: Any) -> None:
    market = make_market()
    for number in range(9):
        draw_fee_plan(market, {"en": str(number)}, number)
    with django_assert_num_queries(1):
        fees_by_plan(market)


@pytest.mark.broad
@pytest.mark.django_db(transaction=True)
def test_two_who_choose_the_plan_for_everybody_at_once() -> None:
    market = make_market()
    plans = [draw_fee_plan(market, {"en": name}, 100) for name in ("One", "Two", "Three", "Four")]
    begin = Barrier(len(plans))

    def choose(plan: FeePlan) -> None:
        try:
            for _ in range(5):
                begin.wait()
                make_default(plan)
        except IntegrityError:
            begin.abort()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(len(plans)) as team:
        list(team.map(choose, plans))
    assert default_of(market) in plans
