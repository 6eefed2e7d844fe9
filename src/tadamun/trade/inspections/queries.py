"""Questions about inspections, in the scope of one market."""

from django.db.models import Exists, OuterRef, QuerySet

from tadamun.kernel.scopes import scope
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker
from tadamun.trade.inspections.models import Checker, Inspection
from tadamun.trade.orders.models import Fact
from tadamun.trade.orders.states import G


def checks_for(person: Person, market: Market) -> bool:
    """Whether somebody is named in this market whose pieces she may check."""
    with scope(market_id=market.pk):
        return Checker.objects.filter(person=person, ended_at=None).exists()


def to_check(person: Person) -> QuerySet[Inspection]:
    """What lies ready for her: not her own work, what waits longest first. In the scope of a market."""
    hers = Checker.objects.filter(person=person, ended_at=None).values("organisation")
    made = Maker.objects.filter(person=person, products__variants__lines__order=OuterRef("order"))
    did = Fact.objects.filter(
        order=OuterRef("order"), kind__in=(Fact.Kind.ACCEPTED, Fact.Kind.MADE), actor=str(person.reference)
    )
    rows = Inspection.objects.filter(state=Inspection.State.READY, organisation__in=hers)
    going = rows.filter(order__goods_state=G.TO_PREPARE)
    return going.filter(~Exists(made), ~Exists(did)).order_by("ready_at", "pk")


def checkers_of(organisation_id: int) -> list[Checker]:
    """Who is named for a seller, in the scope's market."""
    rows = Checker.objects.select_related("person", "organisation")
    return list(rows.filter(organisation=organisation_id, ended_at=None).order_by("pk"))
