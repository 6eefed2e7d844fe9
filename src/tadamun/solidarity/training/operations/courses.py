"""Courses come from files, voices from people, and other providers' courses by address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.pagecache import tags
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import everything, scope
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Course, ExternalCourse, Lesson, Skill, StepRecording
from tadamun.solidarity.training.queries import spoken_keys
from tadamun.solidarity.training.shipped import Plan, plans, steps_of

WHY = "shipped courses are everybody's"


def sync_courses() -> list[str]:
    """Bring the shipped courses to what their files say; returns the slugs that changed. Repeating it asks one question.

    A lesson whose file is gone is retired, not deleted: people have progress in it.
    """
    with everything(WHY):
        known = dict(Course.objects.filter(market=None).values_list("slug", "digest"))
    changed = [plan for plan in plans() if known.get(plan.slug) != plan.digest]
    for plan in changed:
        write_course(plan)
    return [plan.slug for plan in changed]


class SharedSlug(ValueError):
    """A shipped course has this slug: addresses name one course. Nothing was written."""


def write_course(plan: Plan, market: Market | None = None) -> Course:
    """Write a course, its skills and lessons as planned: everybody's, or one market's own. Repeating it changes nothing.

    Raises ``SharedSlug`` for a market's own under the slug of a shared one; shared ones never begin with ``own-``.
    """
    said = plan.content
    with transaction.atomic(), everything(WHY):
        if market is not None and Course.objects.filter(market=None, slug=plan.slug).exists():
            raise SharedSlug(plan.slug)
        course, _ = Course.objects.update_or_create(
            market=market, slug=plan.slug,
            defaults={
                "titles": said["titles"], "summaries": said["summaries"], "picture": said["picture"],
                "position": said["position"], "digest": plan.digest, "retired_at": None,
            },
        )  # fmt: skip
        for position, skill in enumerate(said["skills"]):
            Skill.objects.update_or_create(
                course=course, slug=skill["slug"],
                defaults={
                    "names": skill["names"], "checked_by": skill["check"], "evaluator": skill.get("evaluator", ""),
                    "fade_days": skill.get("fade_days"), "position": position,
                },
            )  # fmt: skip
        _write_lessons(course, said["lessons"])
        tags.bump("training")
    return course


def _write_lessons(course: Course, lessons: Sequence[Mapping[str, Any]]) -> None:
    for position, lesson in enumerate(lessons):
        Lesson.objects.update_or_create(
            course=course, slug=lesson["slug"],
            defaults={
                "titles": lesson["titles"], "picture": lesson["picture"], "minutes": lesson["minutes"],
                "steps": steps_of(lesson), "video": lesson.get("video", ""), "position": position, "retired_at": None,
            },
        )  # fmt: skip
    gone = Lesson.objects.filter(course=course, retired_at=None)
    gone.exclude(slug__in=[lesson["slug"] for lesson in lessons]).update(retired_at=clock.now())


def record_step(market: Market, lesson: Lesson, step: str, *, language: str, recording: str) -> StepRecording:
    """From now on this voice reads the step, or the question, in this market. Raises ``KeyError`` for one it does not have."""
    with transaction.atomic(), scope(market_id=market.pk):
        if step not in spoken_keys(lesson):
            raise KeyError(step)
        kept, _ = StepRecording.objects.update_or_create(
            market=market, lesson=lesson, step=step, language=language,
            defaults={"recording": recording, "by": str(current().actor), "at": clock.now()},
        )  # fmt: skip
        audit.record("record_step", market.reference, market_id=market.pk, lesson=lesson.slug, step=step)
    return kept


def forget_step_voice(market: Market, lesson: Lesson, step: str, *, language: str) -> None:
    """The step is silent again in this language. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=market.pk):
        StepRecording.objects.filter(lesson=lesson, step=step, language=language).delete()
        audit.record(
            "forget_step_voice", market.reference, market_id=market.pk, lesson=lesson.slug, step=step
        )


def add_external_course(
    market: Market, *, titles: Mapping[str, str], provider: str, address: str, languages: Sequence[str], minutes: int,
    skill: Skill | None = None,
) -> ExternalCourse:  # fmt: skip
    """Somebody else's course, shown with its provider's name. It counts for ``skill`` after a person's sign-off."""
    with transaction.atomic(), scope(market_id=market.pk):
        course = ExternalCourse.objects.create(
            market=market, titles=dict(titles), provider=provider, address=address, languages=list(languages),
            minutes=minutes, skill=skill,
        )  # fmt: skip
        audit.record(
            "add_external_course",
            Reference("external_course", course.code),
            market_id=market.pk,
            address=address,
        )
    return course


def retire_external_course(course: ExternalCourse) -> None:
    """It is shown no more. Repeating it does nothing."""
    with transaction.atomic(), scope(market_id=course.market_id):
        if ExternalCourse.objects.filter(pk=course.pk, retired_at=None).update(retired_at=clock.now()):
            audit.record(
                "retire_external_course",
                Reference("external_course", course.code),
                market_id=course.market_id,
            )
