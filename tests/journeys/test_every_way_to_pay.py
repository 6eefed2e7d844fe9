"""What is paid without a page of a bank: by a wallet that scans a code, by transfer, on the terminal in a shop; and by the
link of a seller on a visitor's own phone. Each until everybody's pages say so.
"""

import binascii
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, FilePayload, Page, StorageState, expect

from tests.journeys.looking import dress, problems
from tests.journeys.people import open_page
from tests.journeys.stage import Installation
from tests.journeys.teller import WALLET, Teller, teller
from tests.journeys.test_pay_by_card import GOOD, MARKET, order_by, press_on, prove, write_card

PAID = "مؤدى"


@pytest.fixture(scope="module")
def counter(served: Installation) -> Iterator[Teller]:
    """Contracts of a wallet and of a terminal are in force."""
    with teller(served) as asked:
        asked.ask("sign_by_hand", MARKET)
        yield asked


@pytest.fixture
def office(browser: Browser, as_operator: Callable[[str], StorageState]) -> Iterator[Page]:
    yield from _somebody(browser, as_operator(MARKET))


@pytest.fixture
def seller(browser: Browser, as_seller: Callable[[str], StorageState]) -> Iterator[Page]:
    yield from _somebody(browser, as_seller(MARKET))


def _somebody(browser: Browser, state: StorageState) -> Iterator[Page]:
    visit = open_page(browser, touch=True, signed_in=state)
    yield visit.page
    visit.context.close()
    assert visit.errors == []


def clean(page: Page) -> None:
    """On her phone by day, and as narrow as phones are."""
    assert problems(page, "ar", 0) == []
    dress(page, 360, "light")


def row(*elements: tuple[str, str]) -> str:
    return "".join(f"{name}{len(value):02}{value}" for name, value in elements)


def emv(amount: str, reference: str) -> str:
    """The text of a dynamic code as EMVCo lays it out, closed by CRC-16/CCITT-FALSE."""
    text = row(
        ("00", "01"), ("01", "12"), ("26", row(("00", WALLET["guid"]), ("01", WALLET["merchant"]))),
        ("52", WALLET["category"]), ("53", "504"), ("54", amount), ("58", WALLET["country"]), ("59", WALLET["name"]),
        ("60", WALLET["city"]), ("62", row(("01", reference))),
    ) + "6304"  # fmt: skip
    return f"{text}{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def modules(drawn: str) -> str:
    """Where a drawn code is dark."""
    return str(re.findall(r' d="([^"]+)"', drawn)[-1])


def own_page(page: Page) -> str:
    return re.sub(r"(/orders/[^/]+/).*$", r"\1", page.url)


def is_paid(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main .timeline").first).to_contain_text(PAID)
    expect(page.locator("main a[href$='/payment/']")).to_have_count(0)


def stands(counter: Teller, page: Page) -> Any:
    return counter.ask("state", page.locator("h1 bdi").first.inner_text())


def test_a_wallet_scans_and_the_office_sees_the_money(
    served: Installation, counter: Teller, phone: Page, office: Page
) -> None:
    order_by("[name=method][value^='merchant_qr.']", phone, served, "ar", "0612345801", scripts=True)
    code = phone.locator("main [role=img] svg")  # the script asked for it
    expect(code).to_be_visible()
    number = phone.locator("dd bdi[dir=ltr]").first.inner_text()
    asked = counter.ask("state", number.partition("-")[0])
    assert asked["tries"] == [[number, "merchant_qr", "waiting"]]
    said = segno.make(emv(asked["asked"][0], number), error="m", micro=False)
    assert modules(code.evaluate("svg => svg.outerHTML")) == modules(said.svg_inline(border=4, light="#fff"))
    clean(phone)
    office.goto(served.address(MARKET, "/ar/office/payments/?state=waiting"))
    office.locator("main tbody th a", has_text=number).click()
    office.fill("[name=reference]", "MW-4711")
    office.locator("form[action$='/confirmation/'] button").click()
    expect(office.locator(".notice.ok").first).to_be_visible()
    expect(office.locator("form[action$='/confirmation/']")).to_have_count(0)
    is_paid(phone, own_page(phone))


def test_a_transfer_comes_with_the_banks_statement(
    served: Installation, counter: Teller, phone: Page, office: Page
) -> None:
    order_by("[name=method][value=bank_transfer]", phone, served, "ar", "0612345802", scripts=True)
    phone.wait_for_url(re.compile(r"/ar/orders/[^/]+/$"))
    clean(phone)
    number = phone.locator("h1 bdi").first.inner_text()
    expect(phone.locator("dl.kv").first).to_contain_text(number)
    [amount] = stands(counter, phone)["asked"]
    rows = f"Date;Montant;Référence;Libellé\n{datetime.now(UTC):%d/%m/%Y};{amount};{number};VIR RECU\n"
    office.goto(served.address(MARKET, "/ar/office/bank/"))
    statement = FilePayload(name="releve.csv", mimeType="text/csv", buffer=rows.encode())
    office.locator("[name=file]").set_input_files(statement)
    office.locator("form[enctype='multipart/form-data'] button").click()
    expect(office.locator(".notice.ok").first).to_be_visible()
    expect(office.locator("main")).not_to_contain_text(number)
    is_paid(phone, phone.url)


def ask_by_link(page: Page, served: Installation) -> str:
    """The seller's, for the first thing she sells. Returns the address that is scanned."""
    page.goto(served.address(MARKET, "/ar/workshop/link/"))
    page.locator("main a.item-title[href*='/link/products/']").first.click()
    page.locator("form[method=post] button[type=submit]").last.click()
    scanned = page.locator("[name=address]")
    expect(scanned).to_be_visible()
    code = page.locator("main .scan svg").evaluate("svg => svg.outerHTML")
    drawn = segno.make(scanned.input_value(), error="m", micro=False)
    assert modules(code) == modules(drawn.svg_inline(border=4, light="#fff"))
    return scanned.input_value()


def give(page: Page) -> None:
    """What is paid goes into the visitor's hands."""
    page.locator("form[action$='/handover/'] button").click()
    expect(page.locator("form[action$='/handover/']")).to_have_count(0)


def test_a_visitor_scans_her_link_and_pays_by_card(served: Installation, seller: Page, phone: Page) -> None:
    address = ask_by_link(seller, served)
    phone.goto(address)
    press_on(phone, scripts=True)
    write_card(phone, GOOD)
    prove(phone, scripts=True)
    phone.wait_for_url(re.compile(r"\.localhost:\d+/[a-z]+/orders/"))
    expect(seller.locator("form[action$='/handover/']")).to_be_visible()  # her page looks by itself
    is_paid(phone, own_page(phone))
    steps = phone.locator("main .timeline li")
    expect(steps).to_have_count(3)  # ordered, paid, given: nothing is packed and carried
    clean(phone)
    give(seller)
    phone.reload()
    expect(steps.and_(phone.locator(".done"))).to_have_count(3)


def test_a_visitor_pays_on_the_terminal_in_her_shop(
    served: Installation, counter: Teller, seller: Page, phone: Page
) -> None:
    address = ask_by_link(seller, served)
    seller.locator("details:has([name=receipt]) summary").click()
    seller.fill("[name=receipt]", "٠٠٤٢-TPE")
    seller.locator("form[action$='/terminal/'] button").click()
    expect(seller.locator("form[action$='/handover/']")).to_be_visible()
    give(seller)
    is_paid(phone, address.removesuffix("payment/"))
    assert stands(counter, phone)["tries"][-1][1:] == ["terminal", "captured"]
