"""Who is signed in. A visitor who was sent no session cookie costs nothing."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from tadamun.kernel.context import acting
from tadamun.people.accounts.models import Person
from tadamun.web.shared.middleware.origin import SAFE
from tadamun.web.shared.requests import STOREFRONT, MarketRequest, in_market


def _person(request: HttpRequest) -> Person | None:
    user = get_user(request)
    return user if isinstance(user, Person) and user.is_active else None


class SignedInMiddleware:
    """``request.person`` and, for libraries, ``request.user``. Behind the storefront's pages the session is read only when
    somebody asks; elsewhere, and for every post, at once, so that the actor of events and audit is the person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request = in_market(plain)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.person, request.user = None, AnonymousUser()
            return self.get_response(request)
        if request.door == STOREFRONT and request.method in SAFE:
            request.person = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]
            request.user = SimpleLazyObject(lambda: request.person or AnonymousUser())  # type: ignore[assignment]
            return self.get_response(request)
        return self._at_once(request)

    def _at_once(self, request: MarketRequest) -> HttpResponseBase:
        request.person = _person(request)
        request.user = request.person or AnonymousUser()
        if request.person is None:
            return self.get_response(request)
        with acting(actor=request.person.reference):
            return self.get_response(request)
