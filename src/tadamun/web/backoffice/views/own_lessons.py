"""Lessons of a market's own course: their steps with picture, words and voice, their order, what the artisan will see."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel.context import current
from tadamun.kernel.text import words as in_words
from tadamun.people.markets.rules import may_train
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.solidarity.training.models import Lesson
from tadamun.solidarity.training.operations import (
    NotReady,
    describe_lesson,
    move_lesson,
    move_step,
    record_step,
    remove_step,
    show_lesson,
    write_step,
)
from tadamun.solidarity.training.own import check_of, own_lessons
from tadamun.solidarity.training.queries import recordings_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.own_courses import LessonForm, StepForm, words_initial
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.backoffice.views.own_courses import WHY_NOT, course_or_404
from tadamun.web.shared.doors import door
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import WORKSHOP

VOICE = "voice"


def lesson_or_404(course: str, lesson: str) -> Lesson:
    return get_object_or_404(own_lessons(course_or_404(course)), slug=lesson)


def address(lesson: Lesson) -> str:
    return reverse("backoffice:own_lesson", args=[lesson.course.slug, lesson.slug])


def voice_sent(request: OfficeRequest, language: str) -> Recording | None:
    """The recording of the form, stored; ``None`` without one. Raises ``RefusedRecording``."""
    upload = request.FILES.get(VOICE)
    if upload is None:
        return None
    return store_recording(
        upload, owner=request.market.reference, by=str(current().actor), language=language, market_id=request.market.pk
    )  # fmt: skip


def voice_of(lesson: Lesson, key: str) -> Recording | None:
    """Who reads it in the language of the course."""
    code = recordings_of([lesson], lesson.course.spoken).get(key)
    return Recording.objects.filter(code=code).first() if code else None


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Its steps in their order, its check, and another step."""
    request = in_office(plain)
    row = lesson_or_404(course, lesson)
    form, wrong = _step_form(request, row), ""
    if form.is_bound:
        wrong = _write(request, row, form)
        if not form.errors and not wrong:
            messages.success(request, _("The step is added."))
            return see(address(row))
    said = recordings_of([row], row.course.spoken)
    voices = {voice.code: voice for voice in Recording.objects.filter(code__in=said.values())}
    steps = [
        (step, in_words(step["text"], request.language), voices.get(said.get(step["key"], "")))
        for step in row.steps
    ]
    return page(
        request, "training/own/lesson", 422 if form.is_bound else 200, form=form, wrong=wrong, lesson=row,
        course=row.course, steps=steps, check=check_of(row), title=row.title(request.language),
    )  # fmt: skip


def _step_form(request: OfficeRequest, row: Lesson, **more: Any) -> StepForm:
    """Bound when something was sent."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return StepForm(*sent, languages=row.course.languages, market=request.market, **more)


def _write(request: OfficeRequest, row: Lesson, form: StepForm, name: str = "") -> str:
    """The step is written if form and voice are good; returns what is wrong with the voice."""
    if not form.is_valid():
        return ""
    try:
        voice = voice_sent(request, row.course.spoken)
        step = write_step(row, name, text=form.text("text"), picture=form.stored)
    except RefusedRecording as error:
        return str(error)
    except KeyError as error:
        raise Http404 from error
    except NotReady as error:
        form.add_error(None, str(WHY_NOT[error.code]))
        return ""
    if voice:
        row.refresh_from_db()
        record_step(request.market, row, step["key"], language=row.course.spoken, recording=voice.code)
    return ""


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def step(plain: HttpRequest, course: str, lesson: str, step: str) -> HttpResponse:
    """Other words, another picture, another voice."""
    request = in_office(plain)
    row = lesson_or_404(course, lesson)
    known = next((each for each in row.steps if each["id"] == step), None)
    if known is None:
        raise Http404
    form = _step_form(request, row, initial=words_initial(row.course.languages, text=known["text"]))
    wrong = ""
    if form.is_bound:
        wrong = _write(request, row, form, step)
        if not form.errors and not wrong:
            messages.success(request, _("Saved. Where the words changed, the voice must read them again."))
            return see(address(row))
    return page(
        request, "training/own/step", 422 if form.is_bound else 200, form=form, wrong=wrong, lesson=row, step=known,
        voice=voice_of(row, known["key"]), title=row.title(request.language), back=address(row),
    )  # fmt: skip


@for_team(may_train)
@require_http_methods(["GET", "HEAD", "POST"])
def words(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Title, minutes and film."""
    request = in_office(plain)
    row = lesson_or_404(course, lesson)
    languages = row.course.languages
    known = {**words_initial(languages, titles=row.titles), "minutes": row.minutes, "video": row.video}
    form = LessonForm(
        request.POST if request.method == "POST" else None, languages=languages, market=request.market, initial=known
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        describe_lesson(row, **form.fields_of())
        messages.success(request, _("Saved."))
        return see(address(row))
    return page(
        request, "training/own/words", 422 if form.is_bound else 200, form=form, title=row.title(request.language),
        back=address(row),
    )  # fmt: skip


@for_team(may_train)
@require_POST
def place(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """A lesson earlier, later, hidden or shown."""
    row = lesson_or_404(course, lesson)
    said = plain.POST.get("to", "")
    try:
        if said in {"up", "down"}:
            move_lesson(row, up=said == "up")
        elif said in {"shown", "hidden"}:
            show_lesson(row, said == "shown")
        else:
            raise Http404
    except NotReady as error:
        messages.error(plain, str(WHY_NOT[error.code]))
    return see(reverse("backoffice:own_course", args=[row.course.slug]))


@for_team(may_train)
@require_POST
def step_place(plain: HttpRequest, course: str, lesson: str, step: str) -> HttpResponse:
    """A step earlier, later, or gone."""
    row = lesson_or_404(course, lesson)
    said = plain.POST.get("to", "")
    try:
        if said in {"up", "down"}:
            move_step(row, step, up=said == "up")
        elif said == "gone":
            remove_step(row, step)
        else:
            raise Http404
    except KeyError as error:
        raise Http404 from error
    except NotReady as error:
        messages.error(plain, str(WHY_NOT[error.code]))
    return see(address(row))


@door(WORKSHOP)
@for_team(may_train)
@require_safe
def preview(plain: HttpRequest, course: str, lesson: str, number: int) -> HttpResponse:
    """A step as the artisan sees it, published or not; after the last one the question that ends the lesson."""
    request = in_office(plain)
    row = lesson_or_404(course, lesson)
    check, end = check_of(row), len(row.steps)
    asks = bool(check and check.question)
    if not 1 <= number <= end + asks:
        raise Http404
    said = row.step(number)
    key = said["key"] if said else check.question["key"] if check else ""
    return page(
        request, "training/own/preview", lesson=row, step=said, check=check, number=number, end=end,
        text=in_words(said["text"], request.language) if said else "", voice=voice_of(row, key),
        title=row.title(request.language), back_url=address(row),
        before=number - 1, after=number + 1 if number < end + asks else 0,
    )  # fmt: skip
