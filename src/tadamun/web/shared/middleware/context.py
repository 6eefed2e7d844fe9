"""A name for each request, the visitor's address, and a line in the log for what deserves one."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tadamun.kernel.codes import new_code
from tadamun.kernel.context import acting
from tadamun.kernel.references import Reference
from tadamun.web.shared.doors import door_of
from tadamun.web.shared.requests import in_market

logger = logging.getLogger("tadamun.access")
SLOW = 1.0  # seconds; a slower answer is told


def client_of(request: HttpRequest) -> str:
    """The visitor's address: as many steps from the right of X-Forwarded-For as there are trusted proxies."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    said = [
        part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()
    ]
    return said[-settings.PROXIES][:45] if len(said) >= settings.PROXIES else direct


class RequestContextMiddleware:
    """``request.request_id``, ``request.client``, ``request.door``; the actor is a visitor until somebody signed in is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request = in_market(plain)
        began = time.perf_counter()
        request.request_id = new_code(8)
        request.client = client_of(request)
        request.door = door_of(request.path_info)
        with acting(actor=Reference("visitor", request.request_id), request_id=request.request_id):
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            response.headers["X-Request-Id"] = request.request_id
            self._tell(request, response.status_code, seconds)
        return response

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        level = logging.ERROR if status >= 500 else logging.WARNING if seconds > SLOW else logging.DEBUG
        if logger.isEnabledFor(level):
            slow = f" slow: {seconds:.1f} s" if seconds > SLOW else ""
            words = f"{request.method} {request.path} {status}{slow}"
            logger.log(level, words, extra={"status": status, "ms": round(seconds * 1000, 1)})
