"""Opening the markets: identity, texts, regions, delivery, rates and the people who run them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from tadamun.config.demo.banking import sign_with_bank
from tadamun.config.demo.markets import LEGAL_KINDS, MarketPlan, legal_text, market_plans
from tadamun.kernel import clock
from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import register_person
from tadamun.people.markets.models import Market, TeamMember
from tadamun.people.markets.operations import appoint, open_market, publish_legal_text, set_region
from tadamun.trade.shipping.operations import draw_zone, list_cities
from tadamun.treasury.ledger.operations import name_rate

# Units of dirham for one of each, near those of autumn 2026 but invented: a rate of a demonstration binds nobody.
RATES = {"EUR": "10.80", "USD": "9.30", "ILS": "2.75", "JOD": "13.10"}
DEFAULT_ZONE = "centre"  # where a place lies that nobody listed
OPERATOR = "+212600000900"
TREASURER = "+212600000903"  # a second operator: whoever prepares a payout does not approve it
TEAM = (
    (OPERATOR, "مشغل الأسواق التجريبي", TeamMember.Role.OPERATOR),
    ("+212600000901", "مراجعة المنتوجات", TeamMember.Role.REVIEWER),
    ("+212600000902", "خدمة الزبناء", TeamMember.Role.SUPPORT),
    (TREASURER, "أمينة الصندوق", TeamMember.Role.OPERATOR),
)


def name_rates(on: date) -> None:
    """The rates of that day, to the dirham."""
    for currency, rate in RATES.items():
        name_rate(currency, "MAD", Decimal(rate), on=on, source="demonstration")


def open_markets() -> list[Market]:
    """All four, each in one transaction, with their teams."""
    name_rates(clock.today())
    team = [(register_person(phone, name=name, verified=True), role) for phone, name, role in TEAM]
    return [_open(plan, position, team) for position, plan in enumerate(market_plans())]


def _open(plan: MarketPlan, position: int, team: Sequence[tuple[Person, str]]) -> Market:
    policies = {**plan.policies, "seller_currencies": list(plan.seller_currencies)}
    with transaction.atomic():
        market = open_market(
            plan.slug,
            fee_bp=plan.fee_bp,
            currency=plan.currency,
            languages=plan.languages,
            hosts=plan.hosts,
            names=plan.names,
            taglines=plan.taglines,
            status=Market.Status.OPEN,
            locales=dict(plan.locales),
            digits=plan.digits,
            display_currencies=list(plan.display_currencies),
            sell_countries=list(plan.sell_countries),
            ship_countries=list(plan.ship_countries),
            identity={**plan.identity, "legal_name": plan.identity["names"]["fr"]},
            theme=dict(plan.theme),
            policies=policies,
            position=position,
        )
        for kind in LEGAL_KINDS:
            publish_legal_text(market, kind, legal_text(plan, kind))
        for region, state in plan.regions.items():
            set_region(market, region, state)
        _draw_zones(market, plan)
        sign_with_bank(market)
        for person, role in team:
            appoint(market, person, role)
    return market


def _draw_zones(market: Market, plan: MarketPlan) -> None:
    for position, zone in enumerate(plan.zones):
        drawn = draw_zone(
            market,
            zone.code,
            names=zone.names,
            countries=zone.countries,
            fee_minor=zone.fee_minor,
            days=zone.days,
            fee_per_kg_minor=zone.fee_per_kg_minor,
            is_default=zone.code == DEFAULT_ZONE or not zone.cities,
            position=position,
        )
        list_cities(drawn, [(city.code, city.names, "MA", city.region) for city in zone.cities])
