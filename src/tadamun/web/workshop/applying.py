"""Her way to sell here, as a page shows it: which one, how far it is, what stands open."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.markets.regions import regions
from tadamun.people.sellers.models import Admission, Appeal, Application, Decision, Organisation
from tadamun.people.sellers.operations.applications import QUESTIONS
from tadamun.people.sellers.queries import last_decision, open_application
from tadamun.people.sellers.requirements import Point, checklist, region_open
from tadamun.web.shared.joining_words import REQUIREMENTS, STATES, requirement_title

ASKED: dict[str, tuple[Promise, str]] = {
    "kind": (_("Who sells?"), "people"),
    "name": (_("What is the name?"), "person"),
    "region": (_("Where do you work?"), "pin"),
    "craft": (_("What do you make?"), "hand"),
    "phone": (_("Her phone"), "phone"),
}
"""Question → its words and its icon, in the order of ``QUESTIONS``."""


@dataclass(frozen=True, slots=True)
class Way:
    """``application``: not yet sent, else ``None``. ``admission``: what stands in this market, once it was sent."""

    application: Application | None = None
    organisation: Organisation | None = None
    admission: Admission | None = None

    @property
    def helped(self) -> bool:
        """Somebody else fills it for her."""
        return self.application is not None and self.application.for_another

    @property
    def cohort(self) -> str:
        return self.admission.cohort if self.admission else ""


def way_of(person: Person) -> Way:
    """What she has not sent yet, else the latest admission she acts for in this market; an empty one for a newcomer."""
    application = open_application(person)
    if application is not None:
        return Way(application, application.organisation, _standing(application))
    rows = Admission.objects.select_related("organisation", "market").filter(
        organisation__members__person=person
    )
    admission = rows.order_by("-applied_at", "-pk").first()
    return Way(None, admission.organisation, admission) if admission else Way()


def _standing(application: Application) -> Admission | None:
    """She was refused and begins again."""
    if application.organisation_id is None:
        return None
    return (
        Admission.objects.select_related("organisation")
        .filter(organisation=application.organisation_id)
        .first()
    )


def next_question(application: Application) -> str:
    """The first without an answer; empty when all have one."""
    return next((name for name in QUESTIONS if not application.answers.get(name)), "")


def step_of(question: str) -> int:
    return QUESTIONS.index(question) + 1


def choices_of_regions(market: Market, language: str) -> list[tuple[str, str]]:
    """The regions of the countries where the market sells, in their own order."""
    countries = set(market.sell_countries) or {"MA"}
    rows = [row for row in regions().values() if not row.parent and row.country in countries]
    return [(row.code, row.names.get(language) or row.names["en"]) for row in rows]


def not_open(market: Market, way: Way) -> bool:
    """Whether the market takes nobody from there yet: she is told, and her application is kept."""
    return way.organisation is not None and not region_open(market.pk, way.organisation.region, way.cohort)


@dataclass(frozen=True, slots=True)
class Card:
    """One requirement as a card."""

    point: Point
    title: str
    hint: Promise
    icon: str
    state: Promise
    colour: str

    @property
    def code(self) -> str:
        return self.point.requirement.code

    @property
    def key(self) -> str:
        """Of the prompt that speaks what is wanted."""
        return f"paper.{self.point.requirement.kind}"


def cards(organisation: Organisation, market: Market, cohort: str, language: str) -> list[Card]:
    return [card(point, language) for point in checklist(organisation, market, cohort)]


def card(point: Point, language: str) -> Card:
    _title, hint, icon = REQUIREMENTS[point.requirement.kind]
    state, colour = STATES[point.state]
    return Card(point, requirement_title(point.requirement, language), hint, icon, state, colour)


def open_appeal(admission: Admission | None) -> tuple[Decision | None, Appeal | None]:
    """What was decided last, and her objection to it."""
    decision = last_decision(admission) if admission else None
    return decision, getattr(decision, "appeal", None) if decision else None
