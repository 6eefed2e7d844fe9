"""Pages of a person: who is not signed in signs in first and comes back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from tadamun.people.accounts.models import Person
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Calls ``view(request, person, …)``."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        ours = in_market(request)
        if not isinstance(ours.person, Person):
            then = request.path if request.method in {"GET", "HEAD"} else f"/{ours.language}/account/"
            return see(f"/{ours.language}/sign-in/?next={quote(then)}")
        return view(request, ours.person, *args, **kwargs)

    return inside
