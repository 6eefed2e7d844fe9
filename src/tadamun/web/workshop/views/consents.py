"""What the world sees of each maker: her name, her picture, her voice. She gives it and takes it back, at once."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import PARTS, set_consents
from tadamun.web.shared.paging import page_with, short_listing
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.hands import recording
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.portraits import Unusable, changed, portrait_of
from tadamun.web.workshop.undo import PARAMETER, Change, token

A_PAGE = 30


def may_decide(desk: Desk) -> QuerySet[Maker, Maker]:
    """Her own; those without an account too, for an owner or manager who writes down what they said."""
    rows = Maker.objects.select_related("organisation").order_by("pk")
    own = Q(person=desk.person)
    return rows.filter(own | Q(person=None) if desk.decides else own)


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def consents(request: HttpRequest) -> HttpResponse:
    """One press changes one of them. With ``of`` in the address: one maker's picture and voice, taken and put away."""
    desk = desk_of(request)
    if request.method == "POST" and "consent" in request.POST:
        return _changed(request, desk)
    if "of" in request.GET:
        return _one(request, desk, get_object_or_404(may_decide(desk), code=request.GET["of"]))
    if request.method == "POST":
        raise Http404
    found = short_listing(request, may_decide(desk), A_PAGE)
    return page(
        request, "joining/consents", found=found, back_url=desk.path(),
        makers=[_shown(desk, maker) for maker in found.rows],
    )  # fmt: skip


def _shown(desk: Desk, maker: Maker) -> dict[str, Any]:
    kinds: list[tuple[str, str, str, datetime | None]] = [
        ("name", _("Your name"), "person", maker.name_consent_at),
        ("photo", _("Your picture"), "camera", maker.photo_consent_at),
        ("voice", _("Your voice"), "mic", maker.voice_consent_at),
    ]
    # Each of the two is asked about once it is there: a yes is to this picture, this voice.
    kinds = [kind for kind in kinds if kind[0] not in PARTS or getattr(maker, PARTS[kind[0]])]
    return {
        "maker": maker, "own": maker.person_id == desk.person.pk, "kinds": kinds, "portrait": portrait_of(maker),
        "url": desk.path(f"consents/?of={maker.code}"),
    }  # fmt: skip


def _one(request: HttpRequest, desk: Desk, maker: Maker) -> HttpResponse:
    problem = None
    if request.method == "POST":
        try:
            change = changed(request, desk, maker)
        except Unusable as unusable:
            problem = unusable
        else:
            if change is None:
                problem = Unusable("listing.need_photo", _("Please choose a picture or a recording first."))
            else:
                messages.success(request, _said(change))
                query = {"of": maker.code, PARAMETER: token(desk, change)}
                return see(desk.path(f"consents/?{urlencode(query)}"))
    row = _shown(desk, maker)
    row["kinds"] = [kind for kind in row["kinds"] if kind[0] in PARTS]
    return page(
        request, "joining/portrait", status=422 if problem else 200, back_url=desk.path("consents/"), row=row,
        problem=problem, voice=recording(maker.voice),
    )  # fmt: skip


def _said(change: Change) -> str:
    return (
        _("It is kept, for you alone. Now say whether others may have it.")
        if change.after
        else _("It is put away.")
    )


def _changed(request: HttpRequest, desk: Desk) -> HttpResponse:
    kind, _sign, given = request.POST.get("consent", "").partition(":")
    if kind not in ("name", "photo", "voice"):
        raise Http404
    makers = may_decide(desk)
    maker = get_object_or_404(makers, code=request.POST.get("maker", ""))
    standing = {each for each in ("name", "photo", "voice") if getattr(maker, f"{each}_consent_at")}
    set_consents(maker, sorted(standing | {kind} if given == "yes" else standing - {kind}))
    messages.success(
        request, _("The world sees it from now on.") if given == "yes" else _("The world no longer sees it.")
    )
    after = sorted(standing | {kind} if given == "yes" else standing - {kind})
    change = Change("consents", maker.code, "", sorted(standing), after)
    one = {"of": maker.code} if "of" in request.GET else {"page": page_with(makers, maker.pk, A_PAGE)}
    return see(desk.path(f"consents/?{urlencode({**one, PARAMETER: token(desk, change)})}"))
