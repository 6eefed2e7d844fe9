"""Orders (B3): the table, the same as a file, and the filters a person keeps for herself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tadamun.kernel.money import Money
from tadamun.people.markets.models import FILTERS_MOST, KeptFilter, TeamMember
from tadamun.people.markets.operations import TooManyFilters, drop_filter, keep_filter
from tadamun.people.markets.queries import filters_of
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.queries import count_by_state
from tadamun.trade.orders.states import G
from tadamun.trade.shipping.queries import cities
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.orders import FilterForm
from tadamun.web.backoffice.order_filters import NEWEST, Asked, asked_of, link_of, rows_asked
from tadamun.web.backoffice.orders import ALL, BALANCE, LATE, REFUND, UNDELIVERED, is_late
from tadamun.web.backoffice.pages import listing, page, sort_link
from tadamun.web.backoffice.printing import PRINTED_MOST
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.wording import GOODS, GOODS_KINDS, MONEY, MONEY_KINDS, marked, word
from tadamun.web.shared.redirects import see
from tadamun.web.shared.spreadsheets import csv_file

ORDERS = KeptFilter.List.ORDERS
SOON_WORDS = {
    "0": gettext_lazy("Today"),
    "3": gettext_lazy("Within 3 days"),
    "7": gettext_lazy("Within 7 days"),
}


@for_team(may_follow_orders)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    return _table(request, FilterForm())


def _table(request: HttpRequest, form: FilterForm, status: int = 200) -> HttpResponse:
    asked = asked_of(request)
    found = listing(request, rows_asked(request, asked))
    rows = [
        (row, *marked(GOODS, GOODS_KINDS, row.goods_state), *marked(MONEY, MONEY_KINDS, row.money_state))
        for row in found.rows
    ]
    mine = filters_of(in_office(request).person.pk, ORDERS)
    return page(
        request, "orders/list", status, found=found, rows=rows, asked=asked, tabs=_tabs(asked.state), form=form,
        head=_head(request, asked.sort or NEWEST), late={row.pk for row in found.rows if is_late(row)},
        cities=_cities(in_office(request).language, asked.city), soon=SOON_WORDS.items(), most=PRINTED_MOST,
        mine=[(row, link_of(row), row.asked == asked.kept and not asked.words) for row in mine],
    )  # fmt: skip


def _cities(language: str, asked: str) -> list[tuple[str, str]]:
    """Where the market delivers, by name; and what was asked for, though it is no longer listed."""
    names = {city.code: city.name(language) for city in cities()}
    if asked:
        names.setdefault(asked, asked)
    return sorted(names.items(), key=lambda each: each[1])


def _tabs(state: str) -> list[tuple[str, str, bool, int]]:
    counts = count_by_state()
    labels = [
        (ALL, _("All")),
        (LATE, _("At risk")),
        *((code.value, str(GOODS[code])) for code in G),
        (BALANCE, _("Balance owed")),
        (UNDELIVERED, _("Paid, not delivered")),
        (REFUND, _("To be refunded")),
    ]
    address = reverse("backoffice:orders")
    return [
        (f"{address}?state={code}" if code else address, label, code == state, counts.get(code, 0))
        for code, label in labels
        if code == state or code in {ALL, LATE, BALANCE, UNDELIVERED, REFUND} or counts.get(code)
    ]


def _head(request: HttpRequest, chosen: str) -> list[Any]:
    return [
        sort_link(request, _("Order"), "number", chosen), sort_link(request, _("Placed"), "placed", chosen), _("Buyer"),
        _("Seller"), sort_link(request, _("State"), "state", chosen),
        (sort_link(request, _("Total"), "total", chosen), "num"),
        sort_link(request, _("Should leave by"), "leaves", chosen),
    ]  # fmt: skip


@for_team(may_follow_orders)
@require_POST
def filter_kept(request: HttpRequest) -> HttpResponse:
    """What the address asks, under the name that is posted; a name she has already asks this from now on."""
    asked, form = asked_of(request), FilterForm(request.POST)
    if not form.is_valid():
        return _table(request, form, 422)
    try:
        keep_filter(_member(request), ORDERS, form.cleaned_data["name"], asked.kept)
    except TooManyFilters:
        form.add_error(
            None,
            _("You keep %(most)s filters, more are not possible: remove one first.") % {"most": FILTERS_MOST},
        )
        return _table(request, form, 409)
    messages.success(request, _("The filter is kept under this name."))
    return _back(asked)


@for_team(may_follow_orders)
@require_POST
def filter_dropped(request: HttpRequest) -> HttpResponse:
    """The one of hers with the posted number; where there is none, there is none afterwards either."""
    said = request.POST.get("slot", "")
    if said.isascii() and said.isdigit() and len(said) <= 2:
        drop_filter(_member(request), ORDERS, int(said))
    messages.success(request, _("The filter is removed."))
    return _back(asked_of(request))


def _member(request: HttpRequest) -> TeamMember:
    return get_object_or_404(TeamMember, person=in_office(request).person)


def _back(asked: Asked) -> HttpResponse:
    address = reverse("backoffice:orders")
    return see(f"{address}?{asked.query}" if asked.query else address)


@for_team(may_follow_orders)
@require_safe
def orders_file(request: HttpRequest) -> HttpResponse:
    """The same rows as the table, all pages of it."""
    rows = rows_asked(request, asked_of(request)).select_related("purchase", "organisation", "parcel")
    language = in_office(request).language
    head = (
        _("Order"), _("Purchase"), _("Placed"), _("Buyer"), _("Phone"), _("City"), _("Address"), _("Seller"), _("State"),
        _("Money"), _("Goods"), _("Delivery"), _("Currency"), _("Should leave by"), _("Carrier"), _("Parcel number"),
    )  # fmt: skip
    return csv_file("orders", head, (_csv_row(row, language) for row in rows.iterator(chunk_size=500)))


def _csv_row(row: SellerOrder, language: str) -> tuple[object, ...]:
    bought, parcel = row.purchase, getattr(row, "parcel", None)
    return (
        row.code, bought.code, row.placed_at.isoformat(timespec="minutes"), bought.full_name, bought.phone,
        bought.city_name, bought.address, row.organisation.name(language), word(GOODS, row.goods_state),
        word(MONEY, row.money_state), Money(row.goods_minor, row.currency).major,
        Money(row.delivery_minor, row.currency).major, row.currency, row.prepare_by.isoformat(),
        parcel.carrier if parcel else "", parcel.number if parcel else "",
    )  # fmt: skip
