"""People meet: a session is planned, filled and attended."""

from datetime import datetime, timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Attendance, Course, Enrolment, Learner, TrainingSession
from tadamun.solidarity.training.queries import LATE, opens_at

LIST_LATE = timedelta(days=14)  # how long a trainer may still write who was there


class NoSeat(ValueError):
    """All seats are taken; nothing was written."""


class TooLate(ValueError):
    """The session has not begun or is over; nothing was written."""


def plan_session(
    market: Market, course: Course, *, place: str, starts_at: datetime, ends_at: datetime, trainer: Person, seats: int = 12
) -> TrainingSession:  # fmt: skip
    """A session at a place and time. Raises ``IntegrityError`` for one that ends before it starts."""
    with transaction.atomic(), scope(market_id=market.pk):
        session = TrainingSession.objects.create(
            market=market, course=course, place=place, starts_at=starts_at, ends_at=ends_at, trainer=trainer, seats=seats
        )  # fmt: skip
        audit.record("plan_session", session.reference, market_id=market.pk, course=course.slug)
    return session


def enrol(session: TrainingSession, learner: Learner) -> Enrolment:
    """She is expected. Repeating it takes no second seat. Raises ``NoSeat``, ``TooLate`` once it is over."""
    if clock.now() > session.ends_at:
        raise TooLate(session.code)
    with transaction.atomic(), scope(market_id=session.market_id):
        # The row of the session is held, so that two do not take the last seat.
        held = TrainingSession.objects.select_for_update().get(pk=session.pk)
        known = Enrolment.objects.filter(session=held, learner=learner).first()
        if known:
            return known
        if Enrolment.objects.filter(session=held).count() >= held.seats:
            raise NoSeat(session.code)
        return Enrolment.objects.create(session=held, learner=learner)


def withdraw_enrolment(session: TrainingSession, learner: Learner) -> None:
    """Her seat is free again. Repeating it does nothing."""
    with scope(market_id=session.market_id):
        Enrolment.objects.filter(session=session, learner=learner).delete()


def attend(session: TrainingSession, learner: Learner, how: str) -> Attendance:
    """She was there; once, whoever says it and however often. Nobody needs to be enrolled to have come.

    Raises ``TooLate`` outside the session's time; the trainer's list may be written for two weeks.
    """
    late = LIST_LATE if how == Attendance.How.LIST else LATE
    if not opens_at(session) <= clock.now() <= session.ends_at + late:
        raise TooLate(session.code)
    with transaction.atomic(), scope(market_id=session.market_id):
        there, made = Attendance.objects.get_or_create(
            session=session, learner=learner, defaults={"how": how, "by": str(current().actor)}
        )
        if made:
            audit.record(
                "attend_session",
                session.reference,
                market_id=session.market_id,
                learner=learner.code,
                how=how,
            )
    return there
