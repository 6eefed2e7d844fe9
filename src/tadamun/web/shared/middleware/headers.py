"""What a browser is told it may do with our answers, errors included."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tadamun.web.shared.requests import BACKOFFICE, WORKSHOP, in_market

HSTS = "max-age=31536000; includeSubDomains"
_NOTHING = "accelerometer=(), browsing-topics=(), display-capture=(), geolocation=(), gyroscope=(), payment=(), usb=()"


@lru_cache(maxsize=512)
def content_security_policy(style_hash: str, forms: str = "", script: str = "", media: str = "'self'") -> str:
    """Everything comes from here; the one inlined sheet is allowed by its hash. No inline script, ever.

    ``forms``: origins, with spaces between, to which a form of this page may lead besides ours. ``script``: the origin
    whose own script a gateway wants on the one page that hands over to it. ``media``: whence sound may come.
    """
    theirs = f" {script}" if script else ""
    own = " blob:" if "blob:" in media else ""  # and seen: a listing's photographs, before they are sent
    return (
        f"default-src 'none'; img-src 'self' data:{own}; style-src 'self'{' ' if style_hash else ''}{style_hash}; "
        f"script-src 'self'{theirs}; connect-src 'self'{theirs}; font-src 'self'; media-src {media}; "
        f"{f'frame-src {script}; ' if script else ''}"
        f"form-action 'self'{' ' if forms else ''}{forms}; "
        "base-uri 'none'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'"
    )


class SecurityHeadersMiddleware:
    """Sets them where a view has not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        records = getattr(
            request, "microphone", False
        )  # the page holds a recorder: what was said is heard before it goes
        media = "'self' blob:" if records else "'self'"
        policy = content_security_policy(getattr(request, "csp_style_hash", ""), media=media)
        headers.setdefault("Content-Security-Policy", policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        camera = "self" if in_market(request).door in {WORKSHOP, BACKOFFICE} else ""
        microphone = "self" if records else ""
        headers.setdefault("Permissions-Policy", f"camera=({camera}), microphone=({microphone}), {_NOTHING}")
        if getattr(response, "cookies", None):  # what sets a cookie is for nobody to keep
            headers.pop("X-Offline", None)
        if settings.SECURE:
            headers.setdefault("Strict-Transport-Security", HSTS)
        return response
