"""Who may come in: the team of this market, by role. Strangers do not learn that a page exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from tadamun.people.markets.queries import role_of
from tadamun.people.markets.rules import TRAINER
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market

View = Callable[..., HttpResponse]


def anybody(role: str) -> bool:
    """Whatever she is in the team, but a trainer: she comes for her sessions alone."""
    return role not in {"", TRAINER}


def for_team(may: Callable[[str], bool]) -> Callable[[View], View]:
    """Only for those whose role satisfies ``may``: others get 404, a visitor is asked to sign in first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not in_market(plain).person:
                return _sign_in(plain)
            request = in_office(plain)
            request.role = role_of(request.person.pk)
            if not request.role or not may(request.role):
                raise Http404
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store, private")
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return inside

    return decorate


def _sign_in(request: HttpRequest) -> HttpResponse:
    """To the page she wanted; what she posted is not posted again behind her back."""
    language = in_market(request).language
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else f"/{language}/office/"
    return see(f"/{language}/sign-in/?next={quote(wanted, safe='')}")
