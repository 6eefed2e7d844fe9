"""Addresses of pages by what they are, for rooms below: paths here, absolute where a message needs them."""

from urllib.parse import quote

from django.conf import settings

from tadamun.kernel.links import Builder, register_links
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import first_host

# What only rooms below ask for, each absolute.
_PATHS = {
    # The tracking page and the one tap that confirms a cash order, in few letters for messages: ``secret`` is its
    # beginning. They lead there in the buyer's language.
    "short_order": "/o/{secret}",
    "short_confirmation": "/c/{secret}",
    # A legal text: ``terms``, ``privacy``, ``legal``, ``delivery`` or ``about``.
    "page": "/{language}/pages/{kind}/",
    # The buyer's page of what she asked for, and where its seller hears and answers it.
    "conversation": "/{language}/requests/{secret}/",
    "workshop_conversation": "/{language}/workshop/requests/{code}/",
    "workshop": "/{language}/workshop/",
    "workshop_product": "/{language}/workshop/products/{code}/",
    "workshop_order": "/{language}/workshop/orders/{code}/",
    "office_order": "/{language}/office/orders/{code}/",
    "office_payment": "/{language}/office/payments/{code}/",
    # What gateways posted and was refused.
    "office_notices": "/{language}/office/payments/notices/",
    # What waits of the bank's statement.
    "office_bank": "/{language}/office/bank/",
    # Who issues credentials and what for, as Open Badges wants to read it.
    "badge_site": "/",
    "badge_issuer": "/badges/issuer.json",
    "badge_achievement": "/badges/achievements/{slug}.json",
    "badge_key": "/badges/keys/{kid}.json",
    "badge_revocations": "/badges/revocations.json",
}


def absolute(market: Market, path: str) -> str:
    """``path`` under the market's own first host, never the Host header."""
    return settings.ORIGIN.replace("*", first_host(market), 1) + path


def product(language: str, slug: str) -> str:
    return f"/{language}/products/{quote(slug)}/"


def card(market: Market, secret: str) -> str:
    """What a person's printed card says to a camera."""
    return absolute(market, f"/k/{secret}")


def let_in(market: Market, code: str) -> str:
    """The page that lets a person in again, with her code typed in."""
    return absolute(market, f"/l/{code}")


def certificate(market: Market, language: str, code: str) -> str:
    """The public page that says whether a certificate counts."""
    return absolute(market, f"/{language}/certificates/{code}/")


def learner_card(market: Market, language: str, code: str) -> str:
    """What a trainer scans: the learner's page in the office."""
    return absolute(market, f"/{language}/office/training/learners/{code}/")


def badge_credential(market: Market, code: str) -> str:
    return absolute(market, f"/badges/credentials/{code}")


def _builder(path: str) -> Builder:
    def build(*, market: Market, **parts: str) -> str:
        return absolute(market, path.format(**parts))

    return build


def register() -> None:
    register_links({name: _builder(path) for name, path in _PATHS.items()})
    register_links({"product": product, "certificate": certificate, "badge_credential": badge_credential})
