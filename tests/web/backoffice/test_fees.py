"""What a seller would receive is what an order would write."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.operations import draw_fee_plan
from tadamun.people.sellers.models import Admission, Organisation
from tadamun.people.sellers.operations import choose_fee_plan, set_sells_as
from tadamun.web.backoffice.views.fees import shares_of
from tests.factories import make_organisation
from tests.web.backoffice.conftest import MakeOrder, words_of

FEES = "/en/office/fees/"


def asked(**more: str) -> dict[str, str]:
    return {"price": "450", "currency": "MAD", "seller": "", "way": "bank_transfer", **more}


def admission_of(organisation: Organisation, market: Market) -> Admission:
    with scope(market_id=market.pk):
        return Admission.objects.get(organisation=organisation)


@pytest.mark.parametrize("own", [None, 0, 1234, 10_000])
def test_the_same_as_an_order_writes(
    market: Market, organisation: Organisation, rug: Product, make_order: MakeOrder, own: int | None
) -> None:
    admission = admission_of(organisation, market)
    if own is not None:
        choose_fee_plan(admission, draw_fee_plan(market, {"en": "Hers"}, own), reason="a test")
    order = make_order(product=rug)
    shares = shares_of(Money(order.seller_minor, "MAD"), market, admission)
    assert shares.seller == order.earning
    assert (shares.fee + shares.vat).minor == order.fee_minor
    assert shares.vat.minor == order.fee_vat_minor
    assert shares.seller + shares.fee + shares.vat == shares.price
    assert abs(sum(percent for _, _, percent in shares.parts) - 100) <= Decimal("0.1")


def test_the_page_answers_for_one_seller(
    operator: Client, market: Market, organisation: Organisation
) -> None:
    plan = draw_fee_plan(market, {"en": "Hers"}, 1000)
    choose_fee_plan(admission_of(organisation, market), plan, reason="a test")
    words = words_of(operator.get(FEES, asked(seller=organisation.code)))
    assert "Where the price goes" in words
    assert "405" in words
    assert "427.50" in words_of(operator.get(FEES, asked(price="٤٥٠")))


@pytest.mark.broad
@pytest.mark.parametrize(("vat", "kept"), [("liable", "MAD 15"), ("auto_entrepreneur", "-MAD 2")])
def test_a_merchant_is_told_what_tax_leaves_of_its_margin(
    operator: Client, market: Market, vat: str, kept: str
) -> None:
    """As ``tests/trade/papers/test_purchases.py`` has it in the book: of 120.00, of which it keeps 18.00."""
    seller = make_organisation(market, kind="artisan", registers={"vat": vat})
    question = asked(seller=seller.code, price="120", plan=draw_fee_plan(market, {"en": "Fair"}, 1500).code)
    assert "the market keeps" not in words_of(operator.get(FEES, question))
    set_sells_as(admission_of(seller, market), "merchant", reason="a test")
    words = words_of(operator.get(FEES, question))
    assert f"Tax taken off, the market keeps {kept}" in words and "Market’s margin" in words
    assert ("loses by such a sale" in words) is (vat != "liable")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"price": ""}, "Please write a price"),
        ({"price": "0"}, "Please write a price"),
        ({"price": "1.234"}, "decimals"),
        ({"price": "9" * 40}, "12"),
        ({"price": "abc"}, "number"),
        ({"currency": "XXX"}, "XXX"),
        ({"seller": "nobody"}, "nobody"),
        ({"way": "gold"}, "gold"),
    ],
)
def test_what_cannot_be_calculated(operator: Client, wrong: dict[str, str], words: str) -> None:
    answer = operator.get(FEES, asked(**wrong))
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_who_may_ask(operator: Client, support: Client, reviewer: Client) -> None:
    assert operator.get(FEES).status_code == 200
    assert [client.get(FEES).status_code for client in (support, reviewer)] == [404, 404]


@pytest.mark.broad
@pytest.mark.parametrize("more", [0, 29])
def test_queries_do_not_grow(
    operator: Client, market: Market, organisation: Organisation, django_assert_num_queries: Any, more: int
) -> None:
    for _ in range(more):
        make_organisation(market)
    operator.get(FEES)
    with django_assert_num_queries(9):  # one of which a process keeps, outside a test
        operator.get(FEES)
