"""Bank transfer: the buyer sends it with our reference, a person at the market says that it came."""

from datetime import timedelta

from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.treasury.payments.providers.base import Start


class BankTransfer:
    name = "bank_transfer"
    paid_before_dispatch = True

    def offered(self, market: Market, total: Money, country: str) -> bool:
        """Wherever the market ships, once its bank details are filled in."""
        return market.policy.bank_transfer and bool(market.fact("rib"))

    def start(self, market: Market, amount: Money, reference: str) -> Start:
        details = {
            "holder": market.fact("legal_name"),
            "bank": market.fact("bank"),
            "rib": market.fact("rib"),
        }
        return Start(
            {**{key: str(value) for key, value in details.items()}, "reference": reference},
            due_at=clock.now() + timedelta(days=market.policy.transfer_days),
        )
