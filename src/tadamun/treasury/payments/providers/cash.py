"""Cash on delivery: the carrier, or the seller herself, takes the money at the door."""

from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.providers.base import Start


class CashOnDelivery:
    name = "cash_on_delivery"
    paid_before_dispatch = False

    def offered(self, market: Market, total: Money, country: str) -> bool:
        """At home only, up to the market's ceiling."""
        policy = market.policy
        return (
            policy.cash_on_delivery
            and country in market.sell_countries
            and total.minor <= policy.cash_ceiling_minor
        )

    def start(self, market: Market, amount: Money, reference: str) -> Start:
        return Start({})
