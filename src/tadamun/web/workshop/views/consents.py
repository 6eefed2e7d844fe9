"""What the world sees of each maker: her name, her picture, her voice. She gives it and takes it back, at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.people.sellers.models import Maker
from tadamun.people.sellers.operations import set_consents
from tadamun.web.shared.paging import page_with, short_listing
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.pages import page
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
    """One press changes one of them."""
    desk = desk_of(request)
    if request.method == "POST":
        return _changed(request, desk)
    kinds = [
        ("name", _("Your name"), "person"), ("photo", _("Your picture"), "camera"), ("voice", _("Your voice"), "mic"),
    ]  # fmt: skip
    found = short_listing(request, may_decide(desk), A_PAGE)
    shown = [
        (maker, maker.person_id == desk.person.pk,
         [(kind, word, icon, getattr(maker, f"{kind}_consent_at")) for kind, word, icon in kinds])
        for maker in found.rows
    ]  # fmt: skip
    return page(request, "joining/consents", makers=shown, found=found, back_url=desk.path())


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
    back = {"page": page_with(makers, maker.pk, A_PAGE), PARAMETER: token(desk, change)}
    return see(desk.path(f"consents/?{urlencode(back)}"))
