"""Questions about sellers."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
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


FIRM = (Admission.Status.ADMITTED, Admission.Status.SUSPENDED)


def keepers(rows: QuerySet[Admission]) -> QuerySet[Admission]:
    """Those of ``rows`` whose market keeps the organisation's papers: it changes who acts for her and what she is, and it
    reviews her products. Always one: the first that admitted her, also while it suspends her; before any did, the first she
    asked. A market that refused her keeps nothing.
    """
    with everything("which market keeps an organisation's papers"):
        others = Admission.objects.filter(organisation=OuterRef("organisation"))
        earlier = others.filter(pk__lt=OuterRef("pk"))
        asked = Q(status=Admission.Status.APPLIED) & ~Exists(others.filter(status__in=FIRM))
        return rows.filter(
            Q(status__in=FIRM) & ~Exists(earlier.filter(status__in=FIRM))
            | asked & ~Exists(earlier.filter(status=Admission.Status.APPLIED))
        )


def keeps(admission: Admission) -> bool:
    """Whether its market keeps the organisation's papers."""
    with everything("one admission by its key"):
        return keepers(Admission.objects.filter(pk=admission.pk)).exists()


def fee_bp(admission: Admission | None, market_fee_bp: int) -> int:
    """The fee in hundredths of a percent: the admission's own, else the market's."""
    return market_fee_bp if admission is None or admission.fee_bp is None else admission.fee_bp


def _own_fees(market_id: int) -> Mapping[int, int]:
    with everything("the fees of one market"):
        rows = Admission.objects.filter(market=market_id, fee_bp__isnull=False)
        return {
            organisation: own
            for organisation, own in rows.values_list("organisation_id", "fee_bp")
            if own is not None
        }


_fees = Kept(_own_fees, tags=lambda market_id: (f"fees:{market_id}",))


def fee_of(organisation_id: int, market: Market) -> int:
    """What the market keeps of an organisation's goods, in hundredths of a percent: asked of a table a process keeps."""
    return _fees(market.pk).get(organisation_id, market.policy.fee_bp)
