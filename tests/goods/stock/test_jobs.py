"""Holds end by the clock, also when nobody asks for what is held."""

from datetime import timedelta

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.goods.stock.jobs import sweep_holds
from tadamun.goods.stock.models import Hold, Item
from tadamun.goods.stock.operations import SoldOut, free
from tadamun.goods.stock.queries import verify_stock
from tadamun.kernel import clock
from tadamun.kernel.jobs.schedule import Every, Schedule
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import add_to_cart, open_cart
from tests.factories import make_market, make_organisation, make_product, variant_of

pytestmark = pytest.mark.django_db


def into_basket(market: Market, product: Product) -> None:
    with scope(market_id=market.pk):
        add_to_cart(open_cart(market), variant_of(product))


def held() -> int:
    with everything("a test's own shelf"):
        assert list(verify_stock()) == []
        assert Hold.objects.count() == sum(Item.objects.values_list("held", flat=True))
        return Hold.objects.count()


@pytest.mark.broad
def test_what_was_left_in_a_basket_is_given_back_once(monkeypatch: pytest.MonkeyPatch) -> None:
    market = make_market(policies={"hold_minutes": 15})
    left, later = (make_product(make_organisation(market), mode="unique", quantity=1) for _ in range(2))
    into_basket(market, left)
    with clock.shifted(timedelta(minutes=10)):
        into_basket(market, later)
        with pytest.raises(SoldOut):
            into_basket(market, left)
        sweep_holds()
        assert held() == 2, "before its time nothing ends"
    told: list[str] = []
    monkeypatch.setattr(tags, "bump", lambda *names: told.extend(names))
    with clock.shifted(timedelta(minutes=16)):
        sweep_holds()
        assert (held(), free(variant_of(left)), free(variant_of(later))) == (1, 1, 0)
        assert told == [f"product:{left.pk}"], "its page says so"
        sweep_holds()
        assert held() == 1
        into_basket(market, left)
        assert held() == 2


def test_it_comes_twice_a_minute() -> None:
    work, rhythm = Schedule.entries[sweep_holds.module_path]
    assert (work, rhythm) == (sweep_holds, Every(30))
