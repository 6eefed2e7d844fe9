"""The papers of one seller, what the team says to them, her objection, her cohort, and mandates on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel.context import acting
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.rules import may_admit
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.people.sellers.models import Appeal, Document, Grant, Requirement
from tadamun.people.sellers.operations import NotReady, WrongState, answer_appeal, set_cohort
from tadamun.people.sellers.operations.appeals import SamePerson
from tadamun.people.sellers.operations.documents import (
    BadDocument,
    keep_document,
    note_account_reading,
    note_reading,
)
from tadamun.people.sellers.operations.grants import BadMandate, end_mandate, give_mandate
from tadamun.people.sellers.operations.requirements import judge_paper
from tadamun.people.sellers.queries import helping_organisations
from tadamun.web.backoffice import vetting
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.joining import (
    AppealAnswerForm,
    CohortForm,
    MandateForm,
    PaperForm,
    end_of,
)
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.spoken_reasons import kept_voice
from tadamun.web.backoffice.views.sellers import admission_named, kept, seller_page
from tadamun.web.shared.documents import document_answer
from tadamun.web.shared.joining_words import ANSWERS
from tadamun.web.shared.redirects import see


@for_team(may_admit)
@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    return _papers_page(in_office(request), code)


def _papers_page(
    request: OfficeRequest, code: str, status: int = 200, bound: PaperForm | None = None
) -> HttpResponse:
    admission = admission_named(code)
    found = vetting.papers_of(admission.organisation, admission.market, admission.cohort, request.language)
    if any(paper.opened for paper in found):
        note_account_reading(admission.organisation)
    shown = [
        (paper, bound if bound is not None and bound.prefix == paper.code else PaperForm(prefix=paper.code))
        for paper in found
    ]
    return page(
        request, "sellers/papers", status, admission=admission, organisation=admission.organisation, papers=shown,
        bound=bound,
    )  # fmt: skip


@for_team(may_admit)
@require_POST
def paper(plain: HttpRequest, code: str, requirement: str) -> HttpResponse:
    """Accept, reject or waive one."""
    request, admission = in_office(plain), admission_named(code)
    asked = get_object_or_404(Requirement, code=requirement[:12])
    form = PaperForm(request.POST, request.FILES, prefix=asked.code)
    if not form.is_valid():
        return _papers_page(request, code, 422, form)
    said = form.cleaned_data
    try:
        voice = kept_voice(request, said["voice"])
        judge_paper(
            admission.organisation, asked, state=said["state"], note=said["note"], voice=voice, expires_on=said["expires_on"]
        )  # fmt: skip
    except RefusedRecording as refusal:
        form.add_error("voice", str(refusal))
        return _papers_page(request, code, 422, form)
    except WrongState:
        form.add_error(None, _("This does not follow from how it stands now. Nothing was changed."))
        return _papers_page(request, code, 409, form)
    messages.success(request, _("Saved."))
    return see(reverse("backoffice:seller_papers", args=[code]))


@for_team(may_admit)
@require_safe
def document(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """A paper that was given to this market, or a mandate's; who opened it is in the log."""
    admission = admission_named(code)
    rows = Document.objects.select_related("organisation").filter(organisation=admission.organisation_id)
    given = rows.filter(submissions__requirement__market=admission.market_id) | rows.filter(
        grants__market=admission.market_id
    )
    found = given.filter(code=document[:12]).distinct().first()
    if found is None:
        raise Http404
    note_reading(found)
    return document_answer(found)


@for_team(may_admit)
@require_POST
def cohort(request: HttpRequest, code: str) -> HttpResponse:
    admission = admission_named(code)
    form = CohortForm(request.POST, prefix="cohort")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    set_cohort(admission, form.cleaned_data["cohort"])
    messages.success(request, _("Saved."))
    return see(reverse("backoffice:seller", args=[code]))


@for_team(may_admit)
@require_POST
def objection(plain: HttpRequest, code: str) -> HttpResponse:
    """The answer to her objection, by somebody who did not decide."""
    request, admission = in_office(plain), admission_named(code)
    asked = get_object_or_404(
        Appeal.objects.select_related("decision"), decision__admission=admission, state=Appeal.State.WAITING
    )
    form = AppealAnswerForm(request.POST, request.FILES, prefix="objection")
    if not form.is_valid():
        return seller_page(request, admission, 422, bound=form)
    said = form.cleaned_data
    try:
        voice = kept_voice(request, said["voice"])
        answer_appeal(asked, grant=said["grant"] == "yes", reason=said["reason"], voice=voice)
    except RefusedRecording as refusal:
        form.add_error("voice", str(refusal))
    except SamePerson:
        form.add_error(None, _("You decided first. Somebody else of the team answers the objection."))
    except NotReady:
        form.add_error(None, _("A required paper is neither accepted nor waived. Look at her papers first."))
    except WrongState:
        form.add_error(None, _("Somebody decided this meanwhile. Here is how it stands now."))
    if form.errors:
        return seller_page(request, admission_named(code), 409, bound=form)
    messages.success(request, _("Decided and told to the seller."))
    return see(reverse("backoffice:seller", args=[code]))


@for_team(may_admit)
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(plain: HttpRequest, code: str) -> HttpResponse:
    """Who helps her; and one given on paper, with her signature or voice, where this market keeps her papers."""
    request = in_office(plain)
    admission = kept(code) if request.method == "POST" else admission_named(code)
    posted = request.method == "POST"
    form = MandateForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid() and _given(request, code, form):
        messages.success(request, _("Saved, and told to the seller."))
        return see(reverse("backoffice:mandates", args=[code]))
    return page(
        request, "sellers/mandates", 422 if posted else 200, organisation=admission.organisation, form=form,
        mandates=vetting.mandates(admission.organisation, request.language),
    )  # fmt: skip


def _given(request: OfficeRequest, code: str, form: MandateForm) -> bool:
    organisation, said = admission_named(code).organisation, form.cleaned_data
    field = "helpers" if said["to"] == "organisation" else "phone"
    try:
        document = keep_document(organisation, said["paper"]) if said["paper"] else None
        with acting(on_behalf_of=organisation.reference):
            give_mandate(
                organisation, rights=said["rights"], until=end_of(said["until"], request.market), given=Grant.Given.PAPER,
                market=request.market, **_helper(request, said), document=document, recording=kept_voice(request, said["voice"]),
            )  # fmt: skip
    except RefusedRecording as refusal:
        form.add_error("voice", str(refusal))
    except BadDocument as error:
        form.add_error("paper", ANSWERS[error.code])
    except UnknownHelper:
        form.add_error(
            "helpers", _("No one cooperative, union or association of this market has this name or code.")
        )
    except BadMandate as error:
        form.add_error(
            {"until": "until", "helper": field, "rights": "rights"}.get(error.code),
            MANDATE_PROBLEMS[error.code](),
        )
    return not form.errors


class UnknownHelper(LookupError):
    """None of this market, or several, are called so."""


def _helper(request: OfficeRequest, said: dict[str, Any]) -> dict[str, Any]:
    """A person, or an organisation of several that sells in this market. Raises ``UnknownHelper``."""
    if said["to"] != "organisation":
        return {"helper": register_person(said["phone"], name=said["name"], language=request.language)}
    found = helping_organisations(said["helpers"])
    if len(found) != 1:
        raise UnknownHelper(said["helpers"])
    return {"helpers": found[0]}


MANDATE_PROBLEMS = {
    "until": lambda: _("Please choose a day from tomorrow on, at most a year away."),
    "helper": lambda: _("This is the seller herself, or somebody who acts for her already."),
    "rights": lambda: _("Please choose at least one."),
    "paper": lambda: _("Please add her signature or her voice."),
}


@for_team(may_admit)
@require_POST
def mandate_end(request: HttpRequest, code: str, grant: str) -> HttpResponse:
    admission = kept(code)
    row = get_object_or_404(Grant, organisation=admission.organisation_id, code=grant[:12])
    end_mandate(row)
    messages.success(request, _("The mandate has ended."))
    return see(reverse("backoffice:mandates", args=[code]))
