"""What was ordered in another currency proves its rate by itself, whatever is corrected later."""

from decimal import Decimal

import pytest

from tadamun.kernel import clock
from tadamun.treasury.ledger.operations import name_rate
from tests.factories import make_market, make_organisation, make_product, make_purchase, make_rates, orders_of

pytestmark = pytest.mark.django_db


@pytest.mark.broad
def test_an_order_keeps_the_rate_its_day_and_who_named_it() -> None:
    make_rates()
    market = make_market()
    seller = make_organisation(market)
    products = [make_product(seller, price=10_000, currency="ILS"), make_product(make_organisation(market))]
    shekels, dirhams = orders_of(make_purchase(market, products))
    name_rate("ILS", "MAD", Decimal("2.80"), on=clock.today(), source="corrected")
    shekels.refresh_from_db()
    assert (shekels.rate, shekels.rate_on, shekels.rate_source) == (Decimal("2.70"), clock.today(), "test")
    assert (dirhams.rate, dirhams.rate_on, dirhams.rate_source) == (Decimal(1), None, "")


@pytest.mark.broad
def test_a_basket_in_two_currencies_is_owed_in_the_buyers() -> None:
    make_rates()
    market = make_market()
    seller = make_organisation(market)
    products = [make_product(seller, price=10_000, currency="ILS"), make_product(seller, price=10_000)]
    [order] = orders_of(make_purchase(market, products))
    assert (order.seller_currency, order.rate, order.rate_on) == ("MAD", Decimal(1), None)
