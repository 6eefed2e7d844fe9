"""Who may post: our own pages. There are no tokens in pages, so that pages can be kept for everybody."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase

from tadamun.web.shared import errors
from tadamun.web.shared.markets import host_of

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = Callable[..., HttpResponseBase]


def open_to_programs(view: View) -> View:
    """A view that machines post to (a bank's notice): it has other proof of who is speaking than a browser's headers."""
    view.open_to_programs = True  # type: ignore[attr-defined]
    return view


def _names(header: str, host: str) -> bool:
    """Whether an Origin or Referer is of the host that was asked."""
    try:
        return bool(host) and urlsplit(header).hostname == host.strip("[]")
    except ValueError:
        return False


def from_own_page(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site where the browser sends it, else by Origin or Referer (OWASP, fetch metadata and origin checks)."""
    meta, host = request.META, host_of(request.META)
    site = meta.get("HTTP_SEC_FETCH_SITE", "")
    origin = meta.get("HTTP_ORIGIN", "")
    if site == "same-origin":
        return not origin or _names(origin, host)
    if site not in {"", "none"}:
        return False
    return _names(origin or meta.get("HTTP_REFERER", ""), host)


class OriginMiddleware:
    """Refuses posts of other sites with a page that says so. Looks when the view is known: some are open to programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method in SAFE or getattr(view, "open_to_programs", False) or from_own_page(request):
            return None
        return errors.foreign_post(request)
