"""Training in the demonstration: a trainer, a session that was and one to come, lessons begun, a certificate."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from tadamun.config.demo.admitting import Seller
from tadamun.kernel import clock
from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market, TeamMember
from tadamun.people.markets.operations import appoint
from tadamun.solidarity.training.models import Attendance, Course, Learner, Lesson
from tadamun.solidarity.training.operations import (
    agree_to_name,
    attend,
    enrol,
    enter_training,
    keep_course,
    open_step,
    plan_session,
    sign_off,
    sync_courses,
)

TRAINER = "+212600000904"
PUPILS = 3
LASTS = timedelta(hours=3)
PLACE = "دار الصانع"


def appoint_trainer(markets: Sequence[Market]) -> None:
    """One person teaches in all four, and the shipped courses are there."""
    sync_courses()
    trainer = register_person(TRAINER, name="المدربة التجريبية", verified=True)
    for market in markets:
        appoint(market, trainer, TeamMember.Role.TRAINER)


def teach(market: Market, sellers: Sequence[Seller]) -> None:
    """The owners of the first sellers learn."""
    trainer = Person.objects.get(phone=TRAINER)
    people = Person.objects.filter(phone__in=[seller.plan.phone for seller in sellers[:PUPILS]])
    with transaction.atomic(), scope(market_id=market.pk):
        learners = [enter_training(market, person) for person in people.order_by("pk")]
        _session_that_was(market, trainer, learners)
        _lessons(learners)
        coming = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=4)
        session = plan_session(
            market, Course.objects.get(slug="shipment"), place=PLACE, starts_at=coming, ends_at=coming + LASTS,
            trainer=trainer,
        )  # fmt: skip
        for learner in learners[1:]:
            enrol(session, learner)


def _session_that_was(market: Market, trainer: Person, learners: Sequence[Learner]) -> None:
    """Three weeks ago; the first showed her skill there and has its certificate."""
    with clock.shifted(-timedelta(days=21)), acting(actor=trainer.reference):
        course = Course.objects.get(slug="payment")
        now = clock.now()
        session = plan_session(
            market, course, place=PLACE, starts_at=now, ends_at=now + LASTS, trainer=trainer
        )
        for learner in learners:
            enrol(session, learner)
            attend(session, learner, Attendance.How.SCANNED)
        sign_off(learners[:1], course.skills.get(), by=trainer, note=session.code)
    agree_to_name(learners[0], True)


def _lessons(learners: Sequence[Learner]) -> None:
    """The first has done a course and keeps it on her phone, the second came to its middle and stayed there."""
    lessons = list(Lesson.objects.select_related("course").filter(course__slug="payment"))
    with clock.shifted(-timedelta(days=9)):
        for lesson in lessons:
            open_step(learners[0], lesson, len(lesson.steps) + 1)
        keep_course(learners[0], lessons[0].course)
        for learner in learners[1:]:
            open_step(learner, lessons[0], 3)
