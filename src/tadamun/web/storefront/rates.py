"""Rates of exchange and converted prices."""

from dataclasses import dataclass
from datetime import date

from tadamun.kernel.kept import Kept
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.ledger.queries import DatedRate, rates_to

_rates: Kept[tuple[str, int], dict[str, DatedRate]] = Kept(
    lambda wanted: rates_to(*wanted), lambda _wanted: ("rates",)
)


@dataclass(frozen=True, slots=True)
class Converted:
    """About so much in the currency the visitor thinks in, at the rate of a day. What is charged is the market's price."""

    amount: Money
    on: date


def rates_of(market: Market) -> dict[str, DatedRate]:
    """Base currency → latest rate to the market's."""
    return _rates((market.currency, market.pk))


def converted(price: Money, currency: str, market: Market) -> Converted | None:
    """``None`` where no rate is known."""
    rate = rates_of(market).get(currency) if currency and currency != price.currency else None
    return Converted(price.converted(1 / rate.rate, currency), rate.on) if rate and rate.rate else None
