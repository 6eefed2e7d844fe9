"""The plans of the four markets: identity, look, rules, regions, delivery and legal texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tadamun.config.demo.sources import LANGUAGES, Words, document, spoken, table

LEGAL_KINDS = ("terms", "privacy", "legal", "delivery", "about")


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A place of delivery at home: ``region`` is the ISO code of its province."""

    code: str
    region: str
    zone: str
    names: Words


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """Fees are centimes of dirham for a parcel of up to two kilograms, then for each further one."""

    code: str
    names: Words
    countries: tuple[str, ...]
    fee_minor: int
    fee_per_kg_minor: int
    days: tuple[int, int]
    cities: tuple[CityPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class MarketPlan:
    """One market as the operator would have typed it in. ``regions``: ISO code → open, soon or closed."""

    slug: str
    hosts: tuple[str, ...]
    names: Words
    taglines: Words
    locales: Mapping[str, str]
    digits: str
    currency: str
    display_currencies: tuple[str, ...]
    seller_currencies: tuple[str, ...]
    sell_countries: tuple[str, ...]
    ship_countries: tuple[str, ...]
    theme: Mapping[str, str]
    identity: Mapping[str, Any]
    fee_bp: int
    policies: Mapping[str, Any]
    regions: Mapping[str, str]
    zones: tuple[ZonePlan, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.locales)


@cache
def market_plans() -> tuple[MarketPlan, ...]:
    """The four, in the order in which they are shown."""
    return tuple(_market(row) for row in table("markets")["market"])


def market_plan(slug: str) -> MarketPlan:
    return next(plan for plan in market_plans() if plan.slug == slug)


def _market(row: Mapping[str, Any]) -> MarketPlan:
    return MarketPlan(
        slug=row["slug"],
        hosts=tuple(row["hosts"]),
        names=row["names"],
        taglines=row["taglines"],
        locales=row["locales"],
        digits=row["digits"],
        currency=row["base_currency"],
        display_currencies=tuple(row["display_currencies"]),
        seller_currencies=tuple(row["seller_currencies"]),
        sell_countries=tuple(row["sell_countries"]),
        ship_countries=tuple(row["ship_countries"]),
        theme=row["theme"],
        identity=row["identity"],
        fee_bp=row["fee_bp"],
        policies=row["policies"],
        regions=row["regions"],
        zones=_zones(row),
    )


def _zones(row: Mapping[str, Any]) -> tuple[ZonePlan, ...]:
    delivery = table("delivery")
    cities = [
        CityPlan(code, region, zone, spoken(names))
        for code, region, zone, *names in delivery["cities"]["rows"]
    ]
    home = [
        ZonePlan(
            code=code,
            names=names,
            countries=("MA",),
            fee_minor=row["fees"][code]["minor"],
            fee_per_kg_minor=500,
            days=(row["fees"][code]["days"][0], row["fees"][code]["days"][1]),
            cities=tuple(city for city in cities if city.zone == code),
        )
        for code, names in delivery["zones"].items()
    ]
    abroad = [
        ZonePlan(
            code=zone["code"],
            names=zone["names"],
            countries=tuple(country for country in zone["countries"] if country in row["ship_countries"]),
            fee_minor=zone["fee_minor"],
            fee_per_kg_minor=zone["fee_per_kg_minor"],
            days=(zone["days"][0], zone["days"][1]),
        )
        for zone in delivery["abroad"]
    ]
    return (*home, *(zone for zone in abroad if zone.countries))


def legal_text(plan: MarketPlan, kind: str) -> Words:
    """A legal text in the three languages with the market's identity filled in; the small Markdown of content."""
    file = f"about-{plan.slug}" if kind == "about" else kind
    return {
        language: document(f"legal/{file}.{language}.md").format_map(_facts(plan, language))
        for language in LANGUAGES
    }


def _facts(plan: MarketPlan, language: str) -> dict[str, str]:
    identity = plan.identity
    ceiling = int(plan.policies["cash_ceiling_minor"]) // 100
    shown = {
        "ar": f"{ceiling} درهم",
        "fr": f"{ceiling:_} DH".replace("_", "\u202f"),
        "en": f"MAD {ceiling:,}",
    }

    def code(text: str) -> str:
        # Numbers and addresses run left to right within Arabic: isolated, or the plus sign jumps to the other end.
        return f"\u2066{text}\u2069" if language == "ar" else text

    return {
        "market": plan.names[language],
        "operator": identity["names"][language],
        "form": identity["form"][language],
        "address": identity["address"][language],
        "phone": code(identity["phone"]),
        "email": code(identity["email"]),
        "rc": code(identity["rc"]),
        "tax_id": code(identity["tax_id"]),
        "ice": code(identity["ice"]),
        "cndp": code(identity["cndp"]),
        "host": code(plan.hosts[0]),
        "return_days": str(plan.policies["return_days"]),
        "delivery_days": "30",
        "cod_ceiling": shown[language],
    }
