"""What a buyer pays for what a seller asks: see docs/algorithms/pricing.md."""

from collections.abc import Mapping
from decimal import Decimal

from tadamun.kernel.money import Money, exponent
from tadamun.treasury.ledger.queries import DatedRate

ONE = Decimal(1)


class NoRate(ValueError):
    """No rate of exchange leads from the seller's currency to the market's."""


def rate_of(currency: str, quote: str, rates: Mapping[str, DatedRate]) -> Decimal:
    if currency == quote:
        return ONE
    if currency not in rates:
        raise NoRate(f"{currency} → {quote}")
    return rates[currency].rate


def buyer_price(price: Money, currency: str, rates: Mapping[str, DatedRate]) -> Money:
    """In the market's currency: converted at the latest rate and rounded up to a whole unit, so that a price has no
    odd cents and the market does not lose by rounding. The seller's own currency stays as she wrote it."""
    if price.currency == currency:
        return price
    exact = price.converted(rate_of(price.currency, currency, rates), currency)
    unit = 10 ** exponent(currency)
    return Money(-(-exact.minor // unit) * unit, currency)
