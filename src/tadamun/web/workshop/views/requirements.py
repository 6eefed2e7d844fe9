"""One paper at a time: what is wanted, her answer, and the paper itself for whoever may see it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.scopes import scope
from tadamun.kernel.text import chosen
from tadamun.people.accounts.models import Person
from tadamun.people.markets.queries import current_text
from tadamun.people.recordings.queries import terms_key
from tadamun.people.sellers.kinds import BadAnswer
from tadamun.people.sellers.models import Document, Organisation, Requirement
from tadamun.people.sellers.operations.documents import BadDocument
from tadamun.people.sellers.operations.requirements import answer_requirement
from tadamun.people.sellers.queries import recordings_of
from tadamun.people.sellers.requirements import Point, checklist
from tadamun.people.sellers.states import WrongState
from tadamun.web.shared.documents import document_answer
from tadamun.web.shared.joining_words import ANSWERS
from tadamun.web.shared.limits import limit
from tadamun.web.shared.markdown import html_of
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import MarketRequest
from tadamun.web.workshop import applying
from tadamun.web.workshop.forms.applying import AnswerForm
from tadamun.web.workshop.views.applications import for_person, home, page

AN_HOUR = 60


def _asked(request: MarketRequest, person: Person, code: str) -> tuple[Organisation, Point, applying.Way]:
    """A requirement of her own list; another's and none at all are the same."""
    way = applying.way_of(person)
    if way.organisation is None:
        raise Http404
    points = checklist(way.organisation, request.market, way.cohort)
    found = next((each for each in points if each.requirement.code == code), None)
    if found is None:
        raise Http404
    return way.organisation, found, way


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def requirement(request: MarketRequest, person: Person, code: str) -> HttpResponse:
    organisation, point, way = _asked(request, person, code)
    posted = request.method == "POST"
    form = AnswerForm(point.requirement, request.POST if posted else None, request.FILES if posted else None)
    if posted:
        if not point.answerable or (way.helped and point.rule.herself):
            raise Http404
        limit(f"papers:{person.pk}", times=AN_HOUR, seconds=3600)
        if form.is_valid() and _answered(organisation, point.requirement, form):
            messages.success(request, _("Saved."))
            return see(home(request))
    text = current_text("terms") if point.requirement.kind == Requirement.Kind.TERMS else None
    body, language = chosen(text.body, request.language, request.market.languages) if text else ("", "")
    given = point.submission
    return page(
        request, "requirement", 422 if posted else 200, card=applying.card(point, request.language), point=point,
        form=form, back_url=home(request), terms=html_of(body), version=text.version if text else "",
        terms_language=language, terms_key=terms_key(text.version) if text else "", hers_alone=way.helped and point.rule.herself,
        voice=recordings_of(given.voice).get(given.voice) if given else None,
    )  # fmt: skip


def _answered(organisation: Organisation, requirement: Requirement, form: AnswerForm) -> bool:
    said = form.cleaned_data
    field = "file" if form.gives in ("picture", "file") else "value"
    try:
        answer_requirement(organisation, requirement, value=form.said(), file=said["file"])
    except BadDocument as error:
        form.add_error("file", ANSWERS[error.code])
    except BadAnswer as error:
        form.add_error({"year": "year", "paper": "file"}.get(error.code, field), ANSWERS[error.code])
    except WrongState:
        form.add_error(None, ANSWERS["stands"])
    else:
        return True
    return False


@require_safe
@for_person
def document(request: MarketRequest, person: Person, code: str) -> HttpResponse:
    """A paper of her own."""
    organisation = applying.way_of(person).organisation
    if organisation is None:
        raise Http404
    with scope(organisation_id=organisation.pk):
        found = Document.objects.filter(organisation=organisation, code=code).first()
    if found is None:
        raise Http404
    return document_answer(found)
