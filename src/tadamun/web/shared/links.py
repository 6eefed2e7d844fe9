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


def card(market: Market, secret: str) -> str:
    """What a person's printed card says to a camera."""
    return absolute(market, f"/k/{secret}")


def let_in(market: Market, code: str) -> str:
    """The page that lets a person in again, with her code typed in."""
    return absolute(market, f"/l/{code}")


def workshop_product(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/workshop/products/{code}/")


def workshop_order(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/workshop/orders/{code}/")


def office_order(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/office/orders/{code}/")


def office_payment(market: Market, language: str, code: str) -> str:
    return absolute(market, f"/{language}/office/payments/{code}/")


def office_notices(market: Market, language: str) -> str:
    """What gateways posted and was refused."""
    return absolute(market, f"/{language}/office/payments/notices/")


def office_bank(market: Market, language: str) -> str:
    """What waits of the bank's statement."""
    return absolute(market, f"/{language}/office/bank/")


def conversation(market: Market, language: str, secret: str) -> str:
    """The buyer's page of what she asked for."""
    return absolute(market, f"/{language}/requests/{secret}/")


def workshop_conversation(market: Market, language: str, subject: str) -> str:
    """Where its seller hears and answers it."""
    return absolute(market, f"/{language}/workshop/requests/{subject.partition(':')[2]}/")


def certificate(market: Market, language: str, code: str) -> str:
    """The public page that says whether a certificate counts."""
    return absolute(market, f"/{language}/certificates/{code}/")


def learner_card(market: Market, language: str, code: str) -> str:
    """What a trainer scans: the learner's page in the office."""
    return absolute(market, f"/{language}/office/training/learners/{code}/")


def badge_site(market: Market) -> str:
    return absolute(market, "/")


def badge_issuer(market: Market) -> str:
    """Who issues credentials, as Open Badges wants to read it."""
    return absolute(market, "/badges/issuer.json")


def badge_achievement(market: Market, slug: str) -> str:
    return absolute(market, f"/badges/achievements/{slug}.json")


def badge_credential(market: Market, code: str) -> str:
    return absolute(market, f"/badges/credentials/{code}")


def badge_key(market: Market, kid: str) -> str:
    return absolute(market, f"/badges/keys/{kid}.json")


def badge_revocations(market: Market) -> str:
    return absolute(market, "/badges/revocations.json")


BADGES = (
    certificate, learner_card, badge_site, badge_issuer, badge_achievement, badge_credential, badge_key,
    badge_revocations,
)  # fmt: skip


def register() -> None:
    register_links({builder.__name__: builder for builder in BADGES})
    register_links(
        {
            builder.__name__: builder
            for builder in (
                product, order, confirmation, short_order, short_confirmation, page,
                workshop, workshop_product, workshop_order, office_order, conversation,
                office_payment, office_notices, office_bank,
                workshop_conversation,
            )
        }
    )  # fmt: skip
