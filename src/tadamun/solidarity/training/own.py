"""Questions about a market's own courses, in its scope."""

from collections.abc import Iterator

from django.db.models import Prefetch, QuerySet

from tadamun.kernel.scopes import everything
from tadamun.solidarity.training.models import Course, Lesson, Skill
from tadamun.solidarity.training.own_pictures import is_own, picture_file

OWN_FIRST = 100
"""Position of a market's first own course: after all the shipped ones."""


def own_courses() -> QuerySet[Course]:
    """The market's own, taught or not, with all their lessons and those lessons' checks. Three queries."""
    lessons = Prefetch("lessons", Lesson.objects.prefetch_related("skills"))
    return Course.objects.filter(market__isnull=False).prefetch_related(lessons)


def own_lessons(course: Course) -> QuerySet[Lesson]:
    return Lesson.objects.filter(course=course).select_related("course__market")


def check_of(lesson: Lesson) -> Skill | None:
    """What ends this lesson, hidden or not; ``None`` where nothing does."""
    return Skill.objects.filter(lesson=lesson).first()


def gaps(course: Course) -> list[Lesson]:
    """Lessons learners see that lack words in a language of the course."""
    return [
        lesson
        for lesson in Lesson.objects.filter(course=course, retired_at=None)
        if any(
            not text.get(language)
            for text in (lesson.titles, *(step["text"] for step in lesson.steps))
            for language in course.languages
        )
    ]


def lost_pictures() -> Iterator[str]:
    """For ``tadamun check``: every photograph a lesson or a question speaks of is on the disk."""
    with everything("a check of the whole installation"):
        rows = Lesson.objects.filter(course__market__isnull=False).select_related("course").order_by("pk")
        for lesson in rows.prefetch_related("skills").iterator(chunk_size=200):
            answers = [
                answer for skill in lesson.skills.all() for answer in skill.question.get("answers", ())
            ]
            for name in {lesson.picture, *(each["picture"] for each in (*lesson.steps, *answers))}:
                market = lesson.course.market_id
                if is_own(name) and market and not picture_file(market, name).exists():
                    yield f"lesson {lesson.course}/{lesson}: {name}.webp is missing"
