"""The look of a page by the door it is behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from tadamun.web.shared.requests import BACKOFFICE, CHECKOUT, STOREFRONT, WORKSHOP, in_market

View = Callable[..., HttpResponse]

_BY_PART = {
    "workshop": WORKSHOP, "office": BACKOFFICE, "basket": CHECKOUT, "checkout": CHECKOUT, "orders": CHECKOUT,
    "requests": CHECKOUT, "account": CHECKOUT, "sign-in": CHECKOUT, "sign-out": CHECKOUT,
}  # fmt: skip


def door_of(path: str) -> str:
    """By the second part of the path; errors before a view is found look like the door they stand at."""
    return _BY_PART.get(path[1:].partition("/")[2].partition("/")[0], STOREFRONT)


def door(name: str) -> Callable[[View], View]:
    """A view that looks otherwise than its address says."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            in_market(request).door = name
            return view(request, *args, **kwargs)

        return inside

    return decorate
