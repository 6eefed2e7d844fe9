"""What a parcel costs and when it arrives. Pure: no queries here."""

from dataclasses import dataclass
from datetime import date, timedelta

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.trade.shipping.models import Zone

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class DeliveryQuote:
    """``fee`` in the market's currency; ``prepare_by`` the day it leaves, then the days between which it arrives."""

    fee: Money
    prepare_by: date
    arrives_from: date
    arrives_to: date


def after_working_days(start: date, days: int) -> date:
    """Sunday is no working day."""
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while day.weekday() == SUNDAY:
            day += timedelta(days=1)
    return day


def delivery_fee(market: Market, zone: Zone, *, weight_g: int, goods: Money) -> Money:
    """One parcel to a zone. Each started kilogram above what is included costs; a market may give it free."""
    free_from = market.policy.free_delivery_minor
    if free_from and goods.minor >= free_from:
        return Money(0, market.currency)
    extra_kg = max(0, -(-(weight_g - zone.included_g) // 1000))
    return Money(zone.fee_minor + extra_kg * zone.fee_per_kg_minor, market.currency)


def quote_delivery(
    market: Market, zone: Zone, *, weight_g: int, lead_days: int, goods: Money, today: date
) -> DeliveryQuote:
    """One parcel to a zone: what it costs, when it leaves and arrives."""
    prepare_by = after_working_days(today, max(market.policy.prepare_days, lead_days))
    return DeliveryQuote(
        fee=delivery_fee(market, zone, weight_g=weight_g, goods=goods),
        prepare_by=prepare_by,
        arrives_from=after_working_days(prepare_by, zone.days_min),
        arrives_to=after_working_days(prepare_by, zone.days_max),
    )
