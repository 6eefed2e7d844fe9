"""Everybody's story: each page of buyers and sellers, in each language, can be read, heard, enlarged and touched."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState

from tests.journeys.acts import FILES
from tests.journeys.looking import problems
from tests.journeys.people import add_to_basket, open_page, place, tell_where
from tests.journeys.stage import HELPERS, LANGUAGES, MARKETS, SELLERS, Installation, ran
from tests.journeys.walking import (
    ELSEWHERE,
    NO_PAGES,
    OWN_COURSE,
    SESSION,
    Reader,
    goes_on,
    in_each_language,
    pages_of_all_doors,
    report,
)

ADD = "main form[action$='/basket/lines/'] button.wide"
PUBLIC = (
    "", "crafts/", "shops/", "search/?q=تعاونية", "search/?q=xyzxyz", "search/?page=2", "pages/terms/", "pages/privacy/",
    "pages/legal/", "pages/delivery/", "pages/about/", "help/", "preferences/", "sell/",
)  # fmt: skip


@in_each_language
def test_every_page(
    served: Installation,
    somebody: Callable[..., Page],
    as_seller: Callable[[str], StorageState],
    signed_in: Callable[[str, str], StorageState],
    language: str,
) -> None:
    reader = Reader(served, language)
    visitor, seller = somebody(), as_seller(reader.market)
    storefront(reader, visitor)
    ordering(reader, somebody())
    account(reader, visitor, somebody(seller))
    workshop(reader, somebody(seller), somebody())
    helping(reader, somebody(signed_in(reader.market, HELPERS[reader.market])))
    report(reader, {name for name in pages_of_all_doors(language) if not name.startswith("backoffice:")})


@goes_on
def storefront(reader: Reader, page: Page) -> None:
    for path in PUBLIC:
        reader.open(page, path)
    reader.open(page, "nowhere/", status=404)
    page.goto(reader.address("crafts/"))
    reader.follow(page, "main a[href*='/crafts/']")
    reader.follow(page, ".card a")
    reader.follow(page, "main a[href*='/shops/']")
    reader.follow(page, "main a[href*='/makers/']")
    page.goto(reader.address(""))
    reader.follow(page, "main a[href*='/regions/']")
    sold_out(reader, page)
    reader.go_on(page, "storefront:")
    page.goto(reader.served.address("", f"/{reader.language}/"))
    reader.wrong += [f"portal: {each}" for each in problems(page, reader.language, 0)]


def sold_out(reader: Reader, page: Page) -> None:
    page.goto(reader.address("search/"))
    if page.locator(".card:has(.tag.out) a").count():
        reader.follow(page, ".card:has(.tag.out) a")


def buyable(reader: Reader, page: Page) -> None:
    page.goto(reader.address("search/?available=1&sort=cheapest"))
    for address in page.locator(".card a").evaluate_all("links => links.map(link => link.href)"):
        page.goto(address)
        if page.locator(ADD).count():
            return
    raise AssertionError("nothing is on sale")


@goes_on
def ordering(reader: Reader, page: Page) -> None:
    reader.open(page, "basket/")
    buyable(reader, page)
    add_to_basket(page)
    reader.look(page)
    page.locator("main button[name=remove]").first.click()
    page.wait_for_url("**/basket/?*")
    reader.look(page)
    page.locator("main .notice button").click()
    page.wait_for_url("**/basket/")
    reader.open(page, "checkout/")
    page.locator("#recap button[value=place]").click()
    page.locator("#errors").wait_for()
    reader.look(page)
    tell_where(page, phone="0612345690")
    order = place(page)
    reader.look(page)
    for part in ("confirmation/", "address/"):
        reader.open(page, order + part)
    page.goto(order)
    reader.follow(page, "main a[href*='/cancellation/']")
    page.goto(order + "confirmation/")
    page.locator("main form[method=post] button").click()
    page.wait_for_url(order)
    reader.look(page)


@goes_on
def account(reader: Reader, page: Page, member: Page) -> None:
    reader.open(page, "mailbox/")
    reader.open(page, "sign-in/")
    page.locator("input[type=tel]").fill(f"06123400{LANGUAGES.index(reader.language)}1")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/sign-in/code/")
    reader.look(page)
    reader.open(member, "account/")
    reader.open(member, "account/data/")
    reader.open(member, "account/phones/")


def order_from_her(reader: Reader, page: Page, buyer: Page) -> None:
    """A piece of her shop, paid at the door and confirmed: a new order for her."""
    page.goto(reader.address("workshop/shop/sharing/"))
    shop = re.search(r"/[a-z]{2}/(shops/[a-z0-9]+/)", page.content())  # in the market's first language
    assert shop, "her shop has no address"
    buyer.goto(reader.address(shop[1]))
    for address in buyer.locator(".card a").evaluate_all("links => links.map(link => link.href)"):
        buyer.goto(address)
        if buyer.locator(ADD).count():
            break
    add_to_basket(buyer)
    buyer.goto(reader.address("checkout/"))
    tell_where(buyer, phone="0612345691")
    order = place(buyer)
    buyer.goto(order + "confirmation/")
    buyer.locator("main form[method=post] button").click()
    buyer.wait_for_url(order)


@goes_on
def workshop(reader: Reader, page: Page, buyer: Page) -> None:
    for _ in range(2):  # one she cannot make, one she brings herself
        order_from_her(reader, page, buyer)
    reader.open(page, "workshop/")
    for part in ("new", "work", "done"):
        reader.open(page, f"workshop/orders/?list={part}")
        if page.locator("main a.item-title").count():
            reader.follow(page, "main a.item-title")
    page.goto(reader.address("workshop/orders/?list=done"))
    reader.follow(page, "main article:has(.tag.ok) a.item-title")  # what arrived may come back
    page.goto(reader.address("workshop/orders/?list=new"))
    reader.open(page, page.locator("main a.item-title").first.evaluate("link => link.href") + "refusal/")
    bring_it_herself(reader, page)
    reader.open(page, "workshop/keys/")
    reader.open(page, "workshop/voice/")
    reader.open(page, "workshop/products/")
    reader.follow(page, "main a.item-title")
    look_into_each(reader, page, "a[href*='/words/']", "a[href$='/sharing/']")
    reader.open(page, "workshop/products/?q=xyzxyz")
    reader.open(page, "workshop/money/")
    reader.open(page, "workshop/papers/")
    for part in ("destination", "shares", "statement", "payouts"):
        reader.open(page, f"workshop/money/{part}/")
    reader.follow(page, "main a.item-title[href*='/payouts/']")
    for part in ("proposals/", "money/withdrawal/", "offline/", "checks/"):
        reader.open(page, f"workshop/{part}")
    reader.follow(page, "main a[href*='/checks/']")
    reader.open(page, "workshop/link/")
    asked = page.locator("main a.item-title[href*='/link/']").first.evaluate("link => link.href")
    reader.open(page, f"{asked}?look=300")  # patience is over: it does not look again by itself
    leave_the_bank(reader, buyer, page.locator("[name=address]").input_value())
    page.goto(reader.address("workshop/link/"))
    reader.follow(page, "main a[href*='/link/products/']")
    asked_for_again(reader, page)
    page.goto(reader.address("workshop/products/table/files/"))
    page.locator("main [name=file]").set_input_files(Path(FILES) / "shopify-ait-naamane.csv")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/table/files/*/")
    page.locator("main [name=act]").first.wait_for(timeout=60_000)
    reader.look(page)
    code, door, question = ran(reader.served, SESSION % reader.market + OWN_COURSE).split()
    reader.open(page, f"workshop/learn/attendance/{code}/{door}/")
    reader.open(page, question)
    reader.go_on(page, "workshop:")
    reader.go_on(page, "storefront:certificate")


def leave_the_bank(reader: Reader, page: Page, address: str) -> None:
    """A visitor who was asked to pay comes back from the bank's page without having paid."""
    page.goto(re.sub(r"/[a-z]{2}/(?=orders/)", f"/{reader.language}/", address))
    page.wait_for_url(re.compile(r"/pay/"))
    page.locator("form[action$='/cancellation'] button").click()
    page.wait_for_url(re.compile(r"/payment/"))
    reader.look(page)


def asked_for_again(reader: Reader, page: Page) -> None:
    """She takes back what she asked for and asks anew: the form, and the page on which she says that it is she."""
    page.goto(reader.address("workshop/money/withdrawal/"))
    back = page.locator("form[action$='/reversal/'] button")
    if back.count():
        back.first.click()
        page.wait_for_url("**/workshop/money/")
    reader.open(page, "workshop/money/withdrawal/")
    if not page.locator("main [name=how]").count():
        return  # nothing is ready in this market
    page.locator("main form button[type=submit]").last.click()
    page.locator("main [autocomplete=one-time-code], main .keypad").first.wait_for()
    reader.look(page)


@goes_on
def helping(reader: Reader, page: Page) -> None:
    """What somebody sees who acts for her: a few pages differ, one is only the helper's."""
    for part in ("", "mandate/", "helped/", "orders/", "products/"):
        reader.open(page, f"workshop/{part}")
    reader.open(page, "workshop/money/", status=403)


def look_into_each(reader: Reader, page: Page, *wanted: str) -> None:
    """Goes through what is listed until it has met each of these links, and opens them."""
    listed = page.url
    reader.open(page, "workshop/products/")
    left = set(wanted)
    for address in page.locator("main a.item-title").evaluate_all("all => all.map(each => each.href)"):
        page.goto(address)
        for link in sorted(left):
            if page.locator(f"main {link}").count():
                left.discard(link)
                reader.follow(page, f"main {link}")
                page.goto(address)
    assert not left, f"nowhere in {listed}: {left}"


def bring_it_herself(reader: Reader, page: Page) -> None:
    """Accepts an order and takes it to the buyer, until she is asked whether she delivered it."""
    page.goto(reader.address("workshop/"))
    page.locator("form[action$='/acceptance/'] button").first.click()
    page.locator("form[action$='/packing/'] button[type=submit]").click()
    page.locator("form[action$='/handover/']").wait_for()
    reader.look(page)
    page.locator("form[action$='/handover/'] [value=self]").check(force=True)
    with page.expect_navigation():  # what waits for the network brings her on when it was sent
        page.locator("form[action$='/handover/'] button[type=submit]").click()
    page.locator("form[action$='/reversal/']").wait_for()
    while not page.locator("main a[href$='/delivery/']").count():  # her seconds to take it back
        page.wait_for_timeout(2_000)
        page.reload()
    reader.look(page)
    reader.follow(page, "main a[href$='/delivery/']")


def test_what_is_no_page_answers_no_page(
    served: Installation, browser: Browser, as_seller: Callable[[str], StorageState]
) -> None:
    """Of the workshop's, as far as her pages lead to one."""
    reader, visit = Reader(served, "ar"), open_page(browser, signed_in=as_seller("elhajeb"))
    page = visit.page
    known = {"workshop:worker": "worker.js", "workshop:workshop_manifest": "manifest.webmanifest",
             "workshop:listing_words": "products/new/words.json"}  # fmt: skip
    found = {name: reader.address(f"workshop/{path}") for name, path in known.items()}
    for path in ("products/table/", "money/statement/", "papers/", "money/withdrawal/", "shop/sharing/",
                 "learn/certificates/", "learn/payment/"):  # fmt: skip
        page.goto(reader.address(f"workshop/{path}"))
        for link in page.locator("a[href]").evaluate_all("all => all.map(each => each.href)"):
            if (name := reader.name_of(link)) in NO_PAGES:
                found[name] = link
    ask = "address => fetch(address, {redirect: 'manual'}).then(answer => answer.headers.get('content-type') ?? '')"
    kinds = {name: page.evaluate(ask, address) for name, address in found.items()}
    visit.context.close()
    assert len(kinds) >= 10
    assert {name: kind for name, kind in kinds.items() if "html" in kind} == {}


def test_what_is_looked_at_elsewhere_is_looked_at() -> None:
    here = Path(__file__).parent
    for journey in set(ELSEWHERE.values()):
        assert re.search(
            r"\b(clear|look|clean|findings)\(", (here / f"{journey}.py").read_text(encoding="utf-8")
        ), journey


def test_the_sellers_are_those_of_the_demonstration(served: Installation) -> None:
    """The phones this file signs in with are the ones that the demonstration prints."""
    from tadamun.config.demo.joining import helper_phone
    from tadamun.config.demo.organisations import organisation_plans

    assert {market: organisation_plans(market)[0].phone for market in SELLERS} == SELLERS
    assert [helper_phone(place) for place in range(len(MARKETS))] == list(HELPERS.values())
