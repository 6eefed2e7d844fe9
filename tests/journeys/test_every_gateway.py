"""Every gateway and everything that can go wrong there, seen by who pays: the bank's pages in a browser, what she reads when she
comes back and afterwards, and how her order, her tries and what goes back to her stand.

What only one gateway shows here happens behind the port they share: EST, because its card numbers show every fault. That each
fault of each protocol is judged rightly is tests/trade/checkout/test_with_banks.py, without a browser.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tadamun.treasury.payments.providers import GATEWAYS
from tadamun.treasury.payments.providers.base import Hears, Tells
from tadamun_simulators.cards import FAULTS, card_for
from tests.journeys.people import findings, open_page
from tests.journeys.stage import Installation
from tests.journeys.teller import Teller, teller
from tests.journeys.test_pay_by_card import prove, write_card
from tests.simulators.process import SimulatedBank

MARKET = "elhajeb"
CARDS = ("est", "mastercard", "youcan", "payzone")
READS = {"est": "ar", "mastercard": "fr", "youcan": "ar", "payzone": "fr", "binga": "ar"}
PAID = {"ar": "مؤدى", "fr": "Payée"}
FAILED = {"ar": "تعذّر إتمام الأداء", "fr": "Le paiement n’a pas abouti"}
REFUSED = {"ar": "لم يقبل البنك هذه البطاقة", "fr": "La banque n’a pas accepté cette carte"}
LEFT = {"ar": "غادرتم صفحة البنك", "fr": "Vous avez quitté la page de la banque"}
AWAY = {"ar": "يتعذّر الوصول إلى صفحة البنك", "fr": "La page de la banque est injoignable"}
NO_CODE = {"ar": "شيء بهذا الرمز"}
CONFIRMING = {"ar": "الأداء قيد التأكيد", "fr": "Paiement en cours de confirmation"}
NOT_PAID = {"decline": REFUSED, "secure-failed": REFUSED}
HINTED = {"mastercard"}  # whose notices are asked after, whatever they say
UNKNOWN = {("mastercard", "down")}  # neither the hint nor her return finds anybody to ask
TOLD = {"amount": ["payment_different"], "currency": ["payment_different"]}
# What the agency's notice says then nobody believes, or can ask after.
UNTOLD = {"drop", "forge", "truncate", "oversize", "down"}
QUICK = {"approve", "decline", "drop"}  # of the agency's, what every run sees
PATIENCE = 20  # seconds until an agency's notice must have come
SOLD, OPEN = ["to_accept", "paid"], ["to_pay", "unpaid"]


@dataclass(frozen=True)
class Street:
    """A market with a contract of each gateway, and one buyer's phone."""

    served: Installation
    bank: SimulatedBank
    teller: Teller
    contracts: dict[str, str]
    page: Page

    def order(self, provider: str) -> "Order":
        placed = self.teller.ask("place", MARKET, f"{provider}.{self.contracts[provider]}", READS[provider])
        return Order(self, READS[provider], placed["code"], placed["secret"])


@dataclass(frozen=True)
class Order:
    """Hers, which waits for its money."""

    street: Street
    language: str
    code: str
    secret: str

    @property
    def page(self) -> Page:
        return self.street.page

    def open(self, part: str = "") -> None:
        path = f"/{self.language}/orders/{self.secret}/{part}"
        self.page.goto(self.street.served.address(MARKET, path))

    def to_bank(self) -> None:
        """The scripts press on by themselves, from our page to the bank's."""
        self.open("payment/")
        self.page.wait_for_url(re.compile(r"/pay/"))

    def pay(self, fault: str) -> None:
        write_card(self.page, card_for(fault).number)
        prove(self.page, scripts=True)
        self.back()

    def back(self) -> None:
        self.page.wait_for_url(re.compile(rf"/{self.language}/orders/{self.secret}/"))

    def leave(self) -> None:
        self.page.locator("form[action$='/cancellation'] button").click()
        self.back()

    def other_way(self, provider: str) -> None:
        """From the page that says it did not go through."""
        self.page.locator(f"[name=method][value^='{provider}.']").check(force=True)
        self.page.locator("main form button[type=submit]").first.click()

    def is_paid(self) -> None:
        """On the page she came back to, or the order's own, which it leads to."""
        expect(self.page.locator("main .timeline").first).to_contain_text(PAID[self.language])
        expect(self.page.locator("main a[href$='/payment/']")).to_have_count(0)

    def opens_until(self, part: str, where: str, words: dict[str, str]) -> None:
        """Somebody else tells of it, at an agency: her page is opened again until it says so."""
        ends = time.monotonic() + PATIENCE
        while True:
            self.open(part)
            found = self.page.locator(where).first.inner_text()
            if words[self.language] in found or time.monotonic() > ends:
                return self.says(words, where)

    def is_paid_soon(self) -> None:
        self.opens_until("", "main .timeline", PAID)
        self.is_paid()

    def says(self, words: dict[str, str], where: str = "main") -> None:
        expect(self.page.locator(where).first).to_contain_text(words[self.language])

    @property
    def state(self) -> Any:
        return self.street.teller.ask("state", self.code)

    def stands(self, order: list[str], *tries: str, refunds: int = 0) -> None:
        """``tries``: how each ended. A refund is of the whole of one try."""
        found = self.state
        assert (found["order"], [state for *_, state in found["tries"]]) == (order, list(tries))
        assert [whole for _, whole in found["refunds"]] == [True] * refunds

    def tried(self, number: int = 0) -> str:
        """The code of a try, by which the bank knows it too."""
        return str(self.state["tries"][number][0])


@pytest.fixture(scope="module")
def street(served: Installation, browser: Browser) -> Iterator[Street]:
    bank = SimulatedBank(f"http://127.0.0.1:{served.environment['TADAMUN_BANK_PORT']}")
    with teller(served) as asked:
        contracts = asked.ask("sign", MARKET, bank.url)
        hooks = served.address(MARKET, f"/hooks/payments/youcan/{contracts['youcan']}/")
        bank.control("webhooks", gateway="youcan", url=hooks)
        visit = open_page(browser, touch=True)
        yield Street(served, bank, asked, contracts, visit.page)
        visit.context.close()
        assert visit.errors == []


def test_no_gateway_is_left_out() -> None:
    """Whoever tells us of payments is seen here; the ways that a person confirms are test_every_way_to_pay."""
    telling = {name for name, gateway in GATEWAYS.items() if isinstance(gateway, (Hears, Tells))}
    assert telling == {*CARDS, "binga"}


@pytest.mark.parametrize("provider", CARDS)
def test_she_pays_by_card(street: Street, provider: str) -> None:
    order = street.order(provider)
    order.to_bank()
    assert street.page.locator("html").get_attribute("lang") == order.language
    order.pay("approve")
    order.is_paid()
    order.stands(SOLD, "captured")
    assert findings(street.page) == []


@pytest.mark.parametrize(
    "fault", [fault if fault in QUICK else pytest.param(fault, marks=pytest.mark.thorough) for fault in FAULTS]
)  # fmt: skip
def test_every_fault_at_an_agency(street: Street, fault: str) -> None:
    """She pays in cash, away from any page of ours: her order's page says so as soon as anybody told us, or we asked."""
    order = street.order("binga")
    order.open("payment/")
    code = street.page.locator("strong.lead").inner_text()  # the script asked for it
    street.bank.control(f"transactions/{order.tried()}/fault", fault=fault, seconds=1)
    pay_at_agency(street, code)
    if fault in NOT_PAID:
        order.opens_until("payment/", "h1", FAILED)
        order.says(NO_CODE, "main [role=status]")
        order.stands(OPEN, "failed")
        return
    if fault in UNTOLD:
        order.open("payment/")
        expect(street.page.locator("strong.lead")).to_have_text(code)
        order.stands(OPEN, "waiting")
        street.bank.control(f"transactions/{order.tried()}/fault", fault="approve")
        assert street.teller.ask("look", order.tried()) == "captured"
    order.is_paid_soon()
    order.stands(SOLD, "captured")
    assert order.state["told"] == []


def pay_at_agency(street: Street, code: str) -> None:
    street.page.goto(f"{street.bank.url}/agency")
    street.page.fill("#code", code)
    # Else the next page cuts it off.
    with street.page.expect_response(lambda answer: answer.request.method == "POST"):
        street.page.locator("main button").first.click()


@pytest.mark.parametrize(
    "provider", [CARDS[0], *(pytest.param(each, marks=pytest.mark.thorough) for each in CARDS[1:])]
)
def test_she_leaves_the_banks_page(street: Street, provider: str) -> None:
    order = street.order(provider)
    order.to_bank()
    order.leave()
    order.says(FAILED, "h1")
    order.says(LEFT)
    order.stands(OPEN, "failed")


# The others differ where no page shows it, and are seen on every run in tests/simulators and tests/trade/checkout.
FOREMOST = ("decline", "retry", "delay", "drop", "forge", "amount", "down")
ELSEWHERE = [
    (provider, fault)
    for provider in CARDS
    for fault in FAULTS
    if fault != "approve" and (provider, fault) not in {("est", each) for each in FOREMOST}
]


@pytest.mark.parametrize(
    ("provider", "fault"),
    [*[("est", fault) for fault in FOREMOST],
     *[pytest.param(*each, marks=pytest.mark.thorough) for each in ELSEWHERE]],
)  # fmt: skip
def test_every_fault_of_a_card(street: Street, provider: str, fault: str) -> None:
    """However its notice fares, what succeeded is paid when she is back: the return asks the gateway, believes nothing."""
    order = street.order(provider)
    order.to_bank()
    order.pay(fault)
    if why := NOT_PAID.get(fault):
        order.says(FAILED, "h1")
        order.says(why, "main [role=status]")
        order.stands(OPEN, "failed")
    elif (provider, fault) in UNKNOWN:
        order.says(CONFIRMING, "h1")
        order.stands(OPEN, "waiting")
    else:
        order.is_paid()
        order.stands(SOLD, "captured")
    assert order.state["told"] == ([] if provider in HINTED else TOLD.get(fault, []))


def test_what_comes_late_or_again_changes_nothing_she_sees(street: Street) -> None:
    """EST: the truth again, a late refusal and a forgery, when she has paid and gone."""
    order = street.order("est")
    order.to_bank()
    order.pay("delay")
    for act in ("notice", "failure", "forgery"):
        street.bank.control(f"transactions/{order.tried()}/{act}")
    order.open()
    order.is_paid()
    order.stands(SOLD, "captured")


def test_nobody_answers_and_later_it_is_found(street: Street) -> None:
    """EST: no notice, and the gateway is away when she comes back."""
    order = street.order("est")
    order.to_bank()
    street.bank.control("lines", gateway="est", state="down")
    order.pay("drop")
    order.says(CONFIRMING, "h1")
    assert findings(street.page) == []
    order.stands(OPEN, "waiting")
    street.bank.control("lines", gateway="est", state="up")
    assert street.teller.ask("look", order.tried()) == "captured"
    street.page.locator("main a[href$='/payment/?back=1']").click()
    order.is_paid()
    order.stands(SOLD, "captured")


def test_the_bank_cannot_be_reached_and_she_tries_again(street: Street) -> None:
    """Mastercard, whose page begins with a call of ours."""
    order = street.order("mastercard")
    street.bank.control("lines", gateway="mastercard", state="down")
    order.open("payment/")
    order.says(FAILED, "h1")
    order.says(AWAY)
    order.stands(OPEN, "failed")
    street.bank.control("lines", gateway="mastercard", state="up")
    street.page.locator("main form button[type=submit]").first.click()
    street.page.wait_for_url(re.compile(r"/pay/"))
    order.pay("approve")
    order.is_paid()
    order.stands(SOLD, "failed", "captured")


def test_declined_here_she_pays_there_and_the_first_money_comes_too(street: Street) -> None:
    """EST then YouCan Pay: one order, and the second money is owed back at once."""
    order = street.order("est")
    order.to_bank()
    order.pay("decline")
    order.other_way("youcan")
    street.page.wait_for_url(re.compile(r"/pay/"))
    order.pay("approve")
    order.is_paid()
    order.stands(SOLD, "failed", "captured")
    street.bank.control(f"transactions/{order.tried()}/success")
    order.open()
    order.is_paid()
    order.stands(SOLD, "captured", "captured", refunds=1)
    assert order.state["refunds"][0][0] == order.tried()
    assert order.state["told"] == ["payment_surplus"]


def test_money_for_an_order_that_ended_goes_back(street: Street) -> None:
    """EST: she left, the time ran out, then the bank says that it was paid."""
    order = street.order("est")
    order.to_bank()
    order.leave()
    street.teller.ask("end", order.code)
    street.bank.control(f"transactions/{order.tried()}/success")
    order.open()
    expect(street.page.locator("#refunds")).to_be_visible()
    order.stands(["cancelled", "refund_due"], "captured", refunds=1)
