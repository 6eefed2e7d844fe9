"""A visitor with a browser of her own: her cookies, her market's host, and posts that come from our pages."""

import re
from typing import Any
from urllib.parse import unquote

from django.test import Client

from tadamun.goods.catalogue.models import Product
from tadamun.kernel.jobs import run_worker
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.notices.queries import mailbox
from tadamun.trade.checkout.models import CartLine
from tadamun.trade.checkout.queries import open_cart_of
from tests.factories import variant_of

ANSWERS = {
    "full_name": "مريم العلوي", "phone": "0612345678", "city": "مكناس", "address": "12 زنقة الزيتون",
    "landmark": "قرب المسجد", "method": "cash_on_delivery",
}  # fmt: skip


class Shopper:
    def __init__(self, market: Market, language: str = "ar") -> None:
        self.market, self.language = market, language
        self.host = f"{market.slug}.localhost"
        self.client = Client(SERVER_NAME=self.host)

    def path(self, path: str) -> str:
        return path if path.startswith("/") else f"/{self.language}/{path}"

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(self.path(path), query)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(self.path(path), data, headers={"sec-fetch-site": "same-origin"})

    def add(self, product: Product, quantity: int = 1) -> Any:
        return self.post("basket/lines/", variant=variant_of(product).pk, quantity=quantity)

    def lines(self) -> list[CartLine]:
        """What lies in her basket."""
        token = self.client.cookies.get("tadamun_cart")
        with scope(market_id=self.market.pk):
            cart = open_cart_of(token.value if token else "")
            return list(CartLine.objects.filter(cart=cart)) if cart else []

    def answers(self, **changes: Any) -> dict[str, Any]:
        """What she types, with the total the page shows for it."""
        said = {**ANSWERS, **changes}
        page = self.post("checkout/", act="quote", **said)
        return {**said, "seen_total": seen_total(page)}

    def order(self, **changes: Any) -> Any:
        return self.post("checkout/", **{**self.answers(**changes), **changes})

    def sign_in(self, phone: str = "0612345678") -> Any:
        self.post("sign-in/", phone=phone)
        return self.post("sign-in/code/", code=code_sent(self.market))


def seen_total(page: Any) -> str:
    found = re.search(r'name="seen_total" value="(\d+)"', page.content.decode())
    assert found, page.content.decode()[:2000]
    return found[1]


def text_of(page: Any) -> str:
    """The words of a page, one space between them."""
    html = re.sub(r"(?s)<(style|script|datalist)\b.*?</\1>", " ", page.content.decode())
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def letters(market: Market, kind: str = "") -> list[Any]:
    """What lies in the mailbox after the worker has done its work, oldest first."""
    run_worker(once=True, scheduled=False)
    with scope(market_id=market.pk):
        return [message for message in reversed(mailbox(500)) if not kind or message.kind == kind]


def code_sent(market: Market) -> str:
    """The last code that was sent."""
    found = re.search(r"#(\d{6})$", letters(market, "sign_in_code")[-1].text)
    assert found
    return found[1]


def path_of(response: Any) -> str:
    return unquote(response.headers["Location"])
