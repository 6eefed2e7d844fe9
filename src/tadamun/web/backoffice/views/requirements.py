"""What this market asks of those who want to sell, and regions opened for one cohort before all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.markets.regions import region_name
from tadamun.people.markets.rules import may_change_market
from tadamun.people.sellers.kinds import BadConfig
from tadamun.people.sellers.models import CohortRegion, Requirement
from tadamun.people.sellers.operations.requirements import (
    open_for_cohort,
    retire_requirement,
    set_requirement,
)
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.joining import CohortRegionForm, RequirementForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.shared.joining_words import REQUIREMENTS, requirement_title
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def requirements(plain: HttpRequest) -> HttpResponse:
    """The list, and one more."""
    request = in_office(plain)
    form = RequirementForm(request.POST if request.method == "POST" else None, language=request.language)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        return see(reverse("backoffice:requirements"))
    return _page(request, form)


def _page(
    request: OfficeRequest, form: RequirementForm, cohorts: CohortRegionForm | None = None
) -> HttpResponse:
    rows = [
        (row, requirement_title(row, request.language), REQUIREMENTS[row.kind][2],
         region_name(row.region, request.language) if row.region else "")
        for row in Requirement.objects.filter(retired_at=None)
    ]  # fmt: skip
    opened = [(row, region_name(row.region, request.language)) for row in CohortRegion.objects.order_by("pk")]
    bad = form.is_bound or (cohorts is not None and cohorts.is_bound)
    return page(
        request, "settings/requirements", 422 if bad else 200, rows=rows, form=form, opened=opened,
        cohort_form=cohorts or CohortRegionForm(language=request.language, prefix="cohort"),
    )  # fmt: skip


def _saved(request: OfficeRequest, form: RequirementForm, requirement: Requirement | None = None) -> bool:
    said = form.cleaned_data
    try:
        set_requirement(
            request.market, kind=said["kind"], required=said["required"], position=said["position"], config=form.config(),
            titles=form.text("titles"), region=said["region"], cohort=said["cohort"], requirement=requirement,
        )  # fmt: skip
    except BadConfig as error:
        field = error.code if error.code in form.fields else None
        form.add_error(field, _("Please fill this in: the kind you chose needs it."))
        return False
    messages.success(request, _("Saved. It is asked from now on."))
    return True


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def requirement(plain: HttpRequest, code: str) -> HttpResponse:
    request = in_office(plain)
    row = get_object_or_404(Requirement, code=code[:12], retired_at=None)
    form = RequirementForm(
        request.POST if request.method == "POST" else None, language=request.language, requirement=row
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        return see(reverse("backoffice:requirements"))
    return page(
        request, "settings/requirement", 422 if form.is_bound else 200, form=form, row=row,
        title=requirement_title(row, request.language),
    )  # fmt: skip


@for_team(may_change_market)
@require_POST
def retirement(request: HttpRequest, code: str) -> HttpResponse:
    """It is asked of nobody any more; what was given stays."""
    row = get_object_or_404(Requirement.objects.select_related("market"), code=code[:12])
    retire_requirement(row)
    messages.success(request, _("It is asked of nobody any more."))
    return see(reverse("backoffice:requirements"))


@for_team(may_change_market)
@require_POST
def cohort_region(plain: HttpRequest) -> HttpResponse:
    request = in_office(plain)
    form = CohortRegionForm(request.POST, language=request.language, prefix="cohort")
    if not form.is_valid() or not form.cleaned_data["region"]:
        return _page(request, RequirementForm(language=request.language), form)
    open_for_cohort(request.market, form.cleaned_data["region"], form.cleaned_data["cohort"])
    messages.success(request, _("Sellers of this cohort can be admitted from there."))
    return see(reverse("backoffice:requirements"))
