"""What it costs to fill a basket and to buy, through the pages a buyer uses."""

import gzip
import re
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from itertools import count

from bench.client import Visitor
from bench.pages import HOST, Figure
from bench.server import Server

BUYER = {
    "full_name": "مريم العلوي", "city": "الرباط", "address": "12 زنقة الزيتون",
    "landmark": "قرب المسجد", "method": "cash_on_delivery", "consent": "on",
}  # fmt: skip
WARM, WARM_ROUNDS, ROUNDS = 20, 3, 5
PRODUCTS = WARM + 6 * ROUNDS
_phones = count(12_000_000)


class Refused(Exception):
    """The market answered otherwise than a purchase goes; ``status`` is what it said."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def expect(wanted: int, status: int) -> None:
    if status != wanted:
        raise Refused(status)


def form_at(page: bytes, action: str) -> dict[str, str]:
    """The fields of the form that posts to an address ending so, as the page filled them."""
    for form in re.findall(r"<form\b.*?</form>", page.decode(), re.S):
        found = re.search(r'action="([^"]*)"', form)
        if found and found.group(1).endswith(action):
            fields = {}
            for tag in re.findall(r"<input\b[^>]*>", form):
                attributes = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
                kind = attributes.get("type", "text")
                if "name" in attributes and (kind not in ("radio", "checkbox") or " checked" in tag):
                    fields[attributes["name"]] = unescape(attributes.get("value", ""))
            return fields
    raise Refused(200)  # a page, but nothing on it can be sent there


def add(visitor: Visitor, product: str) -> int:
    """Add what a product's page offers; returns the answer's status."""
    _, page = visitor.get(product)
    fields = form_at(page, "/basket/lines/")
    if "variant" not in fields:
        fields["variant"] = re.findall(r'name="variant"[^>]*value="([^"]+)"', page.decode())[0]
    return visitor.ask("POST", "/fr/basket/lines/", fields)[0]


def add_to_basket(server: Server, products: list[str]) -> Figure:
    """Only the posts count: pages are read before."""
    costs, speeds = [], []
    for _ in range(3):
        spent = took = 0.0
        for product in products:
            visitor = Visitor(server.port, HOST)
            _, page = visitor.get(product)
            fields = form_at(page, "/basket/lines/")
            before, began = server.cpu(), time.monotonic()
            status = visitor.ask("POST", "/fr/basket/lines/", fields)[0]
            took += time.monotonic() - began
            spent += server.cpu() - before
            assert status == 303, status
        costs.append(spent * 1000 / len(products))
        speeds.append(len(products) / took)
    return Figure(statistics.median(costs), statistics.median(speeds))


def text(page: bytes) -> str:
    """A page as it was written, compressed or not."""
    return (gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page).decode()


def buy(visitor: Visitor, product: str, method: str = BUYER["method"]) -> str:
    """Product, basket, checkout, order, confirmation: every request of a purchase. Returns where it ends; or ``Refused``."""
    expect(303, add(visitor, product))
    expect(200, visitor.get("/fr/basket/")[0])
    status, page = visitor.get("/fr/checkout/")
    expect(200, status)
    buyer = {
        **BUYER,
        "method": method,
        "phone": f"06{next(_phones):08d}",
    }  # one phone may not order without end
    fields = {**form_at(page, "/checkout/"), **buyer}
    status, page, headers = visitor.ask("POST", "/fr/checkout/", fields)
    if status == 422:  # the total with delivery to her city is new to her: she reads it and confirms
        fields = {**form_at(text(page).encode(), "/checkout/"), **buyer}
        status, _, headers = visitor.ask("POST", "/fr/checkout/", fields)
    expect(303, status)
    expect(200, visitor.get(headers["location"])[0])
    return headers["location"]


def warm_up(purchase: Callable[[str], object], products: list[str]) -> None:
    """Until each thread of each worker has read every template and written every query once. What is sold out by then stays."""
    for product in products * WARM_ROUNDS:
        with suppress(Refused):
            purchase(product)


def whole_purchase(server: Server, products: list[str]) -> Figure:
    """Median of ``ROUNDS``. Each product is bought once: of some there is one."""
    warm_up(lambda product: buy(Visitor(server.port, HOST), product), products[:WARM])
    costs, speeds = [], []
    for number in range(ROUNDS):
        wanted = products[WARM + number :: ROUNDS]
        before, began = server.cpu(), time.monotonic()
        for product in wanted:
            buy(Visitor(server.port, HOST), product)
        costs.append((server.cpu() - before) * 1000 / len(wanted))
        speeds.append(len(wanted) / (time.monotonic() - began))
    return Figure(statistics.median(costs), statistics.median(speeds))
