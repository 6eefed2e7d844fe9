"""The HTTP of a kept page: what may be kept of Django's answer, and what a browser gets of a kept one."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from tadamun.kernel.pagecache.entry import Entry, Headers

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

OPT_IN = "x-page-cache"
KEPT = "tadamun.kept"
"""In the environ of a request that got a kept page: layers outside leave it as it is."""
LIFETIME = 3_600.0  # seconds of a page that asks for no number of its own, and the most any gets
_KEPT_STATUS = ("200", "301", "410")
_CACHE_CONTROL = "public, max-age=0, must-revalidate"
# Of one answer, not of the page; or drawn anew from the kept page.
_NOT_KEPT = frozenset(
    {
        OPT_IN, "content-length", "cache-control", "etag", "last-modified", "expires", "age", "date", "vary",
        "connection", "keep-alive", "transfer-encoding", "server", "server-timing", "x-request-id",
        "surrogate-key",
    }
)  # fmt: skip
_VARY = ("Accept-Encoding", "Cookie")
# Django makes the whole page for everybody: a part, a "not modified" or compressed bytes would not be it. It reads the query
# in the characters that a content type names, and the key was made in UTF-8.
_NOT_PASSED_ON = (
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE",
    "HTTP_IF_RANGE", "HTTP_ACCEPT_ENCODING", "RAW_URI", "REQUEST_URI", "CONTENT_TYPE",
)  # fmt: skip
_ETAG = re.compile(r'"[^"]*"')


def environ_for_all(environ: Environ, query: str) -> Environ:
    """The request as Django sees it.

    A GET of the canonical query, without what only concerns this visitor's copy.
    """
    copy = dict(environ)
    for name in _NOT_PASSED_ON:
        copy.pop(name, None)
    copy["REQUEST_METHOD"] = "GET"
    copy["QUERY_STRING"] = query
    return copy


def lifetime(status: str, headers: Headers) -> float | None:
    """For how many seconds the answer asks to be kept; None if it does not or may not be."""
    asked: float | None = None
    for name, value in headers:
        match name.lower():
            case "x-page-cache":
                asked = _seconds(value.strip())
            case "set-cookie" | "content-encoding" | "content-range":
                return None
            case "cache-control" if "private" in value.lower() or "no-store" in value.lower():
                return None
            case "vary" if value.strip() == "*":
                return None
    return asked if status.startswith(_KEPT_STATUS) else None


def _seconds(value: str) -> float | None:
    if value == "yes":
        return LIFETIME
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0:
        return min(float(value), LIFETIME)
    return None


def kept_headers(headers: Headers, tags: tuple[str, ...]) -> Headers:
    """The headers that are part of the page.

    ``tags`` are shown to a content delivery network; none: not shown.
    """
    vary = list(_VARY)
    kept = []
    for name, value in headers:
        lower = name.lower()
        if lower == "vary":
            given = (word.strip() for word in value.split(","))
            vary += [word for word in given if word and word.lower() not in {each.lower() for each in vary}]
        elif lower not in _NOT_KEPT:
            kept.append((name, value))
    kept += [("Cache-Control", _CACHE_CONTROL), ("Vary", ", ".join(vary))]
    if tags:
        kept.append(("Surrogate-Key", " ".join(tags)))
    return tuple(kept)


def without_opt_in(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """An answer that is not kept, ready to leave.

    One that might have been is marked as this visitor's alone.
    """
    left = []
    marked = controlled = False
    for name, value in headers:
        lower = name.lower()
        if lower == OPT_IN:
            marked = True
            continue
        controlled |= lower == "cache-control"
        left.append((name, value))
    if marked and not controlled:
        left.append(("Cache-Control", "private, no-cache"))
    return left


@lru_cache(maxsize=256)
def codings(accept: str) -> tuple[str, ...]:
    """Those of ``br`` and ``gzip`` that an Accept-Encoding allows (RFC 9110, 12.5.3), the better first."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, _, parameter = part.partition(";")
        try:
            weights[name.strip()] = float(parameter.partition("=")[2]) if parameter.strip() else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return tuple(coding for coding in ("br", "gzip") if weights.get(coding, weights.get("*", 0.0)) > 0)


def accepted(environ: Environ) -> tuple[str, ...]:
    """The same of a request."""
    return codings(environ.get("HTTP_ACCEPT_ENCODING", "")[:200])


def unchanged(asked: str, etag: str) -> bool:
    """Whether If-None-Match names the page the browser would get.

    Weak comparison, as RFC 9110, 13.1.2 wants.
    """
    return asked.strip() == "*" or etag.removeprefix("W/") in _ETAG.findall(asked)


def _whole(entry: Entry, best: str, cache_status: str) -> tuple[Headers, bytes]:
    """Headers and bytes: the same for all who accept the same."""
    body, coding = entry.body(best)
    headers = [*entry.headers, ("ETag", entry.etag), ("Cache-Status", cache_status)]
    if coding:
        headers.append(("Content-Encoding", coding))
    return (*headers, ("Content-Length", str(len(body)))), body


def answer(entry: Entry, environ: Environ, start_response: StartResponse, cache_status: str) -> list[bytes]:
    """Give a kept page: whole, as a HEAD, or as 304."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    environ[KEPT] = True
    if asked and entry.status.startswith("200") and unchanged(asked, entry.etag):
        headers = [*entry.headers, ("ETag", entry.etag), ("Cache-Status", cache_status)]
        start_response(
            "304 Not Modified", [each for each in headers if not each[0].lower().startswith("content-")]
        )
        return []
    coding = next(iter(accepted(environ)), "")
    whole = entry.answers.get((coding, cache_status))
    if whole is None:
        whole = entry.answers[coding, cache_status] = _whole(entry, coding, cache_status)
    said, body = whole
    start_response(entry.status, list(said))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
