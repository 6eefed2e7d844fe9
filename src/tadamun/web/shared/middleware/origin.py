"""Who may post: our own pages. There are no tokens in pages, so that pages can be kept for everybody."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tadamun.web.shared import errors
from tadamun.web.shared.markets import host_of

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
View = Callable[..., HttpResponseBase]


def open_to_programs(view: View) -> View:
    """A view that machines post to (a bank's notice): it has other proof of who is speaking than a browser's headers."""
    view.open_to_programs = True  # type: ignore[attr-defined]
    return view


def open_to_sharing(view: View) -> View:
    """A view that a phone posts to when its owner shares something: no page is behind that, and no page can say so."""
    view.open_to_sharing = True  # type: ignore[attr-defined]
    return view


Whole = tuple[str, str, int]
"""Scheme, host, port."""
_PORTS: Final = {"http": 80, "https": 443}


def _origin(text: str) -> Whole | None:
    """Of an Origin or Referer; ``None`` for what names none."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and port else None


def own_origins(meta: dict[str, Any]) -> set[Whole]:
    """Under what the browser knows the page it asked for: the scheme of ``settings.ORIGIN``, the host it named.

    A proxy may pass the host on without its port: behind one, the port of ``settings.ORIGIN`` is ours too.
    """
    public = urlsplit(str(settings.ORIGIN).replace("*", "localhost", 1))
    host = host_of(meta)
    asked = _origin(f"{public.scheme}://{meta.get('HTTP_HOST', host)}")
    found = {asked} if asked and asked[1] == host.strip("[]") else set()
    if settings.PROXIES and host:
        found.add((public.scheme, host.strip("[]"), public.port or _PORTS.get(public.scheme, 0)))
    return found


def is_own_origin(origin: str, meta: dict[str, Any]) -> bool:
    """Whether a page of this origin is one of ours, asked on this host."""
    return _origin(origin) in own_origins(meta)


def from_own_page(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site where the browser sends it, else by Origin or Referer (OWASP, fetch metadata and origin checks).

    Scheme and port count: another program on the same machine, or the same host without TLS, is another site.
    """
    meta = request.META
    site = meta.get("HTTP_SEC_FETCH_SITE", "")
    origin = meta.get("HTTP_ORIGIN", "")
    if site == "same-origin" and not origin:
        return True
    if site not in {"", "none", "same-origin"}:
        return False
    return _origin(origin or meta.get("HTTP_REFERER", "")) in own_origins(meta)


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
        if getattr(view, "open_to_sharing", False) and request.META.get("HTTP_SEC_FETCH_SITE") == "none":
            return None
        return errors.foreign_post(request)
