"""My members: who makes, who acts, papers and shares; and a list of members brought in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.crafts import crafts
from tadamun.kernel import clock
from tadamun.people.sellers.models import Maker, Member
from tadamun.treasury.payouts.shares import rules_in_force
from tadamun.web.shared.limits import limit
from tadamun.web.shared.member_files import (
    Look,
    MembersFileForm,
    faults_file,
    look,
    looked_at,
    summary,
    take,
)
from tadamun.web.shared.paging import listing
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.portraits import portrait_of

A_PAGE = 50


def _desk(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    if not desk.decides:
        raise Http404
    return desk


@require_safe
@for_seller
def members(request: HttpRequest) -> HttpResponse:
    return _page(request, MembersFileForm())


def _page(
    request: HttpRequest, form: MembersFileForm, found: Look | None = None, status: int = 200
) -> HttpResponse:
    desk = _desk(request)
    listed = listing(request, Maker.objects.select_related("person").order_by("pk"), A_PAGE)
    shares, known = rules_in_force(desk.organisation.pk, clock.today()), crafts()
    makers = [
        (
            maker,
            known[maker.craft].name(desk.language) if maker.craft in known else "",
            shares.get(maker.pk, 0) / 100,
            portrait_of(maker),
        )
        for maker in listed.rows
    ]
    acting = list(Member.objects.select_related("person").order_by("pk")[: A_PAGE + 1])
    return page(
        request, "joining/members", status=status, makers=makers, listed=listed, acting=acting[:A_PAGE],
        more_acting=len(acting) > A_PAGE, form=form, found=found, back_url=desk.path(),
        import_url=desk.path("members/import/"), problems_url=desk.path("members/problems/"),
    )  # fmt: skip


@for_seller
@action
def members_import(request: HttpRequest) -> HttpResponse:
    """A file is looked at; what was looked at is brought in."""
    desk = _desk(request)
    limit(f"members:{desk.organisation.pk}", times=60, seconds=3600)
    if token := request.POST.get("list", ""):
        found = looked_at(desk.organisation, token)
        if found is None:
            messages.warning(request, _("That was too long ago. Please choose the file again."))
            return see(desk.path("members/"))
        invite = bool(request.POST.get("invite"))
        taken = take(desk.organisation, desk.market, found, language=desk.language, invite=invite)
        messages.success(request, summary(taken))
        return see(desk.path("members/"))
    form = MembersFileForm(request.POST, request.FILES)
    read = form.read() if form.is_valid() else None
    if read is None:
        return _page(request, form, status=422)
    return _page(request, form, look(desk.organisation, *read))


@for_seller
@action
def members_problems(request: HttpRequest) -> HttpResponse:
    """Everything that is wrong with the list, as a table."""
    desk = _desk(request)
    found = looked_at(desk.organisation, request.POST.get("list", ""))
    if found is None:
        raise Http404
    return faults_file(found)
