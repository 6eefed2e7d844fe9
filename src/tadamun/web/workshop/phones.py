"""What the program on her phone asks beside the pages, answered in JSON. See docs/algorithms/offline.md."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tadamun.web.shared.requests import in_market
from tadamun.web.workshop.access import desk_of, for_seller
from tadamun.web.workshop.once import not_hers, of_another, told

View = Callable[..., HttpResponse]


def for_phone(view: View) -> View:
    """Like ``for_seller``, with answers in JSON where that would show a page or lead elsewhere."""

    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if of_another(request) or not desk_of(request).admitted:
            return not_hers()
        return view(request, *args, **kwargs)

    seated = for_seller(checked)

    @wraps(view)
    @never_cache
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if in_market(plain).person is None:
            return told(
                401, "listing.signed_out", _("Please sign in again. Nothing is lost: it waits on this phone.")
            )
        answer = seated(plain, *args, **kwargs)
        return answer if isinstance(answer, JsonResponse) or answer.status_code == 405 else not_hers()

    return inside
