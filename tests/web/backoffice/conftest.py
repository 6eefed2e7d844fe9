"""A market with its team, a second market, and browsers signed in for each of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import appoint
from tadamun.people.sellers.models import Organisation
from tadamun.trade.checkout.operations import confirm_purchase
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

MakeOrder = Callable[..., SellerOrder]


def browser(market: Market, person: Person | None = None) -> Client:
    """A browser on a market's host that says its forms come from its own pages."""
    client = Client(HTTP_HOST=f"{market.slug}.localhost", HTTP_SEC_FETCH_SITE="same-origin")
    if person:
        client.force_login(person)
    return client


def in_team(market: Market, role: str, name: str = "سعاد") -> Client:
    person = make_person(name=name)
    appoint(market, person, role)
    return browser(market, person)


def words_of(page: Any) -> str:
    """What a page says, without style, script and tags, one space between words."""
    html = re.sub(r"(?s)<(style|script)\b.*?</\1>", " ", page.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@standing
def market() -> Market:
    return make_market()


@standing
def other_market() -> Market:
    return make_market("autre")


@standing
def operator(market: Market) -> Client:
    return in_team(market, "operator")


@standing
def reviewer(market: Market, operator: Client) -> Client:
    return in_team(market, "reviewer")


@standing
def support(market: Market, operator: Client) -> Client:
    return in_team(market, "support")


@standing
def organisation(market: Market) -> Organisation:
    return make_organisation(market)


@standing
def rug(organisation: Organisation) -> Product:
    return make_product(organisation, price=45000, quantity=100)


@pytest.fixture
def make_order(market: Market, rug: Product) -> MakeOrder:
    """An order as its buyer placed it; ``confirmed``: she tapped the link."""

    def make(
        *, confirmed: bool = False, method: str = "cash_on_delivery", product: Product | None = None
    ) -> SellerOrder:
        purchase = make_purchase(market, [product or rug], method=method)
        if confirmed:
            confirm_purchase(purchase)
        return orders_of(purchase)[0]

    return make


def again(order: SellerOrder) -> SellerOrder:
    with everything("a test's own order"):
        return SellerOrder.objects.select_related("market", "purchase", "organisation").get(pk=order.pk)
