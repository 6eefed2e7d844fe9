"""What each of the four does on the way from a catalogue file to a delivered parcel; the stories say who, where and how."""

import io
import zipfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tadamun.config.demo.organisations import OrganisationPlan, organisation_plans
from tests.journeys.people import BUYER, sign_in, wait_for_letter
from tests.journeys.stage import OPERATOR, Installation

MARKET = "elhajeb"
FILES = Path(__file__).parent / "files"
WORK = 60_000  # milliseconds the job worker may need when it has other things to do


def seller_named(slug: str) -> OrganisationPlan:
    """One of the demonstration's sellers in this market."""
    return next(plan for plan in organisation_plans(MARKET) if plan.slug == slug)


def pictures_of(folder: Path, *names: str) -> Path:
    """The zip that comes with the file."""
    path = folder / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for at, name in enumerate(names):
            out = io.BytesIO()
            Image.new("RGB", (900, 1125), (150 + 40 * at, 60, 40)).save(out, "JPEG")
            archive.writestr(name, out.getvalue())
    return path


# The market's operator


def enter_office(page: Page, served: Installation, language: str) -> None:
    sign_in(page, served, MARKET, language, OPERATOR, then=f"/{language}/office/")
    page.wait_for_url(f"**/{language}/office/")


def look_into_file(
    page: Page, served: Installation, language: str, seller: OrganisationPlan, file: str, photos: Path | None = None,
    *, trusted: bool,
) -> None:  # fmt: skip
    """Chooses the file for the seller and sees its first rows and what is wrong with them."""
    page.goto(served.address(MARKET, f"/{language}/office/imports/"))
    upload = page.locator("form[enctype='multipart/form-data']")
    upload.locator("[name=seller]").select_option(label=seller.names[language])
    upload.locator("[name=file]").set_input_files(FILES / file)
    if photos:
        upload.locator("[name=images]").set_input_files(photos)
    if trusted:
        upload.locator("[name=trusted]").check()
    upload.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Shopify")


def try_it(page: Page) -> None:
    page.locator("button[name=trial]").click()
    expect(page.locator("main .stats")).to_be_visible(timeout=WORK)
    expect(page.locator("button[name=earnest]")).to_be_visible()


def bring_it_in(page: Page) -> None:
    page.locator("button[name=earnest]").click()
    expect(page.locator("a[href$='/undoing/']")).to_be_visible(timeout=WORK)


def record_delivery(page: Page, served: Installation, language: str, number: str) -> None:
    """Finds the order by the number on the parcel and records that it arrived."""
    page.goto(served.address(MARKET, f"/{language}/office/orders/"))
    page.locator("main form[role=search] [name=q]").fill(number)
    page.locator("main form[role=search] button").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator("main tbody tr th a").click()
    act = page.locator("details:has(form[action$='/delivery/'])")
    act.locator("summary").click()
    act.locator("[name$=reason]").fill("Amana: remis" if language != "ar" else "أكدت شركة التوصيل التسليم")
    act.locator("form button[type=submit]").click()
    expect(page.locator(".notice.ok").first).to_be_visible()
    expect(page.locator("form[action$='/delivery/']")).to_have_count(0)


# The buyer


def find(page: Page, served: Installation, language: str, words: str, title: str) -> None:
    """Searches from the first page until the piece is there (the index follows within a second), and opens it."""
    page.goto(served.address(MARKET, f"/{language}/"))
    page.locator("header input[type=search]").fill(words)
    page.locator("header form[role=search] button[type=submit]").click()
    page.wait_for_url("**/search/?q=*")
    card = page.locator(".card", has_text=title).first
    for _ in range(20):
        if card.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    card.locator("a").first.click()
    page.wait_for_url(f"**/{language}/products/*/")
    expect(page.locator("h1")).to_contain_text(title)


def confirm_from_message(page: Page, served: Installation, language: str, order: str) -> None:
    """One tap on the page that the message leads to."""
    code = page.locator("h1 bdi").inner_text()
    link = wait_for_letter(page, served, MARKET, language, rf"(?s){code}.*?(http://\S+)")
    page.goto(link)
    page.wait_for_url("**/confirmation/")
    page.locator("main form[method=post] button").click()
    page.wait_for_url(order)
    expect(page.locator("form[action$='/confirmation/']")).to_have_count(0)


# The seller


def enter_workshop(page: Page, served: Installation, language: str, seller: OrganisationPlan) -> None:
    sign_in(page, served, MARKET, language, seller.phone, then=f"/{language}/workshop/")
    page.wait_for_url(f"**/{language}/workshop/")


def accept(page: Page, title: str) -> str:
    """The new order of this piece, from the page of today; its code."""
    task = (
        page.locator("article.task", has_text=title)
        .filter(has=page.locator("form[action$='/acceptance/']"))
        .first
    )
    # Where the buyer lives is not her business before she has accepted.
    expect(task).not_to_contain_text(BUYER["address"])
    code = str(task.locator("form").get_attribute("action")).split("/")[-3]
    task.locator("form button").click()
    page.wait_for_url(f"**/workshop/orders/{code}/")
    expect(page.locator("form[action$='/reversal/']")).to_be_visible()
    return code


def pack(page: Page) -> None:
    """What she accepted is then done, and the address is hers to know."""
    page.locator("form[action$='/packing/'] button[type=submit]").click()
    expect(page.locator("form[action$='/handover/']")).to_be_visible()
    expect(page.locator("main")).to_contain_text(BUYER["address"])


def hand_over(page: Page, number: str) -> None:
    form = page.locator("form[action$='/handover/']")
    form.locator("[value=Amana]").check()
    form.locator("[name=number]").fill(number)
    form.locator("button[type=submit]").click()
    expect(page.locator("form[action$='/handover/']")).to_have_count(0)
    expect(page.locator("form[action$='/reversal/']")).to_be_visible()
    while page.locator("form[action$='/reversal/']").count():  # her seconds to take it back
        page.wait_for_timeout(1_000)
        page.reload()
    expect(page.locator("main")).to_contain_text(number)


def earning(page: Page) -> str:
    """What she receives for the order on the page, as the page writes it."""
    return page.locator("main .sum").first.inner_text().strip()
