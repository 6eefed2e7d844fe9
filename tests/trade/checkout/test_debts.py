"""A seller who keeps the cash of her sales owes their fees: how much, how long, and what she may do no more."""

from datetime import timedelta

import pytest

from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.people.markets.operations import draw_fee_plan, name_fee_plan
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.people.sellers.operations import choose_fee_plan
from tadamun.trade.checkout.debts import limit_of, owing_too_much
from tadamun.trade.checkout.deposits import owed_now, ways_to_pay
from tadamun.trade.checkout.jobs import note_cash_debts
from tadamun.trade.checkout.operations import add_to_cart, open_cart
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.checkout.quoting import Quote, quote_cart
from tests.factories import make_product, make_purchase, variant_of
from tests.standing import standing
from tests.treasury.payouts.stage import Office

pytestmark = pytest.mark.django_db
FOUR_DAYS, WEEK = timedelta(days=4), timedelta(days=7)


@standing
def office() -> Office:
    """She may owe 10.00 for six days; a twentieth of 210.00 is 10.50."""
    return Office(debt_most_minor=1_000, debt_days=6)


def buy(office: Office, *sellers: Organisation, method: str = "cash_on_delivery") -> set[str]:
    """Why a basket of one piece of each of them is not placed; empty when it is."""
    try:
        make_purchase(office.market, [make_product(seller) for seller in sellers], method=method)
    except CannotPlace as refused:
        return {problem.code for problem in refused.problems}
    return set()


def in_the_basket(office: Office, seller: Organisation) -> Quote:
    with scope(market_id=office.market.pk):
        cart = open_cart(office.market)
        add_to_cart(cart, variant_of(make_product(seller)), 1)
        return quote_cart(cart, None, "fr")


def admission(office: Office, seller: Organisation) -> Admission:
    with scope(market_id=office.market.pk):
        return Admission.objects.get(organisation=seller)


@pytest.mark.broad
def test_who_owes_too_much_for_too_long_gets_no_new_cash_orders(office: Office) -> None:
    she, another = office.sellers
    office.keep_cash(she, 21_000)
    note_cash_debts()
    with clock.shifted(FOUR_DAYS):
        note_cash_debts()
        assert buy(office, she) == set(), "she has days to pay"
    with clock.shifted(WEEK):
        assert buy(office, another, she) == {Code.METHOD_NOT_OFFERED}
        assert [in_the_basket(office, seller).not_at_door for seller in (she, another)] == [True, False]
        assert buy(office, another) == set()
        assert buy(office, she, method="bank_transfer") == set()
        office.earn(she, 100)
        assert buy(office, she) == set(), "what she paid counts at once"
        note_cash_debts()
    with scope(market_id=office.market.pk):
        assert not Admission.objects.filter(owes_since__isnull=False).exists()


@pytest.mark.broad
def test_an_order_that_stands_is_not_changed_to_cash(office: Office) -> None:
    she = office.sellers[0]
    purchase = make_purchase(office.market, [make_product(she)], method="bank_transfer")
    office.keep_cash(she, 21_000)
    note_cash_debts()

    def ways() -> tuple[str, ...]:
        with scope(market_id=office.market.pk):
            return ways_to_pay(purchase, owed_now(purchase))

    assert "cash_on_delivery" in ways()
    with clock.shifted(WEEK):
        assert ways() == ("bank_transfer",)


def test_what_is_allowed_and_what_no_market_limits(office: Office) -> None:
    she = office.sellers[0]
    office.keep_cash(she, 20_000)
    assert owing_too_much(office.market) == {}, "exactly what is allowed"
    office.keep_cash(she, 1_000)
    assert [amount.minor for amount in owing_too_much(office.market).values()] == [1_050]
    assert limit_of(admission(office, she), office.market) is None, "not noted yet"
    note_cash_debts()
    limit = limit_of(admission(office, she), office.market)
    assert limit is not None
    assert (limit.amount.minor, limit.most.minor, limit.stopped) == (1_050, 1_000, False)
    with clock.shifted(WEEK):
        assert limit.stopped
    office.market.policies = {**office.market.policies, "debt_most_minor": 0}
    office.market.__dict__.pop("policy", None)
    assert owing_too_much(office.market) == {}


def test_what_her_plan_allows_counts_before_the_markets_rule(office: Office) -> None:
    """One of two is trusted with more; a plan without a limit is nobody else's."""
    she, another = office.sellers
    trusted = draw_fee_plan(office.market, {"en": "Trusted"}, 500, debt_most_minor=1_050)
    choose_fee_plan(admission(office, she), trusted, reason="a test")
    for seller in (she, another):
        office.keep_cash(seller, 21_000)
    assert list(owing_too_much(office.market)) == [another.pk]
    name_fee_plan(trusted, {"en": "Trusted"}, debt_most_minor=1_049)
    assert set(owing_too_much(office.market)) == {she.pk, another.pk}
    note_cash_debts()
    limit = limit_of(admission(office, she), office.market)
    assert limit is not None and limit.most.minor == 1_049
    name_fee_plan(trusted, {"en": "Trusted"}, debt_most_minor=0)
    office.market.policies = {**office.market.policies, "debt_most_minor": 0}
    office.market.__dict__.pop("policy", None)
    with clock.shifted(WEEK):
        assert buy(office, she) == buy(office, another) == set()
    name_fee_plan(trusted, {"en": "Trusted"}, debt_most_minor=1_000)
    with clock.shifted(WEEK):
        assert buy(office, she) == {Code.METHOD_NOT_OFFERED}, "a limit of the plan alone"
