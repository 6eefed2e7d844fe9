"""Questions about courses, learners and sessions, in the scope of a market."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Case, Prefetch, Q, QuerySet, Value, When

from tadamun.kernel import clock
from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import (
    Attainment,
    Attendance,
    Certificate,
    Course,
    Enrolment,
    ExternalCourse,
    Learner,
    Lesson,
    PracticeDesk,
    Progress,
    Skill,
    StepRecording,
    TrainingSession,
)
from tadamun.solidarity.training.shipped import moments
from tadamun.solidarity.training.standing import holds, last_facts

EARLY, LATE = timedelta(minutes=45), timedelta(minutes=30)  # around a session, when its door is open


@dataclass(frozen=True, slots=True)
class ShownLesson:
    lesson: Lesson
    progress: Progress | None

    @property
    def done(self) -> bool:
        return bool(self.progress and self.progress.done_at)

    @property
    def begun(self) -> bool:
        return bool(self.progress and self.progress.last_step and not self.progress.done_at)

    @property
    def next_step(self) -> int:
        """Where she goes on."""
        if self.progress is None or self.done:
            return 1
        return min(self.progress.last_step + 1, len(self.lesson.steps)) if self.progress.last_step else 1


@dataclass(frozen=True, slots=True)
class ShownSkill:
    """``state``: open, held, or reopened: it was held once."""

    skill: Skill
    fact: Attainment | None

    @property
    def state(self) -> str:
        if self.fact is None:
            return "open"
        return "held" if holds(self.fact) else "reopened"


@dataclass(frozen=True, slots=True)
class ShownCourse:
    course: Course
    lessons: Sequence[ShownLesson]
    skills: Sequence[ShownSkill]

    @property
    def done(self) -> int:
        return sum(each.done for each in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(each.lesson.minutes for each in self.lessons)

    @property
    def kept(self) -> bool:
        """All of it is on her phone, as she said."""
        return all(each.progress and each.progress.kept_at for each in self.lessons)


def courses() -> QuerySet[Course]:
    """Those taught now, with their lessons and skills: three queries."""
    lessons = Prefetch("lessons", Lesson.objects.filter(retired_at=None))
    skills = Prefetch("skills", Skill.objects.filter(retired_at=None))
    return Course.objects.filter(retired_at=None).prefetch_related(lessons, skills).order_by("position", "pk")


def shown_courses(learner: Learner, slug: str = "") -> list[ShownCourse]:
    """Every course, or the one named, with how far she came. Five queries."""
    rows = courses().filter(slug=slug) if slug else courses()
    found = list(rows)
    progress = {row.lesson_id: row for row in Progress.objects.filter(learner=learner)}
    facts = last_facts([learner.pk])
    return [
        ShownCourse(
            course,
            [ShownLesson(lesson, progress.get(lesson.pk)) for lesson in course.lessons.all()],
            [ShownSkill(skill, facts.get((learner.pk, skill.pk))) for skill in course.skills.all()],
        )
        for course in found
    ]


def learner_of(person: Person) -> Learner | None:
    """In the scope's market; ``None`` before she began."""
    return Learner.objects.select_related("person", "market").filter(person=person).first()


@dataclass(frozen=True, slots=True)
class Hint:
    """A lesson as it is offered on another page: its address is made of ``course`` and ``lesson``."""

    course: str
    lesson: str
    titles: dict[str, str]
    minutes: int
    picture: str
    key: int = 0
    skills: frozenset[int] = frozenset()


def _load_hints(market_id: int) -> dict[str, Hint]:
    with scope(market_id=market_id):
        rows = Lesson.objects.filter(retired_at=None, course__retired_at=None, course__market=None)
        known = {
            f"{row.course.slug}/{row.slug}": Hint(
                row.course.slug,
                row.slug,
                row.titles,
                row.minutes,
                row.picture,
                row.pk,
                frozenset(skill.pk for skill in row.course.skills.all() if skill.retired_at is None),
            )
            for row in rows.select_related("course").prefetch_related("course__skills")
        }
    return {moment: known[address] for moment, address in moments().items() if address in known}


hints: Kept[int, dict[str, Hint]] = Kept(_load_hints, lambda _market_id: ("training",))
"""Market → moment of need → the lesson for it. Asks the database once a process."""


def lesson_for(moment: str, market: Market) -> Hint | None:
    """The lesson to offer at this moment of need; ``None`` where no course is taught for it."""
    return hints(market.pk).get(moment)


def passed(person: Person, market: Market) -> Callable[[Hint], bool]:
    """Whether she has done a lesson, or holds all that its course teaches: nobody is offered what she knows. One query."""
    fresh = Q(fades_at=None) | Q(fades_at__gt=clock.now())
    still = Case(When(fresh, kind=Attainment.Kind.SHOWN, then=1), default=0, output_field=BigIntegerField())
    with scope(market_id=market.pk):
        hers = {"learner__person": person, "learner__market": market}
        lessons = Progress.objects.filter(**hers, done_at__isnull=False)
        skills = Attainment.objects.filter(**hers).order_by()
        rows = list(
            lessons.values_list(_number(0), "lesson_id", _number(0), _number(1)).union(
                skills.values_list(_number(1), "skill_id", "pk", still), all=True
            )
        )
    done = {key for skill, key, _at, _still in rows if not skill}
    last = {key: still for skill, key, _at, still in sorted(rows) if skill}  # the last fact of a skill counts
    return lambda hint: (
        hint.key in done or (bool(hint.skills) and all(last.get(skill) for skill in hint.skills))
    )


def _number(value: int) -> Value:
    return Value(value, output_field=BigIntegerField())


def next_lesson(learner: Learner | None) -> Hint | None:
    """For her page of today: of a skill that was reopened first, else the first lesson she has not done. Three queries."""
    done: set[int] = set()
    reopened: set[int] = set()
    if learner:
        done = set(
            Progress.objects.filter(learner=learner, done_at__isnull=False).values_list(
                "lesson_id", flat=True
            )
        )
        reopened = {row.skill.course_id for row in last_facts([learner.pk]).values() if not holds(row)}
    rows = list(
        Lesson.objects.filter(retired_at=None, course__retired_at=None)
        .select_related("course")
        .order_by("course__position", "course_id", "position", "pk")
    )
    again = [row for row in rows if row.course_id in reopened]
    chosen = next(iter(again), None) or next((row for row in rows if row.pk not in done), None)
    if chosen is None:
        return None
    return Hint(chosen.course.slug, chosen.slug, chosen.titles, chosen.minutes, chosen.picture)


def recordings_of(lessons: Iterable[Lesson], language: str) -> dict[str, str]:
    """Step → code of the recording that reads it in this spoken language."""
    rows = StepRecording.objects.filter(lesson__in=list(lessons), language=language)
    return dict(rows.values_list("step", "recording"))


def external_courses() -> list[ExternalCourse]:
    return list(ExternalCourse.objects.filter(retired_at=None).select_related("skill"))


def certificates_of(learner: Learner) -> list[Certificate]:
    """The newest first, each with its revocation if any."""
    return list(
        Certificate.objects.filter(learner=learner).select_related(
            "course", "market", "revocation", "learner__person"
        )
    )


def certificate_named(code: str) -> Certificate | None:
    """In the scope's market."""
    rows = Certificate.objects.select_related("course", "market", "revocation", "learner__person")
    return rows.filter(code=code).first()


def practice_desk(learner: Learner) -> PracticeDesk | None:
    rows = PracticeDesk.objects.select_related("organisation", "learner__market", "learner__person")
    return rows.filter(learner=learner, left_at=None).first()


# -- sessions -------------------------------------------------------------------------------------------------


def sessions_of(trainer: Person | None) -> QuerySet[TrainingSession]:
    """A trainer's own; ``None``: all of the market."""
    rows = TrainingSession.objects.select_related("course", "trainer")
    return rows.filter(trainer=trainer) if trainer else rows


def learners_of(trainer: Person | None) -> QuerySet[Learner]:
    """Whom a trainer expects or has taught; ``None``: all of the market."""
    rows = Learner.objects.select_related("person", "market")
    if trainer is None:
        return rows
    expected = Enrolment.objects.filter(session__trainer=trainer).values("learner")
    came = Attendance.objects.filter(session__trainer=trainer).values("learner")
    return rows.filter(pk__in=expected) | rows.filter(pk__in=came)


@dataclass(slots=True)
class Pupil:
    """A learner on the list of a session: whether she is expected, how she came, where she stands in the course."""

    learner: Learner
    expected: bool = False
    there: Attendance | None = None
    lessons_done: int = 0
    stuck: Lesson | None = None
    stuck_step: int = 0
    held: set[int] = field(default_factory=set)


STUCK_DAYS = 3


def pupils(session: TrainingSession) -> list[Pupil]:
    """Everybody expected or there, by name. Five queries."""
    found: dict[int, Pupil] = {}
    enrolled = Enrolment.objects.filter(session=session).select_related("learner__person", "learner__market")
    for row in enrolled:
        found[row.learner_id] = Pupil(row.learner, expected=True)
    came = Attendance.objects.filter(session=session).select_related("learner__person", "learner__market")
    for there in came:
        found.setdefault(there.learner_id, Pupil(there.learner)).there = there
    progress = Progress.objects.filter(
        learner__in=list(found), lesson__course=session.course_id, lesson__retired_at=None
    )
    for each in progress.select_related("lesson").order_by("lesson__position"):
        pupil = found[each.learner_id]
        if each.done_at:
            pupil.lessons_done += 1
        elif is_stuck(each):
            pupil.stuck, pupil.stuck_step = each.lesson, each.last_step
    for (learner, skill), fact in last_facts(found).items():
        if holds(fact):
            found[learner].held.add(skill)
    return sorted(found.values(), key=lambda pupil: (pupil.learner.person.display_name, pupil.learner.pk))


def is_stuck(progress: Progress) -> bool:
    """Begun and not gone on with for some days."""
    return (
        progress.done_at is None
        and progress.last_step > 0
        and progress.seen_at < clock.now() - timedelta(days=STUCK_DAYS)
    )


def open_sessions(learner: Learner) -> list[TrainingSession]:
    """Those to come, and those going on; the next first."""
    rows = TrainingSession.objects.select_related("course").filter(ends_at__gte=clock.now())
    return list(rows.order_by("starts_at")[:12])


def enrolled_in(learner: Learner) -> set[int]:
    return set(Enrolment.objects.filter(learner=learner).values_list("session_id", flat=True))


def attended(learner: Learner) -> list[Attendance]:
    return list(
        Attendance.objects.filter(learner=learner)
        .select_related("session__course")
        .order_by("-session__starts_at")
    )


def on_now(sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Those at which one may be written down as there."""
    now = clock.now()
    return sessions.filter(starts_at__lte=now + EARLY, ends_at__gte=now - LATE)


def is_on(session: TrainingSession) -> bool:
    """Whether one may be written down as there."""
    return opens_at(session) <= clock.now() <= session.ends_at + LATE


def opens_at(session: TrainingSession) -> datetime:
    """From when one may be written down as there."""
    return session.starts_at - EARLY


# -- recordings of a market's own voices ----------------------------------------------------------------------


def recorded_steps(lesson_ids: Iterable[int]) -> dict[tuple[int, str, str], str]:
    """(Lesson, step, language) → code of its recording, in the scope's market."""
    rows = StepRecording.objects.filter(lesson__in=list(lesson_ids))
    return {(row.lesson_id, row.step, row.language): row.recording for row in rows}


def spoken_keys(lesson: Lesson) -> set[str]:
    """What of a lesson a voice may read: its steps, and the question that ends it."""
    questions = Skill.objects.filter(lesson=lesson, checked_by=Skill.Check.QUESTION)
    asked = {question["key"] for question in questions.values_list("question", flat=True)}
    return asked | {step["key"] for step in lesson.steps}
