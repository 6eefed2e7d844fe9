"""Who is told of an order that its seller does not answer."""

from collections.abc import Callable

from django.db.models import Q

from tadamun.kernel import clock
from tadamun.kernel.scopes import everything
from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import TeamMember
from tadamun.people.markets.rules import OPERATOR, SUPPORT
from tadamun.people.notices.telling import tell_people
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.models import Grant, Member
from tadamun.people.sellers.queries import HELPS
from tadamun.people.sellers.rules import ORDERS, may
from tadamun.trade.checkout import letters
from tadamun.trade.orders.models import Fact, SellerOrder

HELPERS, TEAM = "helpers", "team"


def tell(order: SellerOrder) -> None:
    """Everybody of the steps that were reached. Repeating sends nothing."""
    reached = {str(fact.detail["to"]) for fact in order.facts.all() if fact.kind == Fact.Kind.ESCALATED}
    if HELPERS in reached:
        _tell(order, HELPERS, helpers_of(order), letters.unanswered_here)
    if TEAM in reached:
        _tell(order, TEAM, team_of(order.market_id), letters.unanswered_in_market)


def helpers_of(order: SellerOrder) -> list[Person]:
    """Who is responsible in her organisation, and whom a mandate lets answer her orders."""
    with everything("those who help one organisation"):
        grants = [
            grant for grant in Grant.objects.filter(organisation=order.organisation, ended_at=None)
            .filter(Q(market=None) | Q(market=order.market_id)) if may(grant, ORDERS, clock.now())
        ]  # fmt: skip
        helping = [grant.helpers_id for grant in grants if grant.helpers_id]
        in_charge = Member.objects.filter(organisation__in=[order.organisation_id, *helping], role__in=HELPS)
        chosen = Q(pk__in=in_charge.values("person")) | Q(pk__in=[grant.helper_id for grant in grants])
        return list(Person.objects.filter(chosen).order_by("pk"))


def team_of(market_id: int, *roles: str) -> list[Person]:
    """Who follows orders and their money in the market's team; or those of the roles named."""
    with everything("the team of one market"):
        rows = TeamMember.objects.filter(market=market_id, role__in=roles or (OPERATOR, SUPPORT))
        return [member.person for member in rows.select_related("person").order_by("pk")]


def _tell(
    order: SellerOrder, step: str, people: list[Person], compose: Callable[[SellerOrder, Voice], Said]
) -> None:
    tell_people(
        order.market, people, key=f"escalated/{step}/{order.code}", kind="order_unanswered",
        compose=lambda voice: compose(order, voice), subject_ref=str(order.reference),
    )  # fmt: skip
