"""The secret by which a device is known: one cookie a language, since the door is below each of them and nowhere else."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tadamun.people.accounts.models import TrustedDevice
from tadamun.people.accounts.queries import devices_known
from tadamun.web.shared.requests import in_market

DAY = 86_400
LIFE = 400 * DAY  # what browsers allow at most: how long it opens is said by the row of each person
_NAMED = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


def _name(language: str) -> str:
    return f"tadamun_door_{language}"


def new_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def read_token(request: HttpRequest) -> str:
    """The device's secret; empty where there is none."""
    return request.COOKIES.get(_name(in_market(request).language), "")


def write_token(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Seen by no script, sent to the door alone."""
    for language in in_market(request).market.languages:
        response.set_cookie(
            _name(language), token, max_age=LIFE, path=f"/{language}/sign-in/",
            secure=settings.SECURE, httponly=True, samesite="Lax",
        )  # fmt: skip


def known_here(request: HttpRequest) -> list[TrustedDevice]:
    """Whom this device knows. Asks the database only for who brings a cookie."""
    token = read_token(request)
    return devices_known(token) if token else []


def device_name(request: HttpRequest) -> str:
    """What kind of device it says to be, for a list that its owner reads."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return next((name for sign, name in _NAMED if sign in agent), "")
