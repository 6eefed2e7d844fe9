"""Her shop: closed for a day or a holiday, shared, seen as buyers see it; all her prices at once."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tadamun.goods.catalogue.models import Product, Variant
from tadamun.goods.imports.models import Import
from tadamun.kernel import clock
from tadamun.kernel.scopes import everything, scope
from tadamun.people.sellers.models import Maker
from tadamun.showcase.window.jobs import follow_closings
from tadamun.showcase.window.models import CatalogueRow
from tadamun.showcase.window.operations import verify_rows
from tadamun.trade.checkout.problems import CannotPlace
from tests.factories import make_product, make_purchase, variant_of
from tests.web.workshop.conftest import Seller, browser

pytestmark = pytest.mark.django_db
HOLIDAY = "/en/workshop/shop/holiday/"


def product_page(seller: Seller, rug: Product) -> str:
    with scope(market_id=seller.market.pk):
        slug = CatalogueRow.objects.get(product=rug, language="en").slug
    return browser(seller.market).get(f"/en/products/{slug}/").content.decode()


def states(rug: Product) -> set[str]:
    with everything("a test's own rows"):
        return set(CatalogueRow.objects.filter(product=rug).values_list("availability", flat=True))


@pytest.mark.broad
def test_closed_today_is_seen_and_not_sold_and_ends_by_the_clock(seller: Seller, rug: Product) -> None:
    answer = seller.browser.post(HOLIDAY, {"act": "close"}, follow=True)
    assert "Your shop is closed" in answer.content.decode() and states(rug) == {"away"}
    page = product_page(seller, rug)
    assert "The shop is closed" in page and "basket/lines/" not in page
    said = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert said["offers"]["availability"].endswith("OutOfStock") and "availabilityStarts" in said["offers"]
    with everything("a test's own rows"):
        assert "Closed until" in CatalogueRow.objects.get(product=rug, language="en").card
    with pytest.raises(CannotPlace):
        make_purchase(seller.market, [rug])
    assert not list(verify_rows()) and follow_closings() == 0
    with clock.shifted(timedelta(days=1)):
        assert "basket/lines/" in product_page(seller, rug), (
            "open as the day begins, whatever the worker does"
        )
        assert (follow_closings(), follow_closings()) == (1, 0)
        assert states(rug) == {"in_stock"} and not list(verify_rows())
        make_purchase(seller.market, [rug])


@pytest.mark.broad
def test_a_holiday_begins_and_ends_by_the_clock_and_can_be_taken_back(seller: Seller, rug: Product) -> None:
    today = clock.day_in(seller.market.time_zone)
    days = {"start": str(today + timedelta(days=2)), "end": str(today + timedelta(days=4)), "act": "away"}
    for wrong in (
        {**days, "end": str(today)}, {**days, "end": ""}, {**days, "start": "soon"},
        {**days, "end": str(today + timedelta(days=99))}, {**days, "start": "9999-12-30", "end": "9999-12-31"},
        {**days, "start": "2150-01-01", "end": "2150-01-02"},
    ):  # fmt: skip
        assert seller.browser.post(HOLIDAY, wrong).status_code == 422
    answer = seller.browser.post(HOLIDAY, days, follow=True)
    assert states(rug) == {"in_stock"}
    change = answer.content.decode().split('name="change" value="')[1].split('"')[0]
    with clock.shifted(timedelta(days=3)):
        assert follow_closings() == 1 and states(rug) == {"away"}
    follow_closings()
    answer = seller.browser.post("/en/workshop/reversal/", {"change": change}, follow=True)
    assert "as it was before" in answer.content.decode()
    with clock.shifted(timedelta(days=3)):
        assert follow_closings() == 0 and states(rug) == {"in_stock"}


@pytest.mark.broad
def test_it_is_shared_and_seen(seller: Seller, rug: Product) -> None:
    for path in ("shop/", "shop/sharing/", "shop/world/", f"products/{rug.code}/sharing/"):
        html = seller.browser.get(f"/en/workshop/{path}").content.decode()
        assert ("wa.me" in html) == ("sharing" in path), path
    assert "Khadija" in seller.browser.get("/en/workshop/shop/world/").content.decode()
    assert seller.browser.get("/en/workshop/products/ACDE/sharing/").status_code == 404


@pytest.mark.broad
def test_the_poster_is_a_paper(seller: Seller) -> None:
    assert seller.browser.get("/ar/workshop/shop/poster.pdf").content.startswith(b"%PDF")


@pytest.mark.broad
def test_a_table_is_written_whole_or_not_at_all(seller: Seller, rug: Product) -> None:
    jar = make_product(seller.organisation, title="جرة", price=1000, quantity=3)
    one, two = variant_of(rug), variant_of(jar)
    page = seller.browser.get("/en/workshop/products/table/").content.decode()
    assert f'name="price:{one.sku}"' in page and f'name="seen:{two.sku}" value="3"' in page
    said = {
        f"price:{one.sku}": "500", f"quantity:{one.sku}": "9", f"seen:{one.sku}": "10", f"shown:{one.sku}": "on",
        f"price:{two.sku}": "12,50", f"quantity:{two.sku}": "3", f"seen:{two.sku}": "3",
    }  # fmt: skip
    for wrong in (
        {f"price:{two.sku}": "free"},
        {f"quantity:{two.sku}": "-1"},
        {f"seen:{two.sku}": "2", f"quantity:{two.sku}": "4"},
    ):
        answer = seller.browser.post("/en/workshop/products/table/", {**said, **wrong})
        assert answer.status_code == 422 and "Nothing was written" in answer.content.decode()
    assert prices(one, two) == [45000, 1000]
    answer = seller.browser.post("/en/workshop/products/table/", said, follow=True)
    assert prices(one, two) == [50000, 1250] and not shown(jar) and shown(rug)
    change = answer.content.decode().split('name="change" value="')[1].split('"')[0]
    seller.browser.post("/en/workshop/reversal/", {"change": change})
    assert prices(one, two) == [45000, 1000] and shown(jar)


def prices(*variants: Variant) -> list[int]:
    with everything("a test's own rows"):
        return [Variant.objects.get(pk=variant.pk).price_minor for variant in variants]


def shown(product: Product) -> bool:
    with everything("a test's own rows"):
        return Product.objects.get(pk=product.pk).shown


@pytest.mark.broad
def test_a_file_goes_out_and_comes_in_for_herself_alone(seller: Seller, other: Seller, rug: Product) -> None:
    out = seller.browser.get("/en/workshop/products/table.csv").content
    assert variant_of(rug).sku.encode() in out
    assert variant_of(rug).sku.encode() not in other.browser.get("/en/workshop/products/table.csv").content
    assert seller.browser.post("/en/workshop/products/table/files/").status_code == 422
    file = SimpleUploadedFile("mine.csv", out)
    answer = seller.browser.post("/en/workshop/products/table/files/", {"file": file})
    with everything("a test's own import"):
        row = Import.objects.get()
    assert answer["Location"].endswith(f"{row.code}/") and row.dry_run
    assert seller.browser.get(answer["Location"]).status_code == 200
    assert other.browser.get(answer["Location"]).status_code == 404


def test_a_consent_is_taken_back_within_ten_seconds(seller: Seller) -> None:
    def named() -> bool:
        with everything("a test's own maker"):
            return bool(Maker.objects.get(organisation=seller.organisation).name_consent_at)

    with everything("a test's own maker"):
        code = Maker.objects.get(organisation=seller.organisation).code
    said = {"consent": "name:no", "maker": code}
    html = seller.browser.post("/en/workshop/consents/", said, follow=True).content.decode()
    assert not named()
    change = html.split('name="change" value="')[1].split('"')[0]
    seller.browser.post("/en/workshop/reversal/", {"change": change})
    assert named()
