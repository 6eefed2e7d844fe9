"""Steps and the check of a market's own lesson."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.scopes import scope
from tadamun.solidarity.training.models import Course, Lesson, Skill, StepRecording
from tadamun.solidarity.training.operations.own_courses import NotReady, renew_digest

MOST_STEPS = 12
WRITTEN = {"fr": "fr", "en": "en"}  # a spoken language → in which words it is read; all others in Arabic


def write_step(
    lesson: Lesson, name: str = "", *, text: Mapping[str, str], picture: str = ""
) -> dict[str, Any]:
    """Another step at the end, or other words or another picture for the one of that name; without a picture what it has.

    A voice reads the words it was given: with other words the step is silent until somebody reads them. The first step
    shows the lesson where nobody learns the course yet. Raises ``KeyError`` for a step that is not there, ``NotReady``
    beyond twelve.
    """
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        held = _held(lesson)
        before = next((each for each in held.steps if each["id"] == name), None)
        if before is None and name:
            raise KeyError(name)
        if before is None and len(held.steps) >= MOST_STEPS:
            raise NotReady("steps")
        step: dict[str, Any] = before or {"id": new_code(7).lower(), "picture": held.course.picture}
        old = step.get("key")
        step |= {
            "key": _key(step["id"], text, held.course.spoken), "picture": picture or step["picture"], "text": dict(text),
        }  # fmt: skip
        if before is None:
            held.steps.append(step)
            if len(held.steps) == 1 and held.course.retired_at is not None:
                held.retired_at = None
        if old and old != step["key"]:
            StepRecording.objects.filter(lesson=held, step=old).delete()
        _keep(held)
    return step


def move_step(lesson: Lesson, name: str, *, up: bool) -> None:
    """One place earlier or later; at the edge it stays. Raises ``KeyError``."""
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        held = _held(lesson)
        place = _place(held, name)
        other = place + (-1 if up else 1)
        if 0 <= other < len(held.steps):
            held.steps[place], held.steps[other] = held.steps[other], held.steps[place]
            _keep(held)


def remove_step(lesson: Lesson, name: str) -> None:
    """The step and its voices go. Raises ``KeyError``, and ``NotReady`` for the last one of a lesson that is shown."""
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        held = _held(lesson)
        place = _place(held, name)
        if len(held.steps) == 1 and held.retired_at is None:
            raise NotReady("steps")
        step = held.steps.pop(place)
        StepRecording.objects.filter(lesson=held, step=step["key"]).delete()
        _keep(held)


def write_check(
    lesson: Lesson, *, names: Mapping[str, str], checked_by: str, text: Mapping[str, str] | None = None,
    answers: Sequence[Mapping[str, Any]] = (), right: int = 0,
) -> Skill:  # fmt: skip
    """What shows that the lesson was understood: a person watches, or a question is answered by the right picture.

    ``answers``: ``{"picture", "text"}`` each, ``right`` the place of the right one. Who has shown it already keeps it.
    Raises ``ValueError`` for a question without two answers or a right one.
    """
    if checked_by == Skill.Check.QUESTION and not (len(answers) >= 2 and 0 <= right < len(answers)):
        raise ValueError("a question has two answers at least, and one of them is right")
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        held = _held(lesson)
        known = Skill.objects.filter(lesson=held).first()
        question: dict[str, Any] = {}
        if checked_by == Skill.Check.QUESTION:
            listed = [{"id": str(place), **answer} for place, answer in enumerate(answers, 1)]
            key = _key("question", text or {}, held.course.spoken)
            question = {"key": key, "text": dict(text or {}), "answers": listed, "right": str(right + 1)}
        if known and (old := known.question.get("key")) and old != question.get("key"):
            StepRecording.objects.filter(lesson=held, step=old).delete()
        check, _made = Skill.objects.update_or_create(
            lesson=held,
            defaults={
                "course": held.course, "slug": known.slug if known else f"own-{new_code(9).lower()}",
                "names": dict(names), "checked_by": checked_by, "question": question, "position": held.position,
                "retired_at": held.retired_at,
            },
        )  # fmt: skip
        _noted("write_check", held)
    return check


def drop_check(lesson: Lesson) -> None:
    """The lesson ends without one; who has shown it keeps her certificate, and shows another check anew. Repeating it does
    nothing.
    """
    with transaction.atomic(), scope(market_id=lesson.course.market_id):
        held = _held(lesson)
        if Skill.objects.filter(lesson=held).update(
            lesson=None, checked_by=Skill.Check.PERSON, question={}, retired_at=clock.now()
        ):
            _noted("drop_check", held)


def _held(lesson: Lesson) -> Lesson:
    """The row as it is now, and nobody else writes it meanwhile."""
    Course.objects.select_for_update().get(pk=lesson.course_id)
    return Lesson.objects.select_related("course").get(pk=lesson.pk)


def _place(lesson: Lesson, name: str) -> int:
    for place, step in enumerate(lesson.steps):
        if step["id"] == name:
            return place
    raise KeyError(name)


def _key(name: str, text: Mapping[str, str], spoken: str) -> str:
    """Made of the words that are read aloud: a translation that is added silences no voice."""
    read = text.get(WRITTEN.get(spoken, "ar")) or json.dumps(dict(text), sort_keys=True)
    return hashlib.sha256(f"{name}/{read}".encode()).hexdigest()[:10]


def _keep(lesson: Lesson) -> None:
    lesson.picture = lesson.steps[0]["picture"] if lesson.steps else lesson.course.picture
    lesson.save(update_fields=["steps", "picture", "retired_at"])
    Skill.objects.filter(lesson=lesson).update(retired_at=lesson.retired_at)
    _noted("write_lesson", lesson)


def _noted(action: str, lesson: Lesson) -> None:
    course = lesson.course
    audit.record(action, course.reference, market_id=course.market_id, lesson=lesson.slug)
    renew_digest(course)
