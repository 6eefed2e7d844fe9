"""Questions about sellers."""

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.models import Admission

# One who was suspended finishes what was ordered and sees what she is owed.
WITH_A_DESK = (Admission.Status.ADMITTED, Admission.Status.SUSPENDED, Admission.Status.APPLIED)


def desks_of(person: Person) -> list[Admission]:
    """The admissions she may sit down for in the scope's market, in one query."""
    rows = Admission.objects.filter(organisation__members__person=person, status__in=WITH_A_DESK)
    return list(rows.select_related("organisation").order_by("pk"))


def admission_of(organisation_id: int, market_id: int) -> Admission | None:
    with everything("one admission by its two keys"):
        return (
            Admission.objects.select_related("organisation", "market")
            .filter(organisation_id=organisation_id, market_id=market_id)
            .first()
        )


def fee_bp(admission: Admission | None, market_fee_bp: int) -> int:
    """The fee in hundredths of a percent: the admission's own, else the market's."""
    return market_fee_bp if admission is None or admission.fee_bp is None else admission.fee_bp
