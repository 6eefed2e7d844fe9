"""The market's team: who may do what here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import TeamMember
from tadamun.people.markets.operations import LastOperator, appoint, dismiss
from tadamun.people.markets.rules import may_change_market
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.sellers import AppointmentForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import TEAM, word
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def team(plain: HttpRequest) -> HttpResponse:
    """The list; posting appoints somebody, or gives her another role."""
    request = in_office(plain)
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _team_page(plain, form, 422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        appoint(
            request.market,
            register_person(said["phone"], name=said["name"], language=request.language),
            said["role"],
        )
    except LastOperator:
        form.add_error("role", _last())
        return _team_page(plain, form, 409)
    messages.success(request, _("Saved. She can sign in with this number from now on."))
    return see(reverse("backoffice:team"))


def _last() -> str:
    return _("The market needs an operator: appoint another one first.")


def _team_page(request: HttpRequest, form: AppointmentForm, status: int = 200) -> HttpResponse:
    rows = TeamMember.objects.select_related("person").order_by("role", "pk")
    head = [_("Name"), _("Phone"), _("Role"), ""]
    return page(
        request, "team", status, form=form, rows=[(row, word(TEAM, row.role)) for row in rows], head=head,
        self_pk=in_office(request).person.pk,
    )  # fmt: skip


@for_team(may_change_market)
@require_POST
def dismissal(plain: HttpRequest) -> HttpResponse:
    """Of the person with the posted phone."""
    request = in_office(plain)
    member = get_object_or_404(
        TeamMember.objects.select_related("person"), person__phone=request.POST.get("phone", "")[:20] or "—"
    )
    try:
        dismiss(request.market, member.person)
    except LastOperator:
        messages.error(request, _last())
        return see(reverse("backoffice:team"))
    messages.success(request, _("She is no longer in the team."))
    mine = member.person_id == request.person.pk
    return see(f"/{request.language}/" if mine else reverse("backoffice:team"))
