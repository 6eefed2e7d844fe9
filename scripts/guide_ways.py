"""How each picture of the guide is reached: by real clicks in the demonstration, or by the address of a page.

A way may be gone again: what it needs and finds done already, it does not do twice.
"""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

from PIL import Image, ImageEnhance
from playwright.sync_api import FilePayload, Page
from scripts.screenshots import Visitor
from tests.journeys.acts import FILES
from tests.journeys.people import letters, open_page, wait_for_letter
from tests.journeys.stage import HELPERS, SELLERS, ran
from tests.journeys.test_entering import card_of
from tests.journeys.test_every_page import order_from_her
from tests.journeys.walking import SESSION, Reader

MARKET = "elhajeb"
SELLER, HELPER = SELLERS[MARKET], HELPERS[MARKET]
# Of the first group there: one phone may ask for so many codes an hour. The second has not allowed the group anything.
MEMBER, SECOND = "+212600005091", "+212600005191"
NEWCOMER = "+212677001155"
"""Asks to sell in the market of ``JOINING``, which has requirements; the next two of it wait and were refused."""
JOINING, SENT, REFUSED = "dakhla", "+212600991001", "+212600991002"
PIN = "274915"
Go = Callable[[Visitor], None]


def first(path: str, link: str, but: str = "/orders/?") -> Go:
    """The first page of this kind that the page leads to."""

    def go(visitor: Visitor) -> None:
        visitor.open(path)
        visitor.follow(f"main a[href*='{link}']:not([href*='{but}'])")

    return go


def through(path: str, *links: str) -> Go:
    """From link to link, the first of each kind."""

    def go(visitor: Visitor) -> None:
        visitor.open(path)
        for link in links:
            visitor.follow(f"main a[href*='{link}']")

    return go


def among(listed: str, wanted: str, *, follow: bool = False) -> Go:
    """Of what is listed, the first whose page has this; or, with ``follow``, where that leads."""

    def go(visitor: Visitor) -> None:
        if not _met(visitor, listed, wanted):
            raise AssertionError(f"nowhere in {listed}: {wanted}")
        if follow:
            visitor.follow(f"main {wanted}")

    return go


def _met(visitor: Visitor, listed: str, wanted: str) -> bool:
    visitor.open(listed)
    pages = visitor.page.locator("main a.item-title").evaluate_all("all => all.map(each => each.href)")
    for address in pages:
        visitor.page.goto(address)
        if visitor.page.locator(f"main {wanted}").count():
            return True
    return False


# The door


def code_page(visitor: Visitor, phone: str = SELLER) -> None:
    visitor.open("sign-in/")
    visitor.page.locator("input[type=tel]").fill(phone)
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/sign-in/code/")


def coming_in(visitor: Visitor, phone: str = SELLER) -> None:
    known = letters(visitor.page, visitor.served, MARKET, "ar")
    code_page(visitor, phone)
    said = wait_for_letter(visitor.page, visitor.served, MARKET, "ar", r"(?<!\d)(\d{6})(?!\d)", known=known)
    visitor.page.locator("input[autocomplete=one-time-code]").fill(said)
    visitor.page.locator("main form button[type=submit]").first.click()
    visitor.page.wait_for_url("**/sign-in/trust/**")


def new_pin(visitor: Visitor, phone: str = SELLER) -> None:
    coming_in(visitor, phone)
    visitor.page.locator("main :is(a.btn, button):has(use[href='#i-check'])").first.click()
    visitor.page.wait_for_url(lambda address: "/sign-in/trust/" not in address)


def _tap(page: Page) -> None:
    for digit in PIN:
        page.locator(f"[data-digit='{digit}']").click()


def known_phone(visitor: Visitor, phone: str = MEMBER) -> None:
    """This phone knows her from now on, and her six digits open it."""
    new_pin(visitor, phone)
    if "/sign-in/pin/" in visitor.page.url:
        _tap(visitor.page)
        visitor.page.locator("[name=first]").wait_for(state="attached")
        _tap(visitor.page)
        visitor.page.wait_for_url(lambda address: "/sign-in/pin/" not in address)


def trustee(visitor: Visitor) -> None:
    known_phone(visitor, SECOND)
    visitor.open("sign-in/trustee/")


def phones(visitor: Visitor) -> None:
    known_phone(visitor)
    visitor.open("account/phones/")


def faces(visitor: Visitor) -> None:
    phones(visitor)
    visitor.page.locator("main :is(a.btn, button):has(use[href='#i-people'])").first.click()
    visitor.page.wait_for_url("**/ar/sign-in/")


def face(visitor: Visitor) -> None:
    faces(visitor)
    visitor.page.locator(".faces a").first.click()
    visitor.page.wait_for_url("**/sign-in/faces/**")


def face_removal(visitor: Visitor) -> None:
    face(visitor)
    visitor.follow("main a[href$='/removal/']")


def proof(visitor: Visitor) -> None:
    known_phone(visitor)
    visitor.open("sign-in/proof/")


def card(visitor: Visitor) -> None:
    secret = card_of(visitor.served, MEMBER)
    visitor.page.goto(visitor.served.address(visitor.market, f"/k/{secret}"))
    visitor.open("sign-in/card/")


# Asking to sell


def joining(until: str) -> Go:
    """One question after the other, until this one is asked; ``papers``: what is wanted after them."""

    def go(visitor: Visitor) -> None:
        visitor.open("workshop/application/")
        page = visitor.page
        while not page.url.endswith(f"/application/{'' if until == 'papers' else f'{until}/'}") or (
            page.locator("button[name=for]").count()
        ):
            _answer(page)

    return go


def _answer(page: Page) -> None:
    before = page.url
    if page.locator("button[name=for]").count():
        page.locator("button[name=for][value=me]").click()
    elif page.locator("button[name=kind]").count():
        page.locator("button[name=kind][value=artisan]").click()
    elif page.locator("button[name=craft]").count():
        page.locator("button[name=craft]").first.click()
    else:
        if page.locator("input[name=name]").count():
            page.locator("input[name=name]").fill("ورشة النعيمة")
        else:
            page.locator("label:has(input[name=region])").first.click()
        page.locator("main form button.primary").first.click()
    page.wait_for_url(lambda address: address != before)


def terms(visitor: Visitor) -> None:
    joining("papers")(visitor)
    visitor.follow("main a.item-title[href*='/application/papers/']")


# Orders


def _ordered(visitor: Visitor) -> None:
    """Somebody buys a piece of hers and pays at the door."""
    browser = visitor.page.context.browser
    assert browser is not None
    buyer = open_page(browser)
    try:
        order_from_her(Reader(visitor.served, visitor.language), visitor.page, buyer.page)
    finally:
        buyer.context.close()


def _press(page: Page, form: str) -> None:
    page.locator(f"form[action$='/{form}/'] button[type=submit]").last.click()


def new_order(visitor: Visitor) -> None:
    wanted = "form[action$='/acceptance/']"
    if not _met(visitor, "workshop/orders/?list=new", wanted):
        _ordered(visitor)
        among("workshop/orders/?list=new", wanted)(visitor)


def of_new_order(part: str) -> Go:
    def go(visitor: Visitor) -> None:
        new_order(visitor)
        visitor.page.goto(f"{visitor.page.url.partition('?')[0]}{part}/")

    return go


def to_pack(visitor: Visitor) -> None:
    if not _met(visitor, "workshop/orders/?list=work", "form[action$='/packing/']"):
        new_order(visitor)
        _press(visitor.page, "acceptance")
        visitor.page.locator("form[action$='/packing/']").wait_for()
        _her_seconds(visitor.page)
    visitor.page.locator("h2:visible").first.evaluate("title => title.closest('.panel').scrollIntoView()")


def to_hand_over(visitor: Visitor) -> None:
    if not _met(visitor, "workshop/orders/?list=work", "form[action$='/handover/']"):
        to_pack(visitor)
        _press(visitor.page, "packing")
        visitor.page.locator("form[action$='/handover/']").wait_for()
        _her_seconds(visitor.page)
    visitor.page.locator("form[action$='/handover/']").evaluate("form => form.scrollIntoView()")


def _her_seconds(page: Page) -> None:
    """In which she may take it back."""
    while page.locator("form[action$='/reversal/']").count():
        page.wait_for_timeout(2_000)
        page.reload()


def delivery(visitor: Visitor) -> None:
    """She brings it herself, and says that it arrived."""
    wanted = "a[href$='/delivery/']"
    if not _met(visitor, "workshop/orders/?list=done", wanted):
        to_hand_over(visitor)
        visitor.page.locator("form[action$='/handover/'] [value=self]").check(force=True)
        _press(visitor.page, "handover")
        visitor.page.locator("form[action$='/reversal/']").wait_for()
        while not visitor.page.locator(f"main {wanted}").count():
            visitor.page.wait_for_timeout(2_000)
            visitor.page.reload()
    visitor.follow(f"main {wanted}")


def undoing(visitor: Visitor) -> None:
    """The ten seconds after she pressed."""
    new_order(visitor)
    _press(visitor.page, "acceptance")
    visitor.page.locator("form[action$='/reversal/']").wait_for()


# Products


def hearing(visitor: Visitor) -> None:
    """Of the pieces that wait, the one whose words are written."""
    among("workshop/products/", "a[href*='/words/']", follow=True)(visitor)


def _photo(visitor: Visitor, light: float = 1) -> FilePayload:
    """A photo of a piece of hers, as her phone would take it; dark where ``light`` is low."""
    visitor.open("workshop/products/")
    address = visitor.page.locator("main .item img").first.evaluate("image => image.currentSrc || image.src")
    with Image.open(io.BytesIO(visitor.served.ask(visitor.market, urlsplit(address).path).body)) as found:
        taken = ImageEnhance.Brightness(found.convert("RGB")).enhance(light)
    file = io.BytesIO()
    taken.resize((taken.width * 3, taken.height * 3)).save(file, "JPEG", quality=90)
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def judged(visitor: Visitor) -> None:
    """It came out dark, and the phone says so before anything is sent."""
    photo = _photo(visitor, light=0.15)
    visitor.open("workshop/products/new/")
    visitor.page.locator("[data-keypad]:not([hidden])").wait_for(state="attached")
    visitor.page.set_input_files("[name=camera]", photo)
    visitor.page.locator("[data-judge]").wait_for()


def adding(step: str) -> Go:
    """A new product with the script that her phone runs, up to this step: nothing is sent."""

    def go(visitor: Visitor) -> None:
        photo = _photo(visitor)
        visitor.open("workshop/products/new/")
        page = visitor.page
        page.locator("[data-keypad]:not([hidden])").wait_for(state="attached")
        page.set_input_files("[name=camera]", photo)
        page.locator(
            "[data-judge]:not([hidden]) [data-keep], [data-step=photos] [data-shot] img"
        ).first.wait_for()
        if page.locator("[data-keep]").is_visible():
            page.locator("[data-keep]").click()
            page.locator("[data-step=photos] [data-shot] img").wait_for()
        for each in STEPS[: STEPS.index(step)]:
            STEP[each](page)
            if each == "what":
                _ask(page)

    return go


def _on(page: Page, step: str) -> None:
    page.locator(f"[data-step={step}] button[name=next]").click()


def _what(page: Page) -> None:
    """Craft, type and material, each by its picture."""
    while page.locator("[data-step=what]").is_visible():
        page.locator("[data-tiles] .pickme").first.click()
        page.wait_for_timeout(500)


def _ask(page: Page) -> None:
    """She types her price and hears what stays with her."""
    for digit in "450":
        page.locator(f"[data-keypad] button[value='{digit}']").click()
    page.locator("[data-share] .say").wait_for()


STEPS = ("photos", "what", "price", "pieces", "preview")
STEP: dict[str, Callable[[Page], None]] = {
    "photos": lambda page: _on(page, "photos"),
    "what": _what,
    "price": lambda page: _on(page, "price"),
    "pieces": lambda page: _on(page, "pieces"),
}


def table_import(visitor: Visitor) -> None:
    """A file of hers, looked into: nothing is written."""
    visitor.open("workshop/products/table/files/")
    page = visitor.page
    page.locator("main [name=file]").set_input_files(FILES / "shopify-ait-naamane.csv")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/table/files/*/")
    page.locator("main button[name=act]").first.wait_for(timeout=60_000)


# Money, learning, who helps


def withdrawal(visitor: Visitor) -> None:
    """Her money is ready, and she says how much of it she wants: what she asked for before, she takes back."""
    visitor.open("workshop/money/withdrawal/")
    back = visitor.page.locator("form[action$='/reversal/'] button")
    if back.count():
        back.first.click()
        visitor.page.wait_for_url("**/workshop/money/")
        visitor.open("workshop/money/withdrawal/")


def lesson(visitor: Visitor) -> None:
    """The first step of the first lesson."""
    visitor.open("workshop/learn/")
    visitor.follow("main a.item-title[href*='/learn/']")
    visitor.follow("main a.item-title[href*='/learn/']")


def attendance(visitor: Visitor) -> None:
    """What the code at the door of a lesson leads to."""
    code, door = ran(visitor.served, SESSION % MARKET).split()
    visitor.open(f"workshop/learn/attendance/{code}/{door}/")


def giving_help(visitor: Visitor) -> None:
    """The form in which she names a helper."""
    visitor.open("workshop/mandates/")
    visitor.page.locator("main details summary").last.click()
    visitor.page.locator("main details").last.evaluate("form => form.scrollIntoView()")


def let_in(visitor: Visitor) -> None:
    """Of the members, the one who allowed it."""
    visitor.open("workshop/keys/")
    pages = visitor.page.locator("main a[href*='/letting-in/']").evaluate_all(
        "all => all.map(each => each.href)"
    )
    for address in pages:
        visitor.page.goto(address)
        if visitor.page.locator("main form button").count():
            return
    raise AssertionError("nobody allowed it")


def answers(path: str, status: int) -> Go:
    """A page that says no."""

    def go(visitor: Visitor) -> None:
        answer = visitor.page.goto(visitor.served.address(visitor.market, f"/{visitor.language}/{path}"))
        assert answer is not None and answer.status == status, visitor.page.url

    return go


def mandate_over(visitor: Visitor) -> None:
    """The last picture of a helper: she may no longer act."""
    ran(visitor.served, ENDED % HELPER)
    answers("workshop/", 403)(visitor)


ENDED = """
import django; django.setup()
from tadamun.kernel.scopes import everything
from tadamun.people.sellers.models import Grant
from tadamun.people.sellers.operations.grants import end_mandate
with everything("a picture"):
    for row in Grant.objects.select_related("helper", "organisation").filter(helper__phone="%s"):
        end_mandate(row)
"""
