"""What delivery costs and when it arrives, told before anything is in a basket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.kernel.pagecache import tags
from tadamun.people.markets.models import Market
from tadamun.trade.shipping.models import City
from tadamun.trade.shipping.queries import cities, find_city, zone_range
from tadamun.trade.shipping.quoting import delivery_fee, quote_delivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """To the visitor's city, when she told it: one fee and two days. Else the range of the country: fees, working days.

    ``abroad``: the market also delivers to other countries.
    """

    city: City | None
    fee: Money
    fee_max: Money
    days: tuple[int, int]
    arrives: tuple[date, date] | None
    abroad: bool


def cities_of(_market: Market) -> Sequence[City]:
    """All places a visitor of the scope's market may choose."""
    return cities()


def home_country(market: Market) -> str:
    """The country whose fees are told to a visitor of whom nothing is known."""
    return str(market.sell_countries[0]) if market.sell_countries else "MA"


def served_countries(market: Market) -> list[str]:
    """Where the market delivers: its own country, then the others in the operator's order."""
    drawn = {country for zone in zone_range() for country in zone.countries}
    order = [home_country(market), *market.sell_countries, *market.ship_countries, *sorted(drawn)]
    return [country for country in dict.fromkeys(order) if country in drawn]


def today_in(market: Market) -> date:
    """The market's day; the page that asks is fresh until it ends."""
    zone = ZoneInfo(market.time_zone)
    now = clock.now().astimezone(zone)
    tags.fresh_until(datetime.combine(now.date() + timedelta(days=1), time.min, zone))
    return now.date()


def delivery_of(
    market: Market, city_code: str, *, weight_g: int, lead_days: int, goods: Money
) -> Delivery | None:
    """For one parcel of these goods. ``None`` when the market has drawn no zone for its own country."""
    country = home_country(market)
    zones = zone_range()
    near = [zone for zone in zones if country in zone.countries]
    abroad = any(set(zone.countries) - {country} for zone in zones)
    city = find_city(city_code)
    if city:
        today = today_in(market)
        quote = quote_delivery(
            market, city.zone, weight_g=weight_g, lead_days=lead_days, goods=goods, today=today
        )
        days = (city.zone.days_min, city.zone.days_max)
        return Delivery(city, quote.fee, quote.fee, days, (quote.arrives_from, quote.arrives_to), abroad)
    if not near:
        return None
    fees = [delivery_fee(market, zone, weight_g=weight_g, goods=goods) for zone in near]
    ready = max(market.policy.prepare_days, lead_days)
    days = (ready + min(zone.days_min for zone in near), ready + max(zone.days_max for zone in near))
    return Delivery(None, min(fees, key=_minor), max(fees, key=_minor), days, None, abroad)


def _minor(amount: Money) -> int:
    return amount.minor
