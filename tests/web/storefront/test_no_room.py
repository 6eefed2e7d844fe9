"""The database takes nothing for a while: she is told, nothing is half done, and sending the form again places one order."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from tadamun.goods.catalogue.models import Product
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel.scopes import everything
from tadamun.people.markets.models import Market
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.queries import verify_orders
from tests.factories import make_market, make_organisation, make_product, make_purchase
from tests.kernel.sqlite.test_write_lock import go, line, writer
from tests.web.storefront.shopper import Shopper, text_of

pytestmark = [
    pytest.mark.broad,
    pytest.mark.concurrent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_sqlite"),
]
MOST_PAGES = 2**31


@pytest.fixture
def shopper() -> Shopper:
    market = make_market()
    shopper = Shopper(market, "fr")
    shopper.client.raise_request_exception = False
    shopper.add(make_product(make_organisation(market), mode="unique", quantity=1))
    return shopper


@pytest.fixture
def hurried() -> Iterator[None]:
    """Nobody waits twenty seconds for a lock here."""
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    before, options["timeout"] = options["timeout"], 0.1
    yield
    connection.close()
    options["timeout"] = before


def purchases() -> int:
    with everything("a test's own"):
        assert [*verify_stock(), *verify_orders()] == []
        return Purchase.objects.count()


def told(page: Any) -> bool:
    return page.status_code == 500 and "Rien n’a été acheté ni débité" in text_of(page)


def ordered_once(shopper: Shopper, said: dict[str, Any], before: int = 0) -> bool:
    """Sent again, and once more."""
    answers = [shopper.post("checkout/", **said) for _ in range(2)]
    return [answer.status_code for answer in answers] == [303, 303] and purchases() == before + 1


@pytest.mark.usefixtures("hurried")
def test_another_program_holds_the_database(shopper: Shopper) -> None:
    said = shopper.answers()
    holder = writer(connection.settings_dict["NAME"], "hold")
    assert line(holder) == "ready"
    go(holder)
    assert line(holder) == "held"
    try:
        assert told(shopper.post("checkout/", **said))
        assert shopper.get("checkout/").status_code == 200  # who only looks waits for nobody
    finally:
        holder.kill()
        holder.communicate()
    assert purchases() == 0
    assert ordered_once(shopper, said)


@pytest.mark.usefixtures("hurried")
def test_a_program_that_knows_nothing_of_our_queue_holds_it(shopper: Shopper) -> None:
    said = shopper.answers()
    with sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None) as outsider:
        outsider.execute("BEGIN IMMEDIATE")
        assert told(shopper.post("checkout/", **said))
        outsider.execute("ROLLBACK")
    assert purchases() == 0
    assert ordered_once(shopper, said)


@contextmanager
def full(market: Market, product: Product) -> Iterator[None]:
    """The database's file gets no page more, and orders have been placed until none found room in those it has."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(OperationalError, match="full"):
            for _ in range(99):
                make_purchase(market, [product])
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {MOST_PAGES}")


def test_the_disk_is_full(shopper: Shopper) -> None:
    jar = make_product(make_organisation(shopper.market), quantity=99)
    said = shopper.answers()
    with full(shopper.market, jar):
        before = purchases()
        assert told(shopper.post("checkout/", **said))
        assert shopper.get("checkout/").status_code == 200
        assert purchases() == before
    assert ordered_once(shopper, said, before)
