"""Who may check what."""

from tadamun.people.accounts.models import Person
from tadamun.people.sellers.models import Maker
from tadamun.trade.inspections.models import Checker, Inspection
from tadamun.trade.orders.models import Fact


def is_checker(person: Person, inspection: Inspection) -> bool:
    """Named for this seller here, and neither one of the makers of what is in it nor who worked on the order."""
    named = Checker.objects.filter(
        market=inspection.market_id, organisation=inspection.organisation_id, person=person, ended_at=None
    )
    return named.exists() and not worked_on(person, inspection)


def worked_on(person: Person, inspection: Inspection) -> bool:
    """Whether she made it, accepted it or said that it is made."""
    if Maker.objects.filter(person=person, products__variants__lines__order=inspection.order_id).exists():
        return True
    did = Fact.objects.filter(order=inspection.order_id, kind__in=(Fact.Kind.ACCEPTED, Fact.Kind.MADE))
    return did.filter(actor=str(person.reference)).exists()
