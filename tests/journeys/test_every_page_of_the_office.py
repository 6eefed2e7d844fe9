"""The team's story: each page of the office, in each language, can be read, heard, enlarged and touched."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, StorageState

from tests.journeys.acts import FILES
from tests.journeys.stage import Installation, ran
from tests.journeys.walking import (
    OWN_COURSE,
    SESSION,
    Reader,
    goes_on,
    in_each_language,
    pages_of_all_doors,
    report,
)

OFFICE = (
    "", "review/", "orders/", "orders/?q=xyzxyz", "orders/slips/", "orders/packing/", "orders/picking/",
    "orders/handing-over/", "orders/packing/?q=xyzxyz", "orders/deliveries/", "admissions/", "admissions/new/", "sellers/",
    "imports/", "settings/", "settings/look/", "settings/texts/", "settings/texts/terms/",
    "settings/regions/", "settings/delivery/", "settings/delivery/new/", "team/", "messages/", "tasks/", "log/",
    "settings/names/", "settings/languages/", "settings/currencies/", "settings/identity/", "settings/policies/",
    "settings/status/", "papers/", "papers/?kind=invoice", "papers/?q=xyzxyz", "payments/", "payments/?state=held",
    "payments/?q=xyzxyz",
    "payments/refunds/", "payments/notices/",
    "fees/", "fees/?price=450&currency=MAD&seller=&way=bank_transfer", "settings/contracts/",
    "settings/contracts/new/est/", "settings/contracts/new/merchant_qr/", "settings/rates/", "fund/", "payouts/",
    "bank/", "requests/", "training/", "voices/",
)  # fmt: skip


@in_each_language
def test_every_page_of_the_office(
    served: Installation,
    somebody: Callable[..., Page],
    as_operator: Callable[[str], StorageState],
    language: str,
) -> None:
    reader = Reader(served, language)
    ran(served, SESSION % reader.market + OWN_COURSE)
    office(reader, somebody(as_operator(reader.market)))
    report(reader, {name for name in pages_of_all_doors(language) if name.startswith("backoffice:")})


@goes_on
def office(reader: Reader, page: Page) -> None:
    for path in OFFICE:
        reader.open(page, f"office/{path}")
    page.goto(reader.address("office/settings/delivery/"))
    reader.follow(page, "main a[href*='/delivery/zones/']")
    page.goto(reader.address("office/orders/"))
    reader.follow(page, "main tbody th a")
    page.goto(reader.address("office/settings/contracts/"))
    reader.follow(page, "main tbody th a")
    page.goto(reader.address("office/payments/?state=captured"))
    reader.follow(page, "main tbody th a")
    order = page.locator("main tbody th a").first.get_attribute("href")
    page.goto(reader.address("office/payouts/"))
    reader.follow(page, "main tbody tr:has(.tag.info) a[href*='/batches/']")
    batch = page.url
    reader.follow(page, "main a[href$='/cash-list/']")
    page.goto(batch)
    reader.follow(page, "main tbody a[href*='/sellers/']")
    page.goto(reader.address("office/payments/refunds/"))
    reader.follow(page, "main .rows a")
    reader.open(page, f"{order}refunds/")
    page.goto(reader.address("office/orders/?state=delivered"))
    reader.follow(page, "main tbody th a")
    reader.follow(page, "main a[href$='/return/']")
    page.goto(reader.address("office/sellers/"))
    reader.follow(page, "main tbody th a")
    reader.open(page, page.url + "details/")
    reader.open(page, "workshop/", status=404)  # she sells nothing here, and is told so
    bring_in(reader, page)
    reader.go_on(page, "backoffice:")


def bring_in(reader: Reader, page: Page) -> None:
    page.goto(reader.address("office/imports/"))
    upload = page.locator("form[enctype='multipart/form-data']")
    upload.locator("button[type=submit]").click()
    reader.look(page)
    upload.locator("[name=seller]").select_option(index=1)
    upload.locator("[name=file]").set_input_files(Path(FILES) / "shopify-ait-naamane.csv")
    upload.locator("button[type=submit]").click()
    page.locator("button[name=trial]").click(trial=True)
    reader.look(page)
    page.locator("button[name=trial]").click()
    page.locator("main .stats").wait_for(timeout=60_000)
    reader.look(page)
    page.locator("button[name=earnest]").click()
    page.locator("a[href$='/undoing/']").wait_for(timeout=60_000)
    reader.look(page)
    reader.follow(page, "main a[href$='/undoing/']")
    page.locator("main form button").click()
    page.locator(".notice.ok").first.wait_for()
    reader.look(page)
