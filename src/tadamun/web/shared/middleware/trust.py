"""A trusted phone that is used stays trusted: once a day its session and its trust begin their days anew."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from tadamun.kernel import clock
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import renew_trust
from tadamun.web.shared.entering.session import DEVICE
from tadamun.web.shared.requests import WORKSHOP, in_market

RENEWED = "trust_renewed_at"
DAY = 86_400


class TrustMiddleware:
    """Behind the workshop's pages alone; elsewhere a session ends when it was to end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request = in_market(plain)
        if request.door == WORKSHOP and isinstance(request.person, Person):
            self._renew(request)
        return self.get_response(request)

    def _renew(self, request: HttpRequest) -> None:
        device, now = request.session.get(DEVICE), clock.now().timestamp()
        if not isinstance(device, int) or now - request.session.get(RENEWED, 0) < DAY:
            return
        if renew_trust(device):
            request.session[RENEWED] = now  # written anew, it is sent anew with all its days
        else:
            del request.session[DEVICE]
