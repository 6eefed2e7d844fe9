"""Courses: their lessons read aloud by people of the market, and courses of others."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel.context import current
from tadamun.kernel.text import words
from tadamun.people.accounts.models import Spoken
from tadamun.people.markets.rules import may_plan_training
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.solidarity.training.models import ExternalCourse, Lesson
from tadamun.solidarity.training.operations import (
    add_external_course,
    forget_step_voice,
    record_step,
    retire_external_course,
)
from tadamun.solidarity.training.queries import courses as all_courses
from tadamun.solidarity.training.queries import external_courses, recorded_steps
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.training import ExternalForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import OfficeRequest, in_office
from tadamun.web.shared.redirects import see


@for_team(may_plan_training)
@require_safe
def courses(plain: HttpRequest) -> HttpResponse:
    """Every course and lesson, with how many of its steps somebody reads aloud."""
    request = in_office(plain)
    rows = list(all_courses())
    said = recorded_steps(lesson.pk for course in rows for lesson in course.lessons.all())
    spoken: dict[int, int] = {}
    for lesson, _step, _language in said:
        spoken[lesson] = spoken.get(lesson, 0) + 1
    shown = [
        (course, [(lesson, spoken.get(lesson.pk, 0)) for lesson in course.lessons.all()]) for course in rows
    ]
    return page(
        request, "training/courses", courses=shown, external=external_courses(),
        head=[_("Lesson"), _("Minutes"), _("Steps"), _("Voices")],
    )  # fmt: skip


def _lesson(course: str, lesson: str) -> Lesson:
    rows = Lesson.objects.select_related("course").filter(retired_at=None)
    return get_object_or_404(rows, course__slug=course, slug=lesson)


def _spoken(request: OfficeRequest) -> str:
    said = request.POST.get("language") or request.GET.get("language") or Spoken.AR
    if said not in Spoken.values:
        raise Http404
    return str(said)


@for_team(may_plan_training)
@require_safe
def lesson(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    return _lesson_page(in_office(plain), _lesson(course, lesson))


def _lesson_page(
    request: OfficeRequest, row: Lesson, status: int = 200, wrong: tuple[str, str] = ("", "")
) -> HttpResponse:
    language = _spoken(request)
    said = recorded_steps([row.pk])
    codes = {step: code for (_row, step, spoken), code in said.items() if spoken == language}
    voices = {voice.code: voice for voice in Recording.objects.filter(code__in=codes.values())}
    steps: list[dict[str, Any]] = []
    for step in row.steps:
        key = step["key"]
        shown = {"field": f"voice-{key}", "words": words(step["text"], request.language)}
        voice, error = voices.get(codes.get(key, "")), wrong[1] if wrong[0] == key else ""
        steps.append({**step, **shown, "voice": voice, "error": error})
    spoken = [(code, label, code == language) for code, label in Spoken.choices]
    return page(
        request,
        "training/lesson",
        status,
        title=row.title(request.language),
        lesson=row,
        steps=steps,
        spoken=spoken,
        spoken_language=language,
    )


@for_team(may_plan_training)
@require_POST
def voices(plain: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """A step is read aloud, or silent again."""
    request = in_office(plain)
    row, language, step = _lesson(course, lesson), _spoken(request), request.POST.get("step", "")
    if step not in {each["key"] for each in row.steps}:
        raise Http404
    if request.POST.get("forget"):
        forget_step_voice(request.market, row, step, language=language)
        messages.success(request, _("The step is silent again."))
        return _back(row, language)
    upload = request.FILES.get(f"voice-{step}")
    if upload is None:
        return _lesson_page(request, row, 422, (step, _("Please record something first.")))
    try:
        voice = store_recording(
            upload, owner=request.market.reference, by=str(current().actor), language=language,
            market_id=request.market.pk,
        )  # fmt: skip
    except RefusedRecording as error:
        return _lesson_page(request, row, 422, (step, str(error)))
    record_step(request.market, row, step, language=language, recording=voice.code)
    messages.success(request, _("The step is read by this voice from now on."))
    return _back(row, language)


def _back(row: Lesson, language: str) -> HttpResponse:
    address = reverse("backoffice:training_lesson", args=[row.course.slug, row.slug])
    return see(f"{address}?language={language}")


@for_team(may_plan_training)
@require_http_methods(["GET", "HEAD", "POST"])
def others(plain: HttpRequest) -> HttpResponse:
    """Courses of other providers, by address."""
    request = in_office(plain)
    form = ExternalForm(request.POST if request.method == "POST" else None, language=request.language)
    if form.is_bound and form.is_valid():
        add_external_course(request.market, **form.fields_of())
        messages.success(request, _("Learners see this course from now on."))
        return see(reverse("backoffice:training_others"))
    return page(request, "training/others", 422 if form.is_bound else 200, form=form, rows=external_courses())


@for_team(may_plan_training)
@require_POST
def removal(plain: HttpRequest, code: str) -> HttpResponse:
    retire_external_course(get_object_or_404(ExternalCourse, code=code))
    messages.success(plain, _("Learners do not see this course any more."))
    return see(reverse("backoffice:training_others"))
