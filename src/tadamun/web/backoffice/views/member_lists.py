"""A cooperative's list of members, brought in by the team that keeps her papers: looked at first, then written."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.markets.rules import may_admit
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.views.sellers import kept
from tadamun.web.shared.member_files import (
    Look,
    MembersFileForm,
    faults_file,
    look,
    looked_at,
    summary,
    take,
)
from tadamun.web.shared.redirects import see


@for_team(may_admit)
@require_http_methods(["GET", "HEAD", "POST"])
def members_file(plain: HttpRequest, code: str) -> HttpResponse:
    request = in_office(plain)
    organisation = kept(code).organisation
    here = reverse("backoffice:members_import", args=[code])
    if token := request.POST.get("list", ""):
        known = looked_at(organisation, token)
        if known is None:
            messages.warning(request, _("That was too long ago. Please choose the file again."))
            return see(here)
        invite = bool(request.POST.get("invite"))
        taken = take(organisation, request.market, known, language=request.language, invite=invite)
        messages.success(request, summary(taken))
        return see(reverse("backoffice:seller", args=[code]) + "#makers")
    posted = request.method == "POST"
    form = MembersFileForm(request.POST if posted else None, request.FILES if posted else None)
    read = form.read() if form.is_valid() else None
    found: Look | None = look(organisation, *read) if read else None
    return page(
        request, "sellers/members_file", 422 if posted and found is None else 200, form=form, found=found,
        organisation=organisation, import_url=here, problems_url=reverse("backoffice:members_problems", args=[code]),
    )  # fmt: skip


@for_team(may_admit)
@require_POST
def problems(request: HttpRequest, code: str) -> HttpResponse:
    found = looked_at(kept(code).organisation, request.POST.get("list", ""))
    if found is None:
        raise Http404
    return faults_file(found)
