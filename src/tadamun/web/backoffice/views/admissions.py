"""Admissions: who asks to sell here, and the market's answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.people.markets.rules import may_admit
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.operations import (
    NotReady,
    WrongState,
    admit_seller,
    choose_fee_plan,
    enrol_organisation,
    lift_suspension,
    refuse_seller,
    set_sells_as,
    suspend_seller,
)
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.fee_plans import fee_plans
from tadamun.web.backoffice.forms.joining import beginning_of
from tadamun.web.backoffice.forms.sellers import (
    DecisionForm,
    FeeForm,
    NewOrganisationForm,
    SalesForm,
    SpokenDecisionForm,
    SuspensionForm,
)
from tadamun.web.backoffice.pages import listing, page, question
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.sellers import admissions_like, counts_by_status
from tadamun.web.backoffice.spoken_reasons import kept_voice
from tadamun.web.backoffice.vetting import objections
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
        objections=objections(),
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


DECISIONS: dict[str, type[SpokenDecisionForm]] = {
    "refusal": SpokenDecisionForm, "suspension": SuspensionForm, "lifting": SpokenDecisionForm,
}  # fmt: skip


@for_team(may_admit)
@require_POST
def decision(plain: HttpRequest, code: str, name: str) -> HttpResponse:
    """``admission``, ``refusal``, ``suspension`` or ``lifting``; all but the first with a reason that is told, in words and,
    if one likes, in voice.
    """
    request, admission = in_office(plain), admission_named(code)
    if name == "admission":
        form: DecisionForm = DecisionForm(
            {"admission-reason": request.POST.get("admission-reason", "") or "-"}, prefix=name
        )
    elif name in DECISIONS:
        form = DECISIONS[name](request.POST, request.FILES, prefix=name)
    else:
        raise Http404
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    try:
        _decide(request, admission, name, form)
    except RefusedRecording as refusal:
        form.add_error("voice", str(refusal))
        return seller_page(request, admission, 422, bound=form)
    except NotReady as missing:
        form.add_error(None, _unready(missing))
        return seller_page(request, admission_named(code), 409, bound=form)
    except WrongState:
        form.errors.clear()
        form.add_error(None, _("Somebody decided this meanwhile. Here is how it stands now."))
        return seller_page(request, admission_named(code), 409, bound=form)
    messages.success(request, _("Decided and told to the seller."))
    return see(reverse("backoffice:seller", args=[code]))


def _unready(missing: NotReady) -> str:
    if missing.region_closed:
        return _("Her region is not open for her cohort yet. Open it first, or keep her application.")
    return _("A required paper is neither accepted nor waived. Look at her papers first.")


def _decide(request: OfficeRequest, admission: Admission, name: str, form: DecisionForm) -> None:
    said = form.cleaned_data
    if name == "admission":
        admit_seller(admission, reason=request.POST.get("admission-reason", "")[:500])
        return
    voice = kept_voice(request, said.get("voice"))
    if name == "refusal":
        refuse_seller(admission, reason=said["reason"], voice=voice)
    elif name == "lifting":
        lift_suspension(admission, reason=said["reason"], voice=voice)
    else:
        day = beginning_of(said["from_day"], request.market)
        suspend_seller(admission, reason=said["reason"], voice=voice, effective_at=day)


@for_team(may_admit)
@require_POST
def fee(request: HttpRequest, code: str) -> HttpResponse:
    """The plan she sells under, for orders to come."""
    admission = admission_named(code)
    office = in_office(request)
    form = FeeForm(request.POST, prefix="fee", plans=fee_plans(office.market, office.language))
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    choose_fee_plan(admission, form.chosen(), reason=form.cleaned_data["reason"])
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
