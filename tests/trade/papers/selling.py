"""Orders that were delivered, for tests of papers."""

from typing import Any

from tadamun.kernel.money import Money
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.trade.checkout.operations import confirm_purchase, deliver_order, refund_order
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.operations import record_fact
from tadamun.trade.papers.models import Paper
from tadamun.trade.shipping.operations import hand_over
from tadamun.treasury.payments.models import Refund
from tests.factories import make_organisation, make_product, make_purchase, orders_of

REGISTERS = {
    "ice": "001561191000066", "tax_id": "1234567", "rc": "4521", "vat": "liable", "rib": "007780000123456789012396",
}  # fmt: skip


def ship(order: SellerOrder, carrier: str = "Amana") -> SellerOrder:
    for step in ("accepted", "packed"):
        record_fact(order, step)
    hand_over(order, carrier=carrier, number="QD1")
    return order


def sell(market: Market, *, carrier: str = "Amana", price: int = 45000, **fields: Any) -> SellerOrder:
    """One product of one seller, ordered in cash and delivered. ``seller``: fields of hers."""
    made = fields.pop("seller", {})
    organisation = fields.pop("organisation", None) or make_organisation(
        market, **{"kind": "company", "registers": REGISTERS, **made}
    )
    product = make_product(organisation, price=price, craft=fields.pop("craft", "pottery"))
    purchase = make_purchase(market, [product], **fields)
    confirm_purchase(purchase)
    order = orders_of(purchase)[0]
    deliver_order(ship(order, carrier))
    return orders_of(purchase)[0]


def give_back(order: SellerOrder, goods: int, delivery: int = 0) -> Refund:
    currency = order.currency
    [refund] = refund_order(
        order, goods=Money(goods, currency), delivery=Money(delivery, currency), reason="flaw"
    )
    return refund


def papers(market: Market, **wanted: Any) -> list[Paper]:
    with scope(market_id=market.pk):
        rows = Paper.objects.select_related("market", "issuer", "organisation", "corrects")
        return list(rows.filter(**wanted).order_by("pk"))
