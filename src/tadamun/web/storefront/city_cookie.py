"""The city a visitor named, remembered on her own device."""

from django.conf import settings
from django.http import HttpResponse

from tadamun.web.shared.middleware.market import CITY_COOKIE

DAYS = 365


def keep_city(response: HttpResponse, code: str) -> None:
    """``code`` of a listed city; the page cache reads it too."""
    response.set_cookie(CITY_COOKIE, code, max_age=DAYS * 86400, secure=settings.SECURE, samesite="Lax")
