"""What the program on her phone asks, beside the pages: answers in JSON, each refusal with a sentence and its picture.

See docs/algorithms/offline.md. ``say`` names the spoken prompt of the sentence.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tadamun.kernel.once import LONGEST_KEY, OtherAct, once
from tadamun.web.shared.requests import in_market
from tadamun.web.workshop.access import Desk, desk_of, for_seller

View = Callable[..., HttpResponse]
OWNER_HEADER, KEY_HEADER = "X-Workshop-Owner", "Idempotency-Key"


def owner_of(desk: Desk) -> str:
    """Who sits here for whom, as a name that says nothing: what waits on a phone is sent for its own owner alone."""
    said = f"{desk.market.pk}:{desk.person.pk}:{desk.organisation.pk}"
    return salted_hmac("tadamun.workshop.owner", said).hexdigest()[:20]


def told(status: int, say: str, problem: str, **more: Any) -> HttpResponse:
    """A refusal."""
    return JsonResponse({"problem": problem, "say": say, **more}, status=status)


def signed_out() -> HttpResponse:
    return told(
        401, "listing.signed_out", _("Please sign in again. Nothing is lost: it waits on this phone.")
    )


def not_hers() -> HttpResponse:
    return told(
        403, "listing.not_hers",
        _("You may not do this for this shop any more. What you made stays on this phone. Please call your cooperative."),
    )  # fmt: skip


def _of_another(request: HttpRequest) -> bool:
    said = request.headers.get(OWNER_HEADER, "")
    return bool(said) and not constant_time_compare(said, owner_of(desk_of(request)))


def for_phone(view: View) -> View:
    """Like ``for_seller``, with answers in JSON where that would show a page or lead elsewhere."""

    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _of_another(request) or not desk_of(request).admitted:
            return not_hers()
        return view(request, *args, **kwargs)

    seated = for_seller(checked)

    @wraps(view)
    @never_cache
    def inside(plain: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if in_market(plain).person is None:
            return signed_out()
        answer = seated(plain, *args, **kwargs)
        ours = isinstance(answer, JsonResponse)
        return answer if ours or answer.status_code in {200, 405} else not_hers()

    return inside


def done_once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """An act of the queue of a phone carries a key: it is done once, and answered again with where it led. Others pass."""
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        return do()
    if len(key) > LONGEST_KEY or not key.isascii() or request.content_type == "multipart/form-data":
        return told(400, "listing.refused", _("This request could not be read"))
    if _of_another(request):
        return not_hers()
    refused: list[HttpResponse] = []

    def act() -> dict[str, Any] | None:
        answer = do()
        if answer.status_code not in {302, 303}:
            refused.append(answer)
            return None
        return {"to": answer["Location"]}

    asked = request.path.encode() + b"\0" + request.body
    try:
        said = once(str(desk_of(request).person.reference), key, asked, act)
    except OtherAct:
        return told(422, "listing.refused", _("Nothing was changed. Please try again."))
    return cast(HttpResponse, JsonResponse(said)) if said is not None else refused[0]
