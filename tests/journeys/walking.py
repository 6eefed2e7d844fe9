"""The walk through every page of a market: which there are, who reads them, and what she keeps of what is wrong."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import wraps
from inspect import getsource, unwrap
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from tests.journeys.looking import problems
from tests.journeys.stage import LANGUAGES, Installation

# Each language in another market, so that every door is seen in three markets' colours.
MARKET_OF = {"ar": "elhajeb", "fr": "store", "en": "dlala"}
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
    "storefront:payment": "test_pay_by_card", "storefront:asking_back": "test_import_to_delivery",
}  # fmt: skip
# What the demonstration has not in this market; the tests of their rooms ask for them.
NOT_THERE = {
    "workshop:organisation": "she works for one only",
    "workshop:withdrawal_receipt": "nobody asked for her money in one of the four markets",
    "backoffice:bank_covering": "of a line of the bank that brings a part",
    "backoffice:voice_removal": "of a voice that somebody recorded",
    "backoffice:requirement": "in two of the four markets only",
    "backoffice:seller_papers": "in two of the four markets only",
}
# Nor its first seller in this language's market.
NOT_HERS = {"fr": {"workshop:members", "workshop:part"}}  # she sells alone


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

# The other two with `make check-all`: a walk takes minutes.
in_each_language = pytest.mark.parametrize(
    "language", ["ar", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("fr", "en"))]
)


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


def goes_on(part: Callable[..., None]) -> Callable[..., None]:
    """One way that is blocked is told with everything else that is wrong, and the others are still walked."""

    @wraps(part)
    def walked(reader: Reader, *pages: Page) -> None:
        try:
            part(reader, *pages)
        except (PlaywrightError, AssertionError) as error:
            reader.wrong.append(f"{part.__name__} stopped at {pages[0].url}: {error}")

    return walked


def pages_of_all_doors(language: str) -> set[str]:
    """Names of everything below a language that answers GET with a page, as the resolver knows it."""
    with override(language):
        found = names_of_all_addresses()
    left = {name for name in found if ":" in name and not name.startswith(("ui:", "shared:"))}
    return left - NO_PAGES - set(ELSEWHERE) - set(NOT_THERE) - NOT_HERS.get(language, set())


def report(reader: Reader, wanted: set[str]) -> None:
    """Fails with everything that was wrong, and with every page of these that was not seen."""
    unseen = [f"not seen: {name}" for name in sorted(wanted - reader.seen)]
    if wrong := reader.wrong + unseen:
        pytest.fail("\n".join(wrong), pytrace=False)


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
