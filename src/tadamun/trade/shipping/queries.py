"""Cities and zones of the scope's market."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tadamun.kernel.kept import Kept
from tadamun.kernel.prepared import Prepared, columns, made
from tadamun.kernel.scopes import market_of_scope, scope
from tadamun.trade.orders.models import Purchase, SellerOrder
from tadamun.trade.shipping.models import City, Parcel, Zone


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel goes: a listed city, or a name somebody typed, and the zone it lies in."""

    code: str
    name: str
    zone: Zone
    country: str


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in decomposed if letter.isalnum())
    return folded.translate(str.maketrans("أإآىة", "اااي" + "ه"))


def _load_cities(market_id: int) -> tuple[City, ...]:
    with scope(market_id=market_id):
        return tuple(City.objects.select_related("zone").order_by("pk"))


def _load_zones(market_id: int) -> tuple[Zone, ...]:
    with scope(market_id=market_id):
        return tuple(Zone.objects.order_by("position", "pk"))


def _load_range(market_id: int) -> tuple[Zone, ...]:
    return tuple(sorted(_ZONES(market_id), key=lambda zone: (zone.fee_minor, zone.pk)))


def _load_names(market_id: int) -> dict[str, City]:
    names: dict[str, City] = {}
    for city in _CITIES(market_id):
        names.setdefault(city.code, city)
        for name in city.names.values():
            names.setdefault(_plain(str(name)), city)
    return names


def _tags(market_id: int) -> tuple[str, ...]:
    return (f"market:{market_id}",)


_CITIES = Kept(_load_cities, _tags)
_ZONES = Kept(_load_zones, _tags)
_RANGE = Kept(_load_range, _tags)
_NAMES = Kept(_load_names, _tags)


def cities() -> tuple[City, ...]:
    """All of them, with their zones, in their order."""
    return _CITIES(market_of_scope())


def find_city(text: str) -> City | None:
    """By code, or by its name in any language as people write it."""
    if not text:
        return None
    names = _NAMES(market_of_scope())
    return names.get(text) or names.get(_plain(text))


def default_zone(country: str) -> Zone | None:
    """The zone of a place of that country that nobody listed."""
    zones = [zone for zone in _ZONES(market_of_scope()) if country in zone.countries]
    return next((zone for zone in zones if zone.is_default), zones[0] if zones else None)


def find_place(city: str, country: str, language: str) -> Place | None:
    """Where it is, or ``None`` when the market does not deliver to that country."""
    found = find_city(city)
    if found and found.country == (country or found.country):
        return Place(found.code, found.name(language), found.zone, found.country)
    zone = default_zone(country)
    return Place("", city.strip(), zone, country) if zone else None


def zone_range() -> tuple[Zone, ...]:
    """All zones, the cheapest first, for a page that does not know the city yet."""
    return _RANGE(market_of_scope())


def parcels_of(purchase: Purchase) -> dict[int, Parcel]:
    """Key of a seller order → what was handed to a carrier of it, of those that were."""
    found = [made(Parcel, values) for values in _PARCELS(market_of_scope(), purchase.pk)]
    return {parcel.order_id: parcel for parcel in found}


def _parcels_query(market_id: int, purchase_id: int) -> QuerySet[Any, Any]:
    with scope(market_id=market_id):
        return Parcel.objects.filter(order__purchase=purchase_id).values_list(*columns(Parcel))


_PARCELS = Prepared(_parcels_query)


def carrier_of(order: SellerOrder) -> str:
    """Who took its parcel, as the seller said; empty where nobody was named."""
    return " ".join(
        (Parcel.objects.filter(order=order).values_list("carrier", flat=True).first() or "").split()
    )
