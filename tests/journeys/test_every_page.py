"""Everybody's story: each page, in each language, can be read, heard, enlarged and touched."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from inspect import getsource, unwrap
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override
from playwright.sync_api import Browser, Page, StorageState
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.acts import FILES
from tests.journeys.looking import problems
from tests.journeys.people import Visit, add_to_basket, open_page, place, tell_where
from tests.journeys.stage import HELPERS, LANGUAGES, MARKETS, SELLERS, Installation, ran

# Each language in another market, so that every door is seen in three markets' colours.
MARKET_OF = {"ar": "elhajeb", "fr": "store", "en": "dlala"}
ADD = "main form[action$='/basket/lines/'] button.wide"
# Answers that are no pages, and addresses that lead on to a page.
NO_PAGES = {
    "backoffice:orders_file", "backoffice:export", "backoffice:import_report", "backoffice:theme_css",
    "backoffice:theme_preview", "backoffice:purchase",
    "backoffice:review_product", "storefront:suggestions", "storefront:export", "manifest",
    "storefront:order_paper", "workshop:paper", "backoffice:paper_pdf", "backoffice:paper_xml",
    "api:payment_notice", "storefront:payment_returned", "workshop:statement_file", "workshop:statement_paper",
    "backoffice:batch_csv", "backoffice:batch_xml", "backoffice:seller_account_file", "backoffice:seller_account_paper",
    "backoffice:document", "workshop:draft_file", "workshop:learn_files", "workshop:learn_package", "workshop:listing_words",
    "workshop:own_document", "workshop:worker", "workshop:workshop_manifest", "workshop:table_file", "workshop:shop_poster",
    "workshop:learn_certificate", "workshop:learn_badge", "workshop:withdrawal_paper",
}  # fmt: skip
# Pages that another journey looks at with axe, because they need what the walk has not: name → that journey.
ELSEWHERE = {
    **dict.fromkeys(
        (
            "entering:card", "entering:face", "entering:face_removal", "entering:pin", "entering:proof", "entering:recovery",
            "entering:trust", "entering:trustee",
        ),
        "test_entering",
    ),
    "workshop:application_question": "test_joining", "workshop:requirement": "test_joining",
    "workshop:listing_draft": "test_listing_offline", "workshop:listing_share": "test_listing_offline",
    "workshop:order_progress": "test_made_for_her", "storefront:balance": "test_made_for_her",
    "storefront:request": "test_made_for_her", "storefront:request_acceptance": "test_made_for_her",
    "storefront:payment": "test_pay_by_card",
}  # fmt: skip
# What the demonstration has not in this market; the tests of their rooms ask for them.
NOT_THERE = {
    "workshop:organisation": "she works for one only",
    "backoffice:bank_covering": "of a line of the bank that brings a part",
    "backoffice:voice_removal": "of a voice that somebody recorded",
    "backoffice:requirement": "in two of the four markets only",
    "backoffice:seller_papers": "in two of the four markets only",
}

SESSION = """
from datetime import timedelta
import django; django.setup()
from tadamun.config.demo.learning import TRAINER
from tadamun.kernel import clock
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.door_codes import door_code
from tadamun.solidarity.training.models import Course
from tadamun.solidarity.training.operations import plan_session
market = Market.objects.get(slug="%s")
with scope(market_id=market.pk):
    now = clock.now()
    session = plan_session(
        market, Course.objects.get(slug="shipment"), place="دار الصانع", starts_at=now, ends_at=now + timedelta(hours=3),
        trainer=Person.objects.get(phone=TRAINER),
    )
    print(session.code, door_code(session))
"""
"""A lesson that is on now, and what its door shows."""
OWN_COURSE = """
from tadamun.solidarity.training.operations import begin_course, begin_lesson, publish_course, write_check, write_step
words = lambda said: dict.fromkeys(("ar", "fr", "en"), said)
own = begin_course(
    market, titles=words("صوفنا"), summaries=words("من الجزة"), subject="other", languages=["ar", "fr", "en"], spoken="ar",
)
lesson = begin_lesson(own, titles=words("الغسل"), minutes=1)
write_step(lesson, text=words("نغسل الصوف"))
write_check(
    lesson, names=words("غسل"), checked_by="question", text=words("بماذا؟"),
    answers=[{"picture": each, "text": words(said)} for each, said in (("water", "ماء"), ("fire", "نار"))],
)
publish_course(own)
print(f"workshop/learn/{own.slug}/{lesson.slug}/question/")
"""
"""A course that the market wrote itself; where its question is asked."""

PUBLIC = (
    "", "crafts/", "shops/", "search/?q=تعاونية", "search/?q=xyzxyz", "search/?page=2", "pages/terms/", "pages/privacy/",
    "pages/legal/", "pages/delivery/", "pages/about/", "help/", "preferences/", "sell/",
)  # fmt: skip
OFFICE = (
    "", "review/", "orders/", "orders/?q=xyzxyz", "orders/deliveries/", "admissions/", "admissions/new/", "sellers/",
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


@dataclass
class Reader:
    """Goes from page to page in one language and keeps what is wrong, and which pages were seen."""

    served: Installation
    language: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    """Pages that one she saw leads to: name → address."""

    @property
    def market(self) -> str:
        return MARKET_OF[self.language]

    def address(self, path: str) -> str:
        """``path`` below the language, or with a leading stroke below the host."""
        return self.served.address(self.market, path if path.startswith("/") else f"/{self.language}/{path}")

    def open(self, page: Page, path: str, status: int = 200) -> None:
        """``path`` below the language, or an address of a link."""
        address = path if "://" in path else self.address(path)
        answer = page.goto(address)
        if answer is None or answer.status != status:
            self.wrong.append(f"{address}: {answer and answer.status}")
        self.look(page)

    def look(self, page: Page) -> None:
        where = urlsplit(page.url)
        self.seen.add(self.name_of(page.url))
        for link in page.locator("a[href]").evaluate_all("all => all.map(each => each.href)"):
            if link.startswith(self.address("")):
                self.waiting.setdefault(self.name_of(link), link)
        number = len(self.seen) + LANGUAGES.index(self.language)
        self.wrong += [
            f"{where.path}?{where.query}: {each}" for each in problems(page, self.language, number)
        ]
        if self.seen & NO_PAGES:
            self.wrong.append(f"{self.seen & NO_PAGES}: a page, and it is said to be none")

    def name_of(self, address: str) -> str:
        with override(self.language):
            try:
                return resolve(urlsplit(address).path).view_name
            except Resolver404:
                return ""

    def go_on(self, page: Page, door: str) -> None:
        """To every page of a door that was led to and not seen."""
        while left := [
            name
            for name in self.waiting
            if name.startswith(door) and name not in self.seen and name not in NO_PAGES | set(ELSEWHERE)
        ]:
            self.seen.add(left[0])
            try:
                self.open(page, self.waiting[left[0]])
            except PlaywrightError as error:
                if "Download is starting" not in str(error):  # a file, not a page
                    raise

    def follow(self, page: Page, link: str) -> None:
        """The first link like that on the page as it stands."""
        self.open(page, page.locator(link).first.evaluate("link => link.href"))


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Callable[..., Page]]:
    visits: list[Visit] = []

    def opened(state: StorageState | None = None) -> Page:
        visits.append(open_page(browser, signed_in=state))
        return visits[-1].page

    yield opened
    for visit in visits:
        visit.context.close()
    assert [each for visit in visits for each in visit.errors] == []


# The other two with `make check-all`: a walk takes minutes.
@pytest.mark.parametrize(
    "language", ["ar", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("fr", "en"))]
)
def test_every_page(
    served: Installation,
    somebody: Callable[..., Page],
    as_seller: Callable[[str], StorageState],
    as_operator: Callable[[str], StorageState],
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
    office(reader, somebody(as_operator(reader.market)))
    unseen = [f"not seen: {name}" for name in sorted(pages_of_all_doors(language) - reader.seen)]
    if wrong := reader.wrong + unseen:
        pytest.fail("\n".join(wrong), pytrace=False)


def goes_on(part: Callable[..., None]) -> Callable[..., None]:
    """One way that is blocked is told with everything else that is wrong, and the others are still walked."""

    @wraps(part)
    def walked(reader: Reader, *pages: Page) -> None:
        try:
            part(reader, *pages)
        except (PlaywrightError, AssertionError) as error:
            reader.wrong.append(f"{part.__name__} stopped at {pages[0].url}: {error}")

    return walked


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


def pages_of_all_doors(language: str) -> set[str]:
    """Names of everything below a language that answers GET with a page, as the resolver knows it."""
    with override(language):
        found = names_of_all_addresses()
    left = {name for name in found if ":" in name and not name.startswith(("ui:", "shared:"))}
    return left - NO_PAGES - set(ELSEWHERE) - set(NOT_THERE)


def names_of_all_addresses() -> set[str]:
    """But of those that are only posted to; in the language that is active."""
    return set(_names(get_resolver(), ()))


def _names(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif isinstance(pattern, URLPattern) and pattern.name and not _only_posted_to(pattern.callback):
            yield ":".join((*spaces, pattern.name))


def _only_posted_to(view: Callable[..., object]) -> bool:
    source = getsource(unwrap(view))
    return bool(re.search(r"^@(require_POST|action)$", source, re.MULTILINE))


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
