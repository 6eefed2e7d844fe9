"""What the pages of learning show: in the scope of the real market, also while she practises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tadamun.kernel.scopes import scope
from tadamun.people.recordings.hearing import open_url
from tadamun.people.recordings.models import Recording
from tadamun.solidarity.training.models import Learner, Lesson, Skill
from tadamun.solidarity.training.operations import enter_training
from tadamun.solidarity.training.own_pictures import picture_path
from tadamun.solidarity.training.queries import (
    ShownCourse,
    ShownLesson,
    ShownSkill,
    recordings_of,
    shown_courses,
)
from tadamun.ui.spoken import Speech, voice_file
from tadamun.web.shared.requests import in_market
from tadamun.web.workshop.access import Desk, desk_of, for_seller
from tadamun.web.workshop.practice import real_market

View = Callable[..., HttpResponse]


def for_learner(view: View) -> View:
    """Passes her as a learner of the market of the host."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        market = real_market(in_market(request))
        with scope(market_id=market.pk):
            learner = enter_training(market, desk_of(request).person)
            learner.market = market
            return view(request, learner, *args, **kwargs)

    return for_seller(inside)


def course_or_404(learner: Learner, slug: str) -> ShownCourse:
    found = shown_courses(learner, slug)
    if not found:
        raise Http404
    return found[0]


def lesson_or_404(course: ShownCourse, slug: str) -> ShownLesson:
    for each in course.lessons:
        if each.lesson.slug == slug:
            return each
    raise Http404


def skill_or_404(course: ShownCourse, slug: str) -> Skill:
    for each in course.skills:
        if each.skill.slug == slug:
            return each.skill
    raise Http404


def course_path(desk: Desk, course: str) -> str:
    return desk.path(f"learn/{course}/")


def step_path(desk: Desk, course: str, lesson: str, step: int) -> str:
    return desk.path(f"learn/{course}/{lesson}/{step}/")


def question_path(desk: Desk, course: str, lesson: str) -> str:
    return desk.path(f"learn/{course}/{lesson}/question/")


def check_of(course: ShownCourse, lesson: Lesson) -> ShownSkill | None:
    """What ends this lesson."""
    return next((each for each in course.skills if each.skill.lesson_id == lesson.pk), None)


@dataclass(frozen=True, slots=True)
class LessonVoice:
    """A recording that everybody may hear who has its address: a phone keeps it with the lesson."""

    url: str
    length: str


def voice_of(lesson: Lesson, step: str, language: str) -> LessonVoice | None:
    """Who reads this step in the language she understands."""
    return _recorded([lesson], language).get(step)


def _recorded(lessons: Sequence[Lesson], language: str) -> dict[str, LessonVoice]:
    codes = recordings_of(lessons, language)
    rows = {row.code: row for row in Recording.objects.filter(code__in=set(codes.values()))}
    return {
        step: LessonVoice(open_url(rows[code].key), rows[code].length)
        for step, code in codes.items()
        if code in rows
    }


def spoken_key(step: str) -> str:
    """What the synthetic voice of a shipped step is called."""
    return f"lesson.{step}"


def synthetic_voices(course: ShownCourse, language: str) -> dict[str, Path]:
    """Step → file, of those that were made for this spoken language."""
    steps = [step["key"] for each in course.lessons for step in each.lesson.steps]
    places = {step: voice_file(language, spoken_key(step)) for step in steps}
    return {step: place for step, place in places.items() if place}


def addresses_of(desk: Desk, course: ShownCourse, speech: Speech) -> list[str]:
    """Everything a phone needs to show the course without a network: pages, pictures, and voices in her language."""
    slug = course.course.slug
    pages = [desk.path("learn/"), course_path(desk, slug)]
    pictures, steps = [course.course.picture], []
    lessons = [each.lesson for each in course.lessons]
    for lesson in lessons:
        pages += [step_path(desk, slug, lesson.slug, number) for number in range(1, len(lesson.steps) + 2)]
        pictures += [lesson.picture, *(step["picture"] for step in lesson.steps)]
        steps += [step["key"] for step in lesson.steps]
    recorded = _recorded(lessons, speech.language)
    voices = [recorded[key].url if key in recorded else speech.url(spoken_key(key)) for key in steps]
    return [*pages, *(picture_path(name) for name in dict.fromkeys(pictures)), *filter(None, voices)]
