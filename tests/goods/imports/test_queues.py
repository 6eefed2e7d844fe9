"""A long import keeps nobody's message waiting."""

from io import BytesIO

import pytest

from tadamun.goods.catalogue.models import Product
from tadamun.goods.imports.models import Import
from tadamun.goods.imports.operations import start_import, store_import
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.operations import change_market
from tadamun.people.notices.models import Message
from tests.factories import make_market, make_organisation, make_product, make_purchase

pytestmark = pytest.mark.django_db
FILE = b"handle,title_fr,craft,sku,price,currency,mode,quantity\ntapis,Tapis,carpets,T-1,100,MAD,,2\n"


@pytest.mark.broad
def test_what_a_buyer_is_told_does_not_wait_for_a_file(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    market = make_market()
    shop = make_organisation(market)
    with scope(market_id=market.pk, organisation_id=shop.pk):
        row = store_import(organisation=shop, market=market, file=BytesIO(FILE), file_name="catalogue.csv")
    start_import(row, dry_run=False)
    change_market(market, names={"fr": "Tous les tapis"})
    make_purchase(market, [make_product(shop)])
    run_worker(queues=("default",), once=True, scheduled=False)
    with everything("a test's own rows"):
        assert Message.objects.filter(kind__startswith="order", state="sent").exists()
        assert Import.objects.get().state == Import.State.WAITING
        assert Product.objects.count() == 1
    assert run_worker(queues=("long",), once=True, scheduled=False) >= 2
    with everything("a test's own rows"):
        assert Import.objects.get().state == Import.State.DONE
        assert Product.objects.count() == 2
