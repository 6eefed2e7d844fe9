"""What our middleware sets on a request, for those who read it with types."""

from typing import cast

from django.http import HttpRequest

from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market

STOREFRONT, CHECKOUT, WORKSHOP, BACKOFFICE = "storefront", "checkout", "workshop", "backoffice"


class AnyRequest(HttpRequest):
    """A request as every view meets it. ``market`` is ``None`` on a host that shows no market: there is the portal.

    ``person``: who is signed in. On the public pages it is read only when somebody looks at it; there test its truth, never
    ``is None``. ``client``: the visitor's address. ``csp_style_hash``: allows the sheet of the rendered page.
    """

    market: Market | None
    language: str
    door: str
    person: Person | None
    display_currency: str
    city_code: str
    request_id: str
    client: str
    csp_style_hash: str


class MarketRequest(AnyRequest):
    """A request under ``/<language>/``: there always is a market."""

    market: Market


def in_market(request: HttpRequest) -> MarketRequest:
    """The same request, typed."""
    return cast(MarketRequest, request)
