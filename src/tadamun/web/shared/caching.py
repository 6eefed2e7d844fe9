"""Views whose pages may be kept by the page cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
KEPT = {200, 301, 410}


def cacheable(view: View) -> View:
    """The page is the same for everybody: it depends on market, path, the query parameters of ``page_key``, the display
    currency and the city, and on nothing else. Tags come from the queries it asks; errors are never kept.
    """

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in KEPT and not response.cookies:
            response.headers.setdefault("X-Page-Cache", "yes")
        return response

    return inside


def unkept(response: HttpResponse) -> HttpResponse:
    """This one page of a cacheable view is not worth keeping."""
    response.headers["X-Page-Cache"] = "no"
    return response
