"""What our middleware sets on a request, for those who read it with types."""

from typing import Any, cast

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.utils.http import parse_header_parameters

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


class Utf8Request(WSGIRequest):
    """Read in UTF-8, whatever its content type names, which may be no way to read text: an address says the same whoever asks
    for it, and a page that is kept for it is the page of these words.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            said = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):  # a parameter written in an encoding that there is not
            said = "", {}
        self.content_type, self.content_params = said
