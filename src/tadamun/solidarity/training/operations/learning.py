"""Somebody learns."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from tadamun.kernel import audit, clock
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Course, Learner, Lesson, Progress


def enter_training(market: Market, person: Person) -> Learner:
    """The person as a learner of this market, made when she is not one yet."""
    with scope(market_id=market.pk):
        learner = Learner.objects.select_related("person").filter(person=person).first()
        if learner is None:
            learner, _ = Learner.objects.get_or_create(market=market, person=person)
    return learner


def open_step(learner: Learner, lesson: Lesson, number: int) -> Progress:
    """She looks at that step, counted from 1; after the last one (its number and one more) the lesson is done.

    Going back loses nothing. A number beyond is taken as the end.
    """
    end = len(lesson.steps)
    seen = max(1, min(number, end))
    with transaction.atomic(), scope(market_id=learner.market_id):
        progress, _ = Progress.objects.get_or_create(learner=learner, lesson=lesson)
        mine = Progress.objects.filter(pk=progress.pk)
        mine.update(last_step=Greatest(F("last_step"), seen), seen_at=clock.now())
        if number > end:
            mine.filter(done_at=None).update(done_at=clock.now())
        progress.refresh_from_db()
    return progress


def keep_course(learner: Learner, course: Course, *, kept: bool = True) -> None:
    """Her phone keeps these lessons, or no longer does: what the list marks. Repeating it changes nothing."""
    with transaction.atomic(), scope(market_id=learner.market_id):
        lessons = list(Lesson.objects.filter(course=course, retired_at=None))
        if kept:
            for lesson in lessons:
                Progress.objects.get_or_create(learner=learner, lesson=lesson)
        rows = Progress.objects.filter(learner=learner, lesson__in=lessons)
        if kept:
            rows.filter(kept_at=None).update(kept_at=clock.now())
        else:
            rows.update(kept_at=None)


def agree_to_name(learner: Learner, agreed: bool) -> None:
    """Her name may stand on the public page of her certificates, or no more. One that stands keeps its date."""
    with transaction.atomic(), scope(market_id=learner.market_id):
        rows = Learner.objects.filter(pk=learner.pk)
        if agreed:
            rows.filter(name_consent_at=None).update(name_consent_at=clock.now())
        else:
            rows.update(name_consent_at=None)
        audit.record("agree_to_name", learner.reference, market_id=learner.market_id, agreed=agreed)
