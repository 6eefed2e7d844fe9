"""Who could let a person in again: organisations she acts for that somebody else looks after too."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tadamun.people.accounts.models import Person, Trustee
from tadamun.people.sellers.letting_in import LOOK_AFTER
from tadamun.people.sellers.models import Member, Organisation


@dataclass(frozen=True, slots=True)
class Helper:
    organisation: Organisation
    allowed: bool


def helpers_of(person: Person) -> list[Helper]:
    """In the scope's market, in two queries."""
    others = Member.objects.filter(organisation=OuterRef("organisation"), role__in=LOOK_AFTER).exclude(
        person=person
    )
    rows = Member.objects.filter(Exists(others), person=person).select_related("organisation").order_by("pk")
    allowed = set(Trustee.objects.filter(person=person).values_list("organisation_ref", flat=True))
    return [Helper(row.organisation, str(row.organisation.reference) in allowed) for row in rows]
