"""A skill is shown: by a result that is there, or before a person who watched. The last of a course brings its certificate."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from tadamun.kernel import audit, clock
from tadamun.kernel.context import current
from tadamun.kernel.references import SYSTEM
from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.solidarity.training.evaluators import shows
from tadamun.solidarity.training.models import Attainment, Learner, Skill
from tadamun.solidarity.training.operations.certifying import certify
from tadamun.solidarity.training.standing import holds

Kind = Attainment.Kind


class NotShown(ValueError):
    """Nothing shows the skill yet; nothing was written."""


class OwnSkill(ValueError):
    """Nobody signs off her own skill; nothing was written."""


def check_skill(learner: Learner, skill: Skill) -> Attainment | None:
    """Look for the result that shows the skill, since it was last reopened. Returns what was written, ``None`` where she
    holds it already. Raises ``NotShown``, also for a skill that a person checks.
    """
    if skill.checked_by != Skill.Check.RESULT:
        raise NotShown(skill.slug)
    with transaction.atomic(), scope(market_id=learner.market_id):
        last = _last(learner, skill)
        if last and holds(last):
            return None
        since = last.at if last and last.kind == Kind.REOPENED else None
        if not shows(skill.evaluator, learner, since):
            raise NotShown(skill.slug)
        return _write(learner, skill, Skill.Check.RESULT, by=str(SYSTEM))


def answer_question(learner: Learner, skill: Skill, answer: str) -> Attainment | None:
    """She chose a picture in answer to the question of a lesson. Returns what was written, ``None`` where she holds the skill
    already. Raises ``NotShown`` for another picture than the right one, and for a skill that asks no question.
    """
    if skill.checked_by != Skill.Check.QUESTION or answer != skill.question["right"]:
        raise NotShown(skill.slug)
    with transaction.atomic(), scope(market_id=learner.market_id):
        last = _last(learner, skill)
        if last and holds(last):
            return None
        return _write(learner, skill, Skill.Check.QUESTION, by=str(SYSTEM))


def sign_off(learners: Iterable[Learner], skill: Skill, *, by: Person, note: str = "") -> list[Attainment]:
    """``by`` watched them do it: all or nothing. Who holds the skill already is left out.

    Raises ``OwnSkill`` when she is among them.
    """
    those = list(learners)
    if any(learner.person_id == by.pk for learner in those):
        raise OwnSkill(skill.slug)
    written = []
    with transaction.atomic():
        for learner in those:
            with scope(market_id=learner.market_id):
                last = _last(learner, skill)
                if last is None or not holds(last):
                    written.append(
                        _write(learner, skill, Skill.Check.PERSON, by=str(by.reference), note=note)
                    )
    return written


def reopen_skill(learner: Learner, skill: Skill, *, note: str) -> Attainment | None:
    """The skill has faded and its lessons are open again; ``None`` where she did not hold it."""
    with transaction.atomic(), scope(market_id=learner.market_id):
        last = _last(learner, skill)
        if last is None or last.kind == Kind.REOPENED:
            return None
        row = Attainment.objects.create(
            learner=learner, skill=skill, kind=Kind.REOPENED, how=Skill.Check.RESULT, by=str(current().actor), note=note
        )  # fmt: skip
        audit.record(
            "reopen_skill", learner.reference, market_id=learner.market_id, skill=skill.slug, reason=note
        )
    return row


def _last(learner: Learner, skill: Skill) -> Attainment | None:
    return Attainment.objects.filter(learner=learner, skill=skill).order_by("-pk").first()


def _write(learner: Learner, skill: Skill, how: str, *, by: str, note: str = "") -> Attainment:
    row = Attainment.objects.create(
        learner=learner, skill=skill, kind=Kind.SHOWN, how=how, by=by, note=note, fades_at=_fades(skill)
    )
    audit.record(
        "attain_skill", learner.reference, market_id=learner.market_id, skill=skill.slug, how=how, by=by
    )
    certify(learner, skill.course)
    return row


def _fades(skill: Skill) -> datetime | None:
    return clock.now() + timedelta(days=skill.fade_days) if skill.fade_days else None
