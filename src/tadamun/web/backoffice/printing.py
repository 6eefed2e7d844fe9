"""What is printed of many orders at once: labels, packing slips, one pick list, one sheet for the driver.

A number of queries that does not grow with the orders. Each paper has only the orders it is for; who prints it is told how
many were left out.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from tadamun.goods.catalogue.models import Picture
from tadamun.kernel.money import Money
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation
from tadamun.showcase.window.pictures import shown_picture
from tadamun.trade.orders.models import Line, SellerOrder
from tadamun.trade.orders.states import G, M
from tadamun.ui.cards import Picture as ShownPicture
from tadamun.ui.values import direction
from tadamun.web.backoffice.order_filters import asked_of, rows_asked
from tadamun.web.shared.slips import city_names, to_collect

PRINTED_MOST = 200  # a printer's tray, and a page that a browser still lays out at once
WIDTHS = (240,)
_JOINED = ("purchase", "organisation", "market", "parcel")


class Chosen(NamedTuple):
    """Orders to print, of ``found``; ``by_hand``: ticked, not whatever the table shows."""

    orders: list[SellerOrder]
    found: int
    by_hand: bool

    @property
    def too_many(self) -> bool:
        return self.found > len(self.orders)


def chosen_orders(request: HttpRequest) -> Chosen:
    """Those ticked, else all that the table shows, on all its pages: the first ``PRINTED_MOST`` in its order.

    A number that is no order of this market is 404.
    """
    asked = asked_of(request)
    ticked = {code[:14] for code in request.GET.getlist("order")[: PRINTED_MOST + 1]}
    if ticked:
        rows = list(_ticked(sorted(ticked)).order_by(*asked.order))
        if len(rows) != len(ticked):
            raise Http404
        return Chosen(rows[:PRINTED_MOST], len(rows), True)
    all_rows = rows_asked(request, asked)
    rows = list(all_rows.select_related(*_JOINED)[: PRINTED_MOST + 1])
    found = len(rows) if len(rows) <= PRINTED_MOST else all_rows.count()
    return Chosen(rows[:PRINTED_MOST], found, False)


def _ticked(codes: Sequence[str]) -> QuerySet[SellerOrder]:
    return SellerOrder.objects.select_related(*_JOINED).filter(code__in=codes)


def _lines_of(orders: Sequence[SellerOrder]) -> dict[int, list[Line]]:
    """Order → its lines, in one query."""
    found: dict[int, list[Line]] = defaultdict(list)
    rows = Line.objects.filter(order__in=[each.pk for each in orders]) if orders else ()
    for line in rows:
        found[line.order_id].append(line)
    return found


# -- packing slips ------------------------------------------------------------------------------------------------


class Packed(NamedTuple):
    """What lies in one parcel, in words of its buyer. ``priced``: not where her own words travel with it, as with a present."""

    order: SellerOrder
    lines: list[tuple[Line, Money]]
    city: str
    language: str
    dir: str
    locale: str
    priced: bool
    to_collect: Money | None


def packing_slips(orders: Sequence[SellerOrder], market: Market) -> list[Packed]:
    """Of parcels that are being made ready and have an address. One query."""
    going = [each for each in orders if _to_pack(each)]
    lines, city_of = _lines_of(going), city_names(going)
    return [_packed(each, lines[each.pk], market, city_of) for each in going]


def _to_pack(order: SellerOrder) -> bool:
    return order.goods_state in (G.TO_PREPARE, G.TO_HAND_OVER) and bool(order.purchase.address)


def _packed(
    order: SellerOrder, lines: Sequence[Line], market: Market, city_of: Callable[[SellerOrder, str], str]
) -> Packed:
    bought = order.purchase
    language = bought.language if bought.language in market.languages else market.default_language
    sums = [(line, Money(line.unit_minor * line.quantity, order.currency)) for line in lines]
    return Packed(
        order, sums, city_of(order, language), language, direction(language), market.locale(language),
        not bought.gift_note, to_collect(order),
    )  # fmt: skip


# -- the pick list ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Pick:
    """One thing to fetch: how many, and for which orders."""

    line: Line
    picture: ShownPicture | None
    quantity: int = 0
    orders: list[tuple[str, int]] = field(default_factory=list)


def pick_list(orders: Sequence[SellerOrder], language: str) -> list[tuple[Organisation, list[Pick]]]:
    """Seller → what is to be fetched from her, of orders in preparation. Two queries."""
    going = [each for each in orders if each.goods_state == G.TO_PREPARE]
    lines = _lines_of(going)
    pictures = _pictures({line.picture for each in lines.values() for line in each} - {""})
    by_seller: dict[int, tuple[Organisation, dict[int, Pick]]] = {}
    for order in going:
        _seller, picks = by_seller.setdefault(order.organisation_id, (order.organisation, {}))
        for line in lines[order.pk]:
            pick = picks.setdefault(line.variant_id, Pick(line, pictures.get(line.picture)))
            pick.quantity += line.quantity
            pick.orders.append((order.code, line.quantity))
    found = [
        (seller, sorted(picks.values(), key=lambda pick: pick.line.sku))
        for seller, picks in by_seller.values()
    ]
    return sorted(found, key=lambda each: (each[0].name(language), each[0].pk))


def _pictures(keys: set[str]) -> dict[str, ShownPicture]:
    rows = Picture.objects.filter(key__in=keys) if keys else ()
    return {row.key: shown_picture(row, "", WIDTHS) for row in rows}


# -- the driver's sheet -------------------------------------------------------------------------------------------


class Handed(NamedTuple):
    """A parcel the driver takes with her: where to, and what she must bring back in cash."""

    order: SellerOrder
    city: str
    to_collect: Money | None


class Sheet(NamedTuple):
    """Parcels by seller and city; the cash of all of them, by currency."""

    parcels: list[Handed]
    cash: list[Money]


def driver_sheet(orders: Sequence[SellerOrder], language: str) -> Sheet:
    """Of parcels that are packed, go somewhere, and whose balance nobody waits for. No query."""
    going = [each for each in orders if _may_leave(each)]
    city_of = city_names(going)
    parcels = [Handed(each, city_of(each, language), to_collect(each)) for each in going]
    parcels.sort(key=_by_way(language))
    amounts = sorted((each.to_collect for each in parcels if each.to_collect), key=lambda sum_: sum_.currency)
    cash = [
        Money(sum(amount.minor for amount in same), currency)
        for currency, same in groupby(amounts, key=lambda amount: amount.currency)
    ]
    return Sheet(parcels, cash)


def _may_leave(order: SellerOrder) -> bool:
    return (
        order.goods_state == G.TO_HAND_OVER
        and order.money_state != M.DEPOSIT
        and bool(order.purchase.address)
    )


def _by_way(language: str) -> Callable[[Handed], tuple[str, int, str, str]]:
    """Where she fetches it, then where she brings it."""

    def key(each: Handed) -> tuple[str, int, str, str]:
        seller = each.order.organisation
        return seller.name(language), seller.pk, each.city, each.order.code

    return key
