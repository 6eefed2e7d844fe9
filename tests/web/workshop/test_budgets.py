"""Queries and bytes of every page, at one row and at thirty, in every language."""

import gzip
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tadamun.goods.catalogue.operations import send_back_product, store_picture
from tadamun.kernel.scopes import everything
from tadamun.kernel.text import LANGUAGES
from tadamun.trade.checkout.operations import confirm_purchase, deliver_order
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tests.factories import make_product, make_purchase, orders_of
from tests.web.workshop.conftest import Seller
from tests.web.workshop.test_orders import photo

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10
TODAY = 24  # the page that asks everybody whether something waits for her
MOST = {"": TODAY, "money/": 13}  # what she asked for, what becomes hers on which day, whose part it is
KEPT = re.compile(
    'FROM "(markets_feeterm|shipping_city|payments_contract|recordings_prompt)"|"markets_markethost"."host" ='
)
MOST_BYTES = 14_600


def sell(seller: Seller, steps: int, count: int) -> list[SellerOrder]:
    """Orders that went so many steps: 0 confirmed, 1 accepted, 2 packed, 3 handed over, 4 arrived."""
    product = make_product(seller.organisation, quantity=count)
    done: list[Callable[[SellerOrder], object]] = [
        lambda order: record_fact(order, Fact.Kind.ACCEPTED),
        pack,
        lambda order: hand_over(order, carrier="self"),
        deliver_order,
    ]
    found = []
    for _ in range(count):
        purchase = make_purchase(seller.market, [product])
        confirm_purchase(purchase)
        (order,) = orders_of(purchase)
        for do in done[:steps]:
            do(order)
        found.append(order)
    return found


def addresses(seller: Seller) -> list[str]:
    with everything("a test's own rows"):
        order = seller.organisation.orders.order_by("-pk")[0].code
        product = seller.organisation.products.order_by("pk")[0].code
    return ["", "orders/", "orders/?list=done", "orders/?list=work", f"orders/{order}/", f"orders/{order}/refusal/",
            "products/", "products/?q=tapis", f"products/{product}/", "money/",
            "money/destination/", "money/statement/", "money/payouts/", "money/shares/", "money/withdrawal/"]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.broad
def test_pages_are_small_and_ask_little(seller: Seller, rows: int) -> None:
    sell(seller, 1, rows)
    sell(seller, 4, rows)
    sell(seller, 0, rows)
    for _ in range(rows):
        make_product(seller.organisation)
    picture = store_picture(seller.organisation, photo().read())
    send_back_product(make_product(seller.organisation, pictures=[(picture, {})]), reason="Too dark.")
    with everything("a test's own orders"):
        order = seller.organisation.orders.filter(goods_state="to_prepare")[0]
    seller.browser.post(f"/en/workshop/orders/{order.code}/packing/", {"photo": photo()})
    for path in [*addresses(seller), f"orders/{order.code}/"]:
        for language in LANGUAGES:
            seller.browser.get(
                f"/{language}/workshop/{path}"
            )  # chrome and catalogues are made once a process
            with CaptureQueriesContext(connection) as caught:
                answer = seller.browser.get(f"/{language}/workshop/{path}")
            assert answer.status_code == 200
            # What a process keeps of its markets is not kept inside a test's transaction.
            asked = [query["sql"] for query in caught if not KEPT.search(query["sql"])]
            assert len(asked) <= (MOST.get(path, MOST_QUERIES)), (path, asked)
            size = len(gzip.compress(answer.content, 9))
            assert size <= MOST_BYTES, (path, language, size)
            html = answer.content.decode()
            assert f'<html lang="{language}"' in html and html.count("<h1") == 1
            assert not re.search(r"<[^>]+ (style|on\w+)=", html), "the policy forbids them"
            assert "no-store" in answer["Cache-Control"] and 'content="noindex"' in html


@pytest.mark.broad
def test_bottom_tabs_are_four_with_one_current(seller: Seller) -> None:
    for path in ("", "orders/", "products/", "money/"):
        html = seller.browser.get(f"/ar/workshop/{path}").content.decode()
        bar = html[html.index('class="tabbar"') :]
        assert bar.count("<li>") == 4 and bar.count('aria-current="page"') == 1
