"""Addresses of pages by what they are, for rooms below: paths here, absolute where a message needs them."""

from urllib.parse import quote

from django.conf import settings

from tadamun.kernel.links import register_links
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import first_host


def absolute(market: Market, path: str) -> str:
    """``path`` under the market's own first host, never the Host header."""
    return settings.ORIGIN.replace("*", first_host(market), 1) + path


def product(language: str, slug: str) -> str:
    return f"/{language}/products/{quote(slug)}/"


def order(market: Market, language: str, secret: str) -> str:
    """The tracking page of a purchase."""
    return absolute(market, f"/{language}/orders/{secret}/")


def confirmation(market: Market, language: str, secret: str) -> str:
    """The page of one tap that confirms a cash order."""
    return absolute(market, f"/{language}/orders/{secret}/confirmation/")


def short_order(market: Market, secret: str) -> str:
    """The tracking page in few letters, for messages: ``secret`` is its beginning. Leads there in the buyer's language."""
    return absolute(market, f"/o/{secret}")


def short_confirmation(market: Market, secret: str) -> str:
    return absolute(market, f"/c/{secret}")


def page(market: Market, language: str, kind: str) -> str:
    """A legal text: ``terms``, ``privacy``, ``legal``, ``delivery`` or ``about``."""
    return absolute(market, f"/{language}/pages/{kind}/")


def workshop(market: Market, language: str) -> str:
    return absolute(market, f"/{language}/workshop/")


def workshop_product(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/workshop/products/{code}/")


def workshop_order(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/workshop/orders/{code}/")


def register() -> None:
    register_links(
        {
            builder.__name__: builder
            for builder in (
                product, order, confirmation, short_order, short_confirmation, page,
                workshop, workshop_product, workshop_order,
            )
        }
    )  # fmt: skip
