"""How often one address may do what costs us or others something."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from tadamun.people.notices.ceiling import CeilingReached
from tadamun.web.shared import errors
from tadamun.web.shared.limits import TooOften, limit, network
from tadamun.web.shared.requests import in_market

# Address names → (times, seconds). A family behind one address, or a village behind one relay, must still be able to buy.
PER_CLIENT: dict[str, tuple[int, int]] = {
    "storefront:search": (120, 60),
    "storefront:suggestions": (240, 60),
    "shared:card": (60, 600),
}
# The same, of what is sent: looking at the page beside it counts for nothing.
PER_POST: dict[str, tuple[int, int]] = {
    "storefront:basket_lines": (60, 60),
    "storefront:basket_line": (120, 60),
    "storefront:checkout": (30, 60),
    "storefront:sign_in": (30, 600),
    "storefront:sign_in_code": (30, 600),
    "entering:face": (30, 600),
    "entering:card": (30, 600),
    "entering:proof": (30, 600),
    "entering:pin": (30, 600),
    "entering:recovery": (30, 600),
    "entering:passkey": (30, 600),
    "entering:passkey_options": (60, 600),
    "entering:passkeys_options": (60, 600),
    "backoffice:imports": (30, 60),
    "api:payment_notice": (1200, 60),  # a gateway speaks for all buyers from one address
}
POSTS = (240, 60)


class RateLimitMiddleware:
    """Counts before the view runs; a view may count more with ``limits.limit`` and let ``TooOften`` rise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, plain: HttpRequest, _view: object, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        request = in_market(plain)
        name = request.resolver_match.view_name if request.resolver_match else ""
        what, rule = _rule(name, request.method == "POST")
        if rule is None:
            return None
        try:
            limit(f"client:{network(request.client)}:{what}", times=rule[0], seconds=rule[1])
        except TooOften as refusal:
            return errors.too_often(request, refusal.wait)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, CeilingReached):
            return errors.no_more_codes(request, exception.wait)
        return errors.too_often(request, exception.wait) if isinstance(exception, TooOften) else None


def _rule(name: str, posts: bool) -> tuple[str, tuple[int, int] | None]:
    """What is counted of a request, and how often it may be."""
    if name in PER_CLIENT:
        return name, PER_CLIENT[name]
    if not posts:
        return "", None
    return (name, PER_POST[name]) if name in PER_POST else ("post", POSTS)
