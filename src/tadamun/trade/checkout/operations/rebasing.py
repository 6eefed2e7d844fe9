"""Another currency for a market that has sold nothing yet. It stands here because only here everything priced is known."""

from typing import Any

from django.db import transaction

from tadamun.kernel.money import exponent
from tadamun.kernel.pagecache import tags
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import FeePlan, Market
from tadamun.people.markets.operations import change_market, rename_currency
from tadamun.trade.checkout.models import CartLine
from tadamun.trade.orders.models import Purchase
from tadamun.trade.shipping.models import Zone

AMOUNTS = (
    "cash_ceiling_minor", "debt_most_minor", "deposit_from_minor", "free_delivery_minor", "payout_least_minor",
)  # fmt: skip


class AlreadySold(ValueError):
    """Orders are kept in the currency of their day; nothing was written."""


def change_currencies(market: Market, *, currency: str, **fields: Any) -> Market:
    """Write what a market sells in, and the fields of ``change_market`` given beside it: all or nothing.

    With another currency the fees of delivery and the amounts of the rules keep their figures (25 dirhams become 25
    euros: the operator looks at them again) and baskets are emptied. Raises ``AlreadySold``.
    """
    with transaction.atomic(), scope(market_id=market.pk):
        if currency != market.currency:
            if Purchase.objects.filter(market=market).exists():
                raise AlreadySold(market.slug)
            shift = exponent(currency) - exponent(market.currency)
            for zone in Zone.objects.filter(market=market):
                zone.fee_minor = _shifted(zone.fee_minor, shift)
                zone.fee_per_kg_minor = _shifted(zone.fee_per_kg_minor, shift)
                zone.save(update_fields=["fee_minor", "fee_per_kg_minor"])
            for plan in FeePlan.objects.filter(market=market, debt_most_minor__isnull=False):
                plan.debt_most_minor = _shifted(plan.debt_most_minor or 0, shift)
                plan.save(update_fields=["debt_most_minor"])
            tags.bump(f"fees:{market.pk}")
            CartLine.objects.filter(cart__market=market).delete()
            policy = market.policy.as_dict()
            amounts = {name: _shifted(policy[name], shift) for name in AMOUNTS}
            rename_currency(market, currency)
            fields["policies"] = {**market.policies, **amounts, **fields.get("policies", {})}
        return change_market(market, **fields)


def _shifted(minor: int, places: int) -> int:
    """The same figure in a currency with so many more decimals."""
    factor: int = 10 ** abs(places)
    return minor * factor if places >= 0 else minor // factor
