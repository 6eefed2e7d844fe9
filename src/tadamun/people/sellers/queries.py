"""Questions about sellers."""

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.sellers.models import Admission, Member, Organisation


def organisations_of(person: Person) -> list[Organisation]:
    """For which organisations she acts, whatever the market."""
    with everything("a person's own memberships"):
        return [
            member.organisation
            for member in Member.objects.select_related("organisation").filter(person=person).order_by("pk")
        ]


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
