"""What somebody can show today, from the facts alone."""

from collections.abc import Iterable

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.solidarity.training.models import Attainment, Skill


def holds(last: Attainment) -> bool:
    """Whether the last fact of a skill says that it is held."""
    return last.kind == Attainment.Kind.SHOWN and (last.fades_at is None or last.fades_at > clock.now())


def last_facts(learner_ids: Iterable[int]) -> dict[tuple[int, int], Attainment]:
    """(Learner, skill) → its last fact, in the scope's market. One query."""
    rows = Attainment.objects.filter(learner__in=list(learner_ids)).select_related("skill").order_by("pk")
    return {(row.learner_id, row.skill_id): row for row in rows}


def held_skills(learner_id: int) -> set[int]:
    """Keys of the skills she holds."""
    return {skill for (_learner, skill), row in last_facts([learner_id]).items() if holds(row)}


def held_by_organisation(organisation_id: int, market_id: int) -> set[str]:
    """Slugs of what any member of it holds in a market: the member who packs is the one trained. One query."""
    with everything("skills of the members of one organisation in one market"):
        rows = (
            Attainment.objects.filter(
                learner__market=market_id, learner__person__memberships__organisation=organisation_id
            )
            .select_related("skill")
            .order_by("pk")
        )
        last = {(row.learner_id, row.skill_id): row for row in rows}
        return {row.skill.slug for row in last.values() if holds(row)}


def skills_of(course_id: int) -> list[Skill]:
    """Those that are asked for now."""
    return list(Skill.objects.filter(course=course_id, retired_at=None))
