"""A market writes courses of its own. What learners did is never lost: what is taken away is hidden, and comes back as it was."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Course, Lesson, Skill
from tadamun.solidarity.training.own import OWN_FIRST, gaps
from tadamun.solidarity.training.subjects import picture_of


class NotReady(ValueError):
    """Learners would find nothing, or no words: ``code`` is ``lessons``, ``steps`` or ``words``. Nothing was written."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def begin_course(
    market: Market, *, titles: Mapping[str, str], summaries: Mapping[str, str], subject: str, languages: Sequence[str],
    spoken: str,
) -> Course:  # fmt: skip
    """A course that nobody sees before ``publish_course``."""
    with transaction.atomic(), scope(market_id=market.pk):
        last = Course.objects.aggregate(last=Max("position"))["last"] or 0
        course = Course.objects.create(
            market=market, slug=f"own-{new_code(9).lower()}", titles=dict(titles), summaries=dict(summaries),
            subject=subject, picture=picture_of(subject), languages=list(languages), spoken=spoken,
            position=max(OWN_FIRST, last + 1), retired_at=clock.now(),
        )  # fmt: skip
        _noted("begin_course", course)
    return course


def describe_course(
    course: Course, *, titles: Mapping[str, str], summaries: Mapping[str, str], subject: str, languages: Sequence[str],
    spoken: str,
) -> None:  # fmt: skip
    """Other words for it. Lessons that lack a language then say so to whoever writes them."""
    with transaction.atomic(), scope(market_id=course.market_id):
        Course.objects.filter(pk=course.pk).update(
            titles=dict(titles), summaries=dict(summaries), subject=subject, picture=picture_of(subject),
            languages=list(languages), spoken=spoken,
        )  # fmt: skip
        _noted("describe_course", course)


def publish_course(course: Course) -> None:
    """Learners see it from now on. Repeating it does nothing. Raises ``NotReady``."""
    with transaction.atomic(), scope(market_id=course.market_id):
        held = Course.objects.select_for_update().get(pk=course.pk)
        if not Lesson.objects.filter(course=held, retired_at=None).exists():
            raise NotReady("lessons")
        if gaps(held):
            raise NotReady("words")
        if held.retired_at is not None:
            Course.objects.filter(pk=held.pk).update(
                retired_at=None, published_at=held.published_at or clock.now()
            )
            _noted("publish_course", held)


def withdraw_course(course: Course) -> None:
    """Learners do not see it any more; how far they came, skills and certificates stay. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=course.market_id):
        if Course.objects.filter(pk=course.pk, retired_at=None).update(retired_at=clock.now()):
            _noted("withdraw_course", course)


def begin_lesson(course: Course, *, titles: Mapping[str, str], minutes: int, video: str = "") -> Lesson:
    """The last of its course, hidden until it has something to show."""
    with transaction.atomic(), scope(market_id=course.market_id):
        last = Lesson.objects.filter(course=course).aggregate(last=Max("position"))["last"]
        lesson = Lesson.objects.create(
            course=course, slug=new_code(7).lower(), titles=dict(titles), picture=course.picture, minutes=minutes,
            video=video, position=0 if last is None else last + 1, retired_at=clock.now(),
        )  # fmt: skip
        _noted("write_lesson", course, lesson)
    return lesson


def describe_lesson(lesson: Lesson, *, titles: Mapping[str, str], minutes: int, video: str = "") -> None:
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        Lesson.objects.filter(pk=lesson.pk).update(titles=dict(titles), minutes=minutes, video=video)
        _noted("write_lesson", lesson.course, lesson)


def show_lesson(lesson: Lesson, shown: bool) -> None:
    """It is one of the course, or hidden, its check with it. Repeating it does nothing.

    Raises ``NotReady``: without a step there is nothing to show, and the last lesson of a course that is taught stays.
    """
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        course = Course.objects.select_for_update().get(pk=lesson.course_id)
        held = Lesson.objects.select_for_update().get(pk=lesson.pk)
        if shown and not held.steps:
            raise NotReady("steps")
        others = Lesson.objects.filter(course=course, retired_at=None).exclude(pk=held.pk)
        if not shown and course.retired_at is None and not others.exists():
            raise NotReady("lessons")
        gone = None if shown else clock.now()
        if (held.retired_at is None) != shown:
            Lesson.objects.filter(pk=held.pk).update(retired_at=gone)
            Skill.objects.filter(lesson=held).update(retired_at=gone)
            _noted("show_lesson" if shown else "hide_lesson", course, lesson)


def move_lesson(lesson: Lesson, *, up: bool) -> None:
    """One place nearer to the beginning or the end of its course; at the edge it stays."""
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        Course.objects.select_for_update().get(pk=lesson.course_id)
        rows = list(Lesson.objects.filter(course=lesson.course_id))
        place = next(number for number, row in enumerate(rows) if row.pk == lesson.pk)
        other = place + (-1 if up else 1)
        if not 0 <= other < len(rows):
            return
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows):
            Lesson.objects.filter(pk=row.pk).update(position=position)
        _noted("move_lesson", lesson.course, lesson)


def _noted(action: str, course: Course, lesson: Lesson | None = None) -> None:
    said = {"lesson": lesson.slug} if lesson else {}
    audit.record(action, course.reference, market_id=course.market_id, **said)
    renew_digest(course)


def renew_digest(course: Course) -> None:
    """What phones compare: another one as soon as anything of the course is."""
    words = Course.objects.filter(pk=course.pk).values_list("titles", "summaries", "picture")
    lessons = Lesson.objects.filter(course=course, retired_at=None)
    said = [*words, *lessons.values_list("slug", "titles", "minutes", "steps", "video")]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    Course.objects.filter(pk=course.pk).update(digest=digest)
