"""What stands on a parcel: the order's number, where it goes, and both as a code that a carrier scans."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from tadamun.kernel.money import Money
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.states import G, M
from tadamun.trade.shipping.queries import find_city
from tadamun.treasury.payments.providers import paid_first
from tadamun.web.shared.qr import qr_markup

# States in which somebody who prepares the parcel may read the buyer's address.
KNOWS_BUYER = (G.TO_PREPARE, G.TO_HAND_OVER, G.SHIPPED)


class Slip(NamedTuple):
    order: SellerOrder
    city: str
    qr: SafeString
    to_collect: Money | None


def to_collect(order: SellerOrder) -> Money | None:
    """Cash the buyer still has to hand over."""
    if order.money_state == M.AT_DOOR:
        return order.balance
    cash = not paid_first(order.purchase.method)
    return order.total if cash and order.money_state == M.UNPAID else None


def scanned(order: SellerOrder, city: str) -> SafeString:
    """The code of a parcel."""
    bought = order.purchase
    lines = [order.code, bought.full_name, bought.address, bought.landmark, city, bought.phone]
    return qr_markup("\n".join(line for line in lines if line))


def city_names(orders: Iterable[SellerOrder]) -> Callable[[SellerOrder, str], str]:
    """Order and language → where it goes: a listed city in this language, else as the buyer wrote it. Each is looked up once."""
    listed = {said: find_city(said) for said in {each.purchase.city for each in orders}}

    def name(order: SellerOrder, language: str) -> str:
        known = listed[order.purchase.city]
        return known.name(language) if known else order.purchase.city_name

    return name


def slips_of(orders: Sequence[SellerOrder], language: str) -> list[Slip]:
    """Of those that have an address to go to: accepted, not yet there, not fetched, the buyer not forgotten."""
    going = [each for each in orders if each.goods_state in KNOWS_BUYER and each.purchase.address]
    city_of = city_names(going)
    return [
        Slip(each, city, scanned(each, city), to_collect(each))
        for each, city in ((each, city_of(each, language)) for each in going)
    ]
