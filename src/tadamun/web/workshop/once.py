"""An act that waited on a phone is done once, for whom it was made, however often it is sent.

See docs/algorithms/offline.md. Answers to the phone's own program are JSON; a refusal has a sentence and, as ``say``, the
spoken prompt of it.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Protocol, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from tadamun.kernel.once import LONGEST_KEY, OtherAct, Underway, once, once_after
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.web.shared import owners
from tadamun.web.shared.late_messages import LateStorage

OWNER_HEADER, KEY_HEADER = "X-Workshop-Owner", "Idempotency-Key"
WRONG = "workshop_wrong"  # on a request: what its page says is wrong with the form


class Seat(Protocol):
    """Who sits where, for whom: a desk."""

    @property
    def person(self) -> Person: ...
    @property
    def market(self) -> Market: ...
    @property
    def organisation(self) -> Organisation: ...


def _seat(request: HttpRequest) -> Seat:
    return cast(Seat, cast(Any, request).desk)


def owner_of(seat: Seat) -> str:
    """Who sits here for whom, as a name that says nothing: what waits on a phone is sent for its own owner alone."""
    return owners.owner_of(seat.market, seat.person, seat.organisation)


def told(status: int, say: str, problem: str, **more: Any) -> HttpResponse:
    """A refusal."""
    return JsonResponse({"problem": problem, "say": say, **more}, status=status)


def not_hers() -> HttpResponse:
    return told(
        403, "listing.not_hers",
        _("You may not do this for this shop any more. What you made stays on this phone. Please call your cooperative."),
    )  # fmt: skip


def of_phone(request: HttpRequest) -> bool:
    """Whether the phone's own program asks, which shows the sentence of a refusal itself."""
    return OWNER_HEADER in request.headers


def of_another(request: HttpRequest) -> bool:
    """Whether what was sent was made by somebody else than who sits here now."""
    said = request.headers.get(OWNER_HEADER, "")
    return bool(said) and not constant_time_compare(said, owner_of(_seat(request)))


def done_once(request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
    """An act of a phone's queue carries a key: it is done once, and answered again with where it led. Others just pass.

    What was not done, whatever page says so, is refused with the reason and where to look: the phone keeps no such act.
    """
    key = request.headers.get(KEY_HEADER, "")
    if not key:
        return do()
    if len(key) > LONGEST_KEY or not key.isascii():
        return told(400, "listing.refused", _("This request could not be read"))
    if of_another(request):
        return not_hers()
    refused: list[HttpResponse] = []

    def act() -> dict[str, Any] | None:
        answer = do()
        leads = answer.get("Location", "")
        if leads and not (warned := cast(LateStorage, get_messages(request)).take_warnings()):
            return {"to": leads}
        refused.append(_refusal(request, warned, leads) if leads else _refused(request, answer))
        return None

    owner = str(_seat(request).person.reference)
    with_files = request.content_type == "multipart/form-data"
    asked = request.path.encode() + b"\0" + (_said(request).digest() if with_files else request.body)
    try:
        # No picture or voice is encoded anew while the database is locked.
        said = (once_after if with_files else once)(owner, key, asked, act)
    except OtherAct:
        return _refusal(request)
    except Underway:
        return told(429, "listing.wait", _("Please wait a little. It is sent later by itself."))
    return refused[0] if said is None else JsonResponse(said)


def _refusal(request: HttpRequest, why: str = "", leads: str = "") -> HttpResponse:
    problem = why or _("Nothing was changed. Please try again.")
    return told(422, "listing.refused", problem, to=leads or request.get_full_path())


def _refused(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A page that shows a form again says only to eyes what is wrong with it."""
    if answer.status_code not in {200, 422} or answer.headers["Content-Type"].startswith("application/json"):
        return answer
    return _refusal(request, getattr(request, WRONG, ""))


def mark_of(request: HttpRequest) -> str:
    """What a form says, with its files, as 64 signs: the same whenever the same is sent again, another when anything differs.

    With a key of the page in the form it is a key of what was sent, for what must be done once even where a phone's own key
    cannot stand in the same transaction.
    """
    return _said(request).hexdigest()


def _said(request: HttpRequest) -> "hashlib._Hash":
    """The text of a form with files is another each time it is sent: its fields and files are not."""
    said = hashlib.sha256(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            said.update(name.encode() + b"\0")
            for chunk in file.chunks():
                said.update(chunk)
            file.seek(0)
    return said
