"""The read model follows what changed, and refuses nobody's change."""

import pytest

from tadamun.kernel.jobs import run_worker
from tadamun.kernel.money import Money
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.operations import change_organisation
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.operations import verify_rows
from tests.factories import make_market, make_organisation, make_product, make_rates

pytestmark = pytest.mark.django_db


def prices(product_id: int) -> set[int]:
    with everything("a test's own product"):
        return set(CatalogueRow.objects.filter(product=product_id).values_list("price_minor", flat=True))


def test_a_currency_without_a_rate_is_not_shown_and_stops_nobody() -> None:
    market = make_market()
    shop = make_organisation(market)
    rug, lamp = make_product(shop), make_product(shop, price=10_000, currency="ILS")
    change_organisation(shop, names={"fr": "Neuve"})
    assert prices(rug.pk) == {45_000}
    assert prices(lamp.pk) == set()
    assert list(verify_rows()) == []


@pytest.mark.broad
def test_a_new_rate_is_on_the_cards() -> None:
    market = make_market()
    lamp = make_product(make_organisation(market), price=10_000, currency="ILS")
    make_rates()
    run_worker(once=True, scheduled=False)
    assert prices(lamp.pk) == {Money.of(270, "MAD").minor}
