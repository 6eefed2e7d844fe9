"""Questions about inspections."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker
from tadamun.trade.inspections.models import Checker, Inspection, Look
from tadamun.trade.orders.models import Fact, Line, SellerOrder
from tadamun.trade.orders.states import G

THEIRS = "a checker looks at other sellers' pieces, those she is named for"


def checks_for(person: Person, market: Market) -> bool:
    """Whether somebody is named in this market whose pieces she may check."""
    with everything(THEIRS):
        return Checker.objects.filter(market=market, person=person, ended_at=None).exists()


def to_check(person: Person, market: Market) -> list[tuple[Inspection, dict[str, str]]]:
    """What lies ready for her, with its titles: not her own work, what waits longest first. One query."""
    with everything(THEIRS):
        first = Line.objects.filter(order=OuterRef("order")).values("titles")[:1]
        rows = _ready(person, market).select_related("organisation").annotate(titles=Subquery(first))
        return [(row, row.titles or {}) for row in rows[:50]]


def _ready(person: Person, market: Market) -> QuerySet[Inspection, Any]:
    hers = Checker.objects.filter(market=market, person=person, ended_at=None).values("organisation")
    made = Maker.objects.filter(person=person, products__variants__lines__order=OuterRef("order"))
    did = Fact.objects.filter(
        order=OuterRef("order"), kind__in=(Fact.Kind.ACCEPTED, Fact.Kind.MADE), actor=str(person.reference)
    )
    rows = Inspection.objects.filter(market=market, state=Inspection.State.READY, organisation__in=hers)
    going = rows.filter(order__goods_state=G.TO_PREPARE)
    return going.filter(~Exists(made), ~Exists(did)).order_by("ready_at", "pk")


def piece_to_check(person: Person, market: Market, code: str) -> tuple[Inspection, list[Line]] | None:
    """One of these with its lines, or one that she has looked at; ``None`` for everybody else's."""
    with everything(THEIRS):
        rows = Inspection.objects.select_related("organisation", "order", "market").filter(
            market=market, code=code
        )
        found = rows.filter(Q(pk__in=_ready(person, market).values("pk")) | Q(looks__checker=person)).first()
        if found is None:
            return None
        return found, list(Line.objects.select_related("variant__product").filter(order=found.order))


def looks_of(order: SellerOrder) -> list[Look]:
    """What was seen of an order, the latest last, in its scope."""
    rows = Look.objects.select_related("checker", "voice", "inspection").filter(inspection__order=order)
    return list(rows.order_by("number"))


def checkers_of(organisation_id: int) -> list[Checker]:
    """Who is named for a seller, in the scope's market."""
    rows = Checker.objects.select_related("person", "organisation")
    return list(rows.filter(organisation=organisation_id, ended_at=None).order_by("pk"))
