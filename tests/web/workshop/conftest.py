"""Two sellers in one market, a third in another, and browsers signed in for them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.people.sellers.operations import add_member
from tadamun.trade.checkout.operations import confirm_purchase, do_waiting
from tadamun.trade.orders.models import SellerOrder
from tests.factories import (
    make_market,
    make_organisation,
    make_person,
    make_product,
    make_purchase,
    orders_of,
)
from tests.standing import standing


def browser(market: Market, person: Person | None = None) -> Client:
    """A browser on a market's host that says its forms come from its own pages."""
    client = Client(HTTP_HOST=f"{market.slug}.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    if person:
        client.force_login(person)
    return client


@dataclass(frozen=True, slots=True)
class Seller:
    market: Market
    person: Person
    organisation: Organisation
    browser: Client


@standing
def market() -> Market:
    return make_market()


def make_seller(market: Market) -> Seller:
    organisation, person = make_organisation(market), make_person()
    add_member(organisation, person)
    return Seller(market, person, organisation, browser(market, person))


@standing
def seller(market: Market) -> Seller:
    return make_seller(market)


@standing
def other(market: Market) -> Seller:
    return make_seller(market)


@standing
def rug(seller: Seller) -> Product:
    return make_product(seller.organisation, title="زربية", price=45000, quantity=10)


MakeOrder = Callable[..., SellerOrder]


@pytest.fixture
def make_order(market: Market, seller: Seller, rug: Product) -> MakeOrder:
    """An order the buyer has confirmed: it waits for its seller."""

    def make(product: Product | None = None, *, quantity: int = 1) -> SellerOrder:
        purchase = make_purchase(market, [product or rug], quantity=quantity)
        confirm_purchase(purchase)
        return orders_of(purchase)[0]

    return make


def state_of(order: SellerOrder) -> str:
    """Once the seconds in which she may take back what she pressed are over."""
    do_waiting(order)
    with everything("a test's own order"):
        return SellerOrder.objects.get(pk=order.pk).goods_state
