"""Admissions: who asks to sell here, and the market's answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.people.markets.rules import may_admit
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import (
    WrongState,
    admit_seller,
    enrol_organisation,
    refuse_seller,
    set_fee,
    set_sells_as,
    suspend_seller,
)
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.sellers import DecisionForm, FeeForm, NewOrganisationForm, SalesForm
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.sellers import admissions_like, counts_by_status
from tadamun.web.backoffice.views.sellers import admission_named, seller_page
from tadamun.web.backoffice.wording import ADMISSION_KINDS, ADMISSIONS, ORGANISATIONS, marked, word
from tadamun.web.shared.redirects import see


@for_team(may_admit)
@require_safe
def admissions(request: HttpRequest) -> HttpResponse:
    status, words = request.GET.get("status", ""), question(request)
    found = listing(request, admissions_like(status, words).order_by("-applied_at", "-pk"))
    rows = [
        (row, word(ORGANISATIONS, row.organisation.kind), *marked(ADMISSIONS, ADMISSION_KINDS, row.status))
        for row in found.rows
    ]  # fmt: skip
    head = [_("Organisation"), _("Kind"), _("Asked"), _("State"), (_("Products"), "num")]
    return page(
        request,
        "sellers/admissions",
        found=found,
        rows=rows,
        words=words,
        chosen=status,
        tabs=_tabs(status),
        head=head,
    )


def _tabs(status: str) -> list[tuple[str, str, bool, int]]:
    counts, address = counts_by_status(), reverse("backoffice:admissions")
    tabs = [(address, _("All"), status not in Admission.Status.values, 0)]
    return tabs + [
        (f"{address}?status={code}", str(label), code == status, counts.get(code, 0))
        for code, label in ADMISSIONS.items()
    ]


@for_team(may_admit)
@require_http_methods(["GET", "HEAD", "POST"])
def registration(plain: HttpRequest) -> HttpResponse:
    """An organisation that came to the office: registered with the person who will sign in, as an applicant."""
    request = in_office(plain)
    initial = {"currency": request.market.currency}
    form = NewOrganisationForm(
        request.POST if request.method == "POST" else None, language=request.language, initial=initial
    )
    if request.method != "POST" or not form.is_valid():
        return page(request, "sellers/registration", 422 if form.is_bound else 200, form=form)
    said = form.cleaned_data
    organisation = enrol_organisation(
        request.market, member_phone=said["member_phone"], member_name=said["member_name"], language=request.language,
        **form.fields_of(),
    )  # fmt: skip
    messages.success(request, _("Registered. It can be admitted now."))
    return see(reverse("backoffice:seller", args=[organisation.code]))


@for_team(may_admit)
@require_POST
def decision(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """``admission``, ``refusal`` or ``suspension``; the last two with a reason that is told."""
    admission = admission_named(code)
    if name not in {"admission", "refusal", "suspension"}:
        raise Http404
    form = DecisionForm(request.POST, prefix=name)
    try:
        if name == "admission":
            admit_seller(admission, reason=request.POST.get("admission-reason", "")[:500])
        elif not form.is_valid():
            return seller_page(request, admission, 422, bound=form)
        elif name == "refusal":
            refuse_seller(admission, reason=form.cleaned_data["reason"])
        else:
            suspend_seller(admission, reason=form.cleaned_data["reason"])
    except WrongState:
        form.is_valid()
        form.errors.clear()
        form.add_error(None, _("Somebody decided this meanwhile. Here is how it stands now."))
        return seller_page(request, admission_named(code), 409, bound=form)
    messages.success(request, _("Decided and told to the seller."))
    return see(reverse("backoffice:seller", args=[code]))


@for_team(may_admit)
@require_POST
def fee(request: HttpRequest, code: str) -> HttpResponse:
    admission = admission_named(code)
    form = FeeForm(request.POST, prefix="fee")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    set_fee(admission, form.basis_points(), reason=form.cleaned_data["reason"])
    messages.success(request, _("Saved. Orders already placed keep their fee."))
    return see(reverse("backoffice:seller", args=[code]))


@for_team(may_admit)
@require_POST
def sales(request: HttpRequest, code: str) -> HttpResponse:
    """As her agent or as merchant, for orders to come."""
    admission = admission_named(code)
    form = SalesForm(request.POST, prefix="sales")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    set_sells_as(admission, form.cleaned_data["sells_as"], reason=form.cleaned_data["reason"])
    messages.success(request, _("Saved. Orders already placed stay as they are."))
    return see(reverse("backoffice:seller", args=[code]))
