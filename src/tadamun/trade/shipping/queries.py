"""Cities and zones of the scope's market."""

import unicodedata
from dataclasses import dataclass

from tadamun.kernel.pagecache import tags
from tadamun.trade.shipping.models import City, Zone


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


def cities() -> list[City]:
    """All of them, with their zones, in their order."""
    rows = list(City.objects.select_related("zone", "market").order_by("pk"))
    if rows:
        tags.collect(f"market:{rows[0].market_id}")
    return rows


def find_city(text: str) -> City | None:
    """By code, or by its name in any language as people write it."""
    city = City.objects.select_related("zone").filter(code=text).first()
    if city or not text:
        return city
    wanted = _plain(text)
    return next(
        (row for row in cities() if wanted in {_plain(str(name)) for name in row.names.values()}), None
    )


def default_zone(country: str) -> Zone | None:
    """The zone of a place of that country that nobody listed."""
    zones = [zone for zone in Zone.objects.order_by("position", "pk") if country in zone.countries]
    return next((zone for zone in zones if zone.is_default), zones[0] if zones else None)


def find_place(city: str, country: str, language: str) -> Place | None:
    """Where it is, or ``None`` when the market does not deliver to that country."""
    found = find_city(city)
    if found and found.country == (country or found.country):
        return Place(found.code, found.name(language), found.zone, found.country)
    zone = default_zone(country)
    return Place("", city.strip(), zone, country) if zone else None


def zone_range() -> list[Zone]:
    """All zones, for a page that does not know the city yet."""
    return list(Zone.objects.order_by("fee_minor"))
