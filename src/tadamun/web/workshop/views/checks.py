"""Pieces of others that she checks before they leave: a list, then one a screen."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.goods.catalogue.operations import BadPicture, store_picture
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import words
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.trade.inspections.checklists import questions_of
from tadamun.trade.inspections.models import Inspection, Look
from tadamun.trade.inspections.operations import NotReady, NotSeen, NotYours, WrongState, look_over
from tadamun.trade.inspections.queries import looks_of, piece_to_check, to_check
from tadamun.web.shared.redirects import see
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.checks import seen
from tadamun.web.workshop.forms.checks import CheckForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.thumbnails import thumbnails
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

RESULTS = {
    Look.Result.GOOD: gettext_lazy("It is good, and may leave. The maker is told."),
    Look.Result.MEND: gettext_lazy("The maker hears what to mend."),
    Look.Result.REFUSE: gettext_lazy("The maker hears why it cannot be sold."),
}


@require_safe
@for_seller
def checks(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    rows = to_check(desk.person, desk.market)
    found = [
        (row, words(titles, desk.language), row.organisation.name(desk.language)) for row, titles in rows
    ]
    return page(request, "checks", back_url=desk.path(), found=found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def check(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_of(request)
    found = piece_to_check(desk.person, desk.market, code)
    if found is None:
        raise Http404
    inspection, lines = found
    questions = questions_of(inspection.family)
    form = (
        CheckForm(questions, request.POST, request.FILES)
        if request.method == "POST"
        else CheckForm(questions)
    )
    if form.is_bound and form.is_valid() and (said := _look(request, desk, inspection, form)) is not None:
        return said
    with scope(market_id=desk.market.pk, organisation_id=inspection.organisation_id):
        pictures = thumbnails(lines)
        looks = looks_of(inspection.order)
    return page(
        request, "check", status=422 if form.is_bound else 200, back_url=desk.path("checks/"), inspection=inspection,
        open=inspection.state == Inspection.State.READY, number=len(looks) + 1, form=form,
        pieces=[(words(line.titles, desk.language), line.quantity, pictures.get(line.pk)) for line in lines],
        questions=[(each, each.text(desk.language), form.data.get(f"q-{each.code}", "")) for each in questions],
        last=seen(looks[-1], desk.language) if looks else None,
        seller=inspection.organisation.name(desk.language),
    )  # fmt: skip


def _look(request: HttpRequest, desk: Desk, inspection: Inspection, form: CheckForm) -> HttpResponse | None:
    """Done and back to the list; ``None`` when the form says what is missing."""
    with scope(market_id=desk.market.pk, organisation_id=inspection.organisation_id):
        try:
            photos = [store_picture(inspection.organisation, data).key for data in form.photos()]
            voice = _voice(request, desk, inspection)
            look_over(
                inspection, desk.person, result=form.cleaned_data["result"], answers=form.answers(), photos=photos,
                note=form.cleaned_data["note"], voice=voice, number=form.cleaned_data["number"],
            )  # fmt: skip
        except BadPicture as error:
            form.add_error(None, PICTURE_PROBLEMS[error.code])
        except RefusedRecording as error:
            form.add_error(None, str(error))
        except forms.ValidationError as error:
            form.add_error(None, error)
        except NotSeen:
            form.add_error(
                None, _("Answer every question. It is good only with a yes to each; else say or write why.")
            )
        except (NotReady, NotYours, WrongState):
            messages.warning(request, _("Nothing was kept: this piece has moved on meanwhile."))
            return see(desk.path("checks/"))
        else:
            messages.success(request, str(RESULTS[Look.Result(form.cleaned_data["result"])]))
            return see(desk.path("checks/"))
    return None


def _voice(request: HttpRequest, desk: Desk, inspection: Inspection) -> Recording | None:
    upload = request.FILES.get("voice")
    if upload is None:
        return None
    return store_recording(
        upload, owner=inspection.reference, by=str(desk.person.reference), language=desk.language,
        market_id=desk.market.pk,
    )  # fmt: skip
