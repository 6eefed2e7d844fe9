"""The verbs of delivery: zones, cities and parcels."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from tadamun.kernel import audit
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.shipping.models import City, Parcel, Zone


def draw_zone(
    market: Market, code: str, *, names: Mapping[str, str], countries: Sequence[str], fee_minor: int,
    days: tuple[int, int], fee_per_kg_minor: int = 0, included_g: int = 2000, is_default: bool = False,
    position: int = 0,
) -> Zone:  # fmt: skip
    """Write a zone: what it costs and how long it takes from now on. Orders keep what they were promised."""
    with transaction.atomic(), scope(market_id=market.pk):
        zone, _ = Zone.objects.update_or_create(
            market=market,
            code=code,
            defaults={
                "names": dict(names), "countries": list(countries), "fee_minor": fee_minor,
                "fee_per_kg_minor": fee_per_kg_minor, "included_g": included_g, "days_min": days[0],
                "days_max": days[1], "is_default": is_default, "position": position,
            },
        )  # fmt: skip
        tags.bump(f"market:{market.pk}")
        audit.record(
            "draw_zone", market.reference, market_id=market.pk, zone=code, fee=fee_minor, days=list(days)
        )
    return zone


def list_cities(zone: Zone, cities: Sequence[tuple[str, Mapping[str, str], str, str]]) -> None:
    """Put places (code, names, country, region code) into a zone; a place that was in another one moves."""
    with transaction.atomic(), scope(market_id=zone.market_id):
        for code, names, country, region in cities:
            City.objects.update_or_create(
                market_id=zone.market_id,
                code=code,
                defaults={"zone": zone, "names": dict(names), "country": country, "region": region},
            )
        tags.bump(f"market:{zone.market_id}")


def unlist_city(market: Market, code: str) -> None:
    """Buyers can no longer choose it; where it lay, the default zone counts. Orders keep it. Repeating does nothing."""
    with transaction.atomic(), scope(market_id=market.pk):
        if City.objects.filter(code=code).delete()[0]:
            tags.bump(f"market:{market.pk}")
            audit.record("unlist_city", market.reference, market_id=market.pk, city=code)


def hand_over(
    order: SellerOrder, *, carrier: str, number: str = "", reason: str = "", photo: str = ""
) -> Parcel:
    """The parcel left with a carrier, or with the seller herself (``carrier="self"``). Repeating returns the parcel.
    ``photo``: key of a stored picture of the slip. ``reason``: why somebody of the market says so instead of the seller.

    Raises ``orders.WrongState``; then nothing was written.
    """
    with transaction.atomic(), scope(market_id=order.market_id):
        said = {name: value for name, value in (("reason", reason), ("photo", photo)) if value}
        written = record_fact(order, Fact.Kind.HANDED_OVER, carrier=carrier, number=number, **said)
        if not written:
            return Parcel.objects.get(order=order)
        parcel, _ = Parcel.objects.update_or_create(
            order=order, defaults={"carrier": carrier, "number": number.strip()}
        )
    return parcel


def pack(order: SellerOrder, *, photo: str = "") -> None:
    """It is packed; ``photo`` is the key of a stored picture. Raises ``orders.WrongState``. Repeating does nothing."""
    record_fact(order, Fact.Kind.PACKED, photo=photo)
