"""Learning (W7): courses, lessons step by step, what is kept on her phone, skills that are shown."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tadamun.kernel.text import words
from tadamun.solidarity.training.models import Learner, Lesson
from tadamun.solidarity.training.operations import NotShown, check_skill, keep_course, open_step
from tadamun.solidarity.training.packages import package
from tadamun.solidarity.training.queries import (
    ShownCourse,
    certificates_of,
    enrolled_in,
    external_courses,
    open_sessions,
    shown_courses,
)
from tadamun.web.shared.context import speech_for
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.workshop import learning as reading
from tadamun.web.workshop.access import Desk, action, desk_of
from tadamun.web.workshop.learning import for_learner
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.practice import practised
from tadamun.web.workshop.waiting_rights import waiting_rights

KEEPING = "X-Tadamun-Keep"  # her phone lays the page aside: nobody has looked at it


@require_safe
@for_learner
def learn(request: HttpRequest, learner: Learner) -> HttpResponse:
    """All courses with their lessons; sessions to come; courses of others."""
    desk = desk_of(request)
    return page(
        request, "learning/list", tab="learn", courses=shown_courses(learner), sessions=open_sessions(learner),
        enrolled=enrolled_in(learner), external=external_courses(), certificates=certificates_of(learner),
        rights=[] if practised(in_market(request)).practice else waiting_rights(desk.organisation, learner.market),
        back_url=desk.path(),
    )  # fmt: skip


@require_safe
@for_learner
def course(request: HttpRequest, learner: Learner, course: str) -> HttpResponse:
    desk = desk_of(request)
    each = reading.course_or_404(learner, course)
    return page(
        request, "learning/course", tab="learn", title=each.course.title(desk.language),
        each=each, files_url=reading.course_path(desk, course) + "files.json",
        back_url=desk.path("learn/"),
    )  # fmt: skip


@require_safe
@for_learner
def step(request: HttpRequest, learner: Learner, course: str, lesson: str, number: int) -> HttpResponse:
    """One picture, one or two sentences. After the last one the lesson is done."""
    desk = desk_of(request)
    each = reading.course_or_404(learner, course)
    shown = reading.lesson_or_404(each, lesson)
    end = len(shown.lesson.steps)
    if not 1 <= number <= end + 1:
        raise Http404
    if KEEPING not in request.headers:
        open_step(learner, shown.lesson, number)
    said = shown.lesson.step(number)
    if said is None:
        later = [other.lesson for other in each.lessons if other.lesson.position > shown.lesson.position]
        return page(
            request, "learning/done", tab="learn", title=shown.lesson.title(desk.language),
            each=each, lesson=shown.lesson, then=later[0] if later else None, asks=_question(desk, each, shown.lesson),
            back_url=reading.course_path(desk, course),
        )  # fmt: skip
    spoken = reading.spoken_key(said["key"])
    if not speech_for(in_market(request)).url(spoken):
        spoken = ""
    return page(
        request, "learning/step", tab="learn", title=shown.lesson.title(desk.language),
        each=each, lesson=shown.lesson, step=said, number=number, end=end,
        text=words(said["text"], desk.language),
        voice=reading.voice_of(shown.lesson, said["key"], desk.person.spoken_language), spoken=spoken,
        before=reading.step_path(desk, course, lesson, number - 1) if number > 1 else "",
        after=reading.step_path(desk, course, lesson, number + 1), back_url=reading.course_path(desk, course),
    )  # fmt: skip


def _question(desk: Desk, course: ShownCourse, lesson: Lesson) -> str:
    """Where she answers the question that ends this lesson; empty where none is open."""
    check = reading.check_of(course, lesson)
    if check is None or check.state == "held" or not check.skill.question:
        return ""
    return reading.question_path(desk, course.course.slug, lesson.slug)


@require_safe
@for_learner
def files(request: HttpRequest, learner: Learner, course: str) -> HttpResponse:
    """What a phone keeps for this course: ``{"course", "digest", "urls"}``."""
    each = reading.course_or_404(learner, course)
    urls = reading.addresses_of(desk_of(request), each, speech_for(in_market(request)))
    return JsonResponse({"course": course, "digest": each.course.digest, "urls": urls})


@for_learner
@action
def keeping(request: HttpRequest, learner: Learner, course: str) -> HttpResponse:
    """What her phone said it keeps; or no longer does."""
    each = reading.course_or_404(learner, course)
    kept = request.POST.get("kept") != "0"
    keep_course(learner, each.course, kept=kept)
    messages.success(
        request,
        _("These lessons are marked as kept on your phone.") if kept else _("The mark is taken away."),
    )
    return see(reading.course_path(desk_of(request), course))


@for_learner
@action
def checking(request: HttpRequest, learner: Learner, course: str) -> HttpResponse:
    """Look for the result that shows a skill."""
    each = reading.course_or_404(learner, course)
    asked = reading.skill_or_404(each, request.POST.get("skill", ""))
    ends = next((shown.lesson for shown in each.lessons if shown.lesson.pk == asked.lesson_id), None)
    if asked.question and ends:
        return see(reading.question_path(desk_of(request), course, ends.slug))
    try:
        check_skill(learner, asked)
    except NotShown:
        if asked.checked_by == "person":
            messages.info(request, _("A trainer looks at this with you. Come to a session."))
        else:
            messages.info(request, _("Not yet. Do it once in the practice market, then press again."))
    else:
        messages.success(request, _("You can do it. It is written down."))
    return see(reading.course_path(desk_of(request), course))


@require_safe
@for_learner
def course_package(request: HttpRequest, learner: Learner, course: str) -> HttpResponse:
    """The course as a folder that opens from a memory stick, in the language of the page."""
    desk = desk_of(request)
    each = reading.course_or_404(learner, course)
    response = HttpResponse(
        package(
            each.course,
            learner.market,
            desk.language,
            desk.person.spoken_language,
            reading.synthetic_voices(each, desk.person.spoken_language),
        ),
        content_type="application/zip",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{course}-{desk.language}.zip"'
    return response
