"""The check that ends a lesson of a market's own course."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.people.markets.rules import may_train
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.solidarity.training.models import Lesson
from tadamun.solidarity.training.operations import drop_check, record_step, write_check
from tadamun.solidarity.training.own import check_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.own_courses import CheckForm, check_initial
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.views.own_lessons import address, lesson_or_404, voice_of, voice_sent
from tadamun.web.shared.redirects import see


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def check(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """What shows that the lesson was understood."""
    request = in_office(plain)
    row = lesson_or_404(course, lesson)
    known, languages = check_of(row), row.course.languages
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = check_initial(languages, known) if known else {}
    form = CheckForm(*sent, languages=languages, market=request.market, known=known, initial=initial)
    wrong = ""
    if form.is_bound and form.is_valid():
        wrong = _write(request, row, form)
        if not wrong:
            messages.success(request, _("Saved. Who has shown it already keeps it."))
            return see(address(row))
    return page(
        request, "training/own/check", 422 if form.is_bound else 200, form=form, wrong=wrong, lesson=row, check=known,
        voice=voice_of(row, known.question["key"]) if known and known.question else None,
        title=row.title(request.language), back=address(row),
    )  # fmt: skip


def _write(request: OfficeRequest, row: Lesson, form: CheckForm) -> str:
    """Returns what is wrong with the voice; then nothing was written."""
    try:
        voice = voice_sent(request, row.course.spoken)
    except RefusedRecording as error:
        return str(error)
    check = write_check(row, **form.fields_of())
    if voice and check.question:
        record_step(
            request.market, row, check.question["key"], language=row.course.spoken, recording=voice.code
        )
    return ""


@for_team(may_train)
@require_POST
def removal(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    row = lesson_or_404(course, lesson)
    drop_check(row)
    messages.success(plain, _("The lesson ends without a check."))
    return see(address(row))
