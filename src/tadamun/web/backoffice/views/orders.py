"""Orders (B3): the table, one order with its timeline, acting on it, and many deliveries at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.goods.stock.operations import SoldOut
from tadamun.kernel import clock
from tadamun.kernel.money import Money
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.checkout.operations import deliver_order
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered
from tadamun.trade.checkout.operations.settling import NotExpected
from tadamun.trade.orders.models import Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.queries import count_by_state
from tadamun.trade.orders.states import G, M
from tadamun.trade.papers.queries import papers_of_order
from tadamun.treasury.payments.models import Refund
from tadamun.treasury.payments.queries import payments_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.acts import ACTS, possible
from tadamun.web.backoffice.forms.orders import DeliveriesForm, OrderForm
from tadamun.web.backoffice.orders import (
    ALL,
    BALANCE,
    LATE,
    REFUND,
    SAVED,
    SORTS,
    UNDELIVERED,
    orders_by_number,
    orders_like,
    timeline_of,
)
from tadamun.web.backoffice.pages import listing, page, question, sort_link, sorted_by
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.views.payments import refund_rows
from tadamun.web.backoffice.views.refunds import left_of
from tadamun.web.backoffice.waiting import WITH_SELLER, overdue_since
from tadamun.web.backoffice.wording import GOODS, GOODS_KINDS, MONEY, MONEY_KINDS, marked, word
from tadamun.web.shared.papers import shown_papers
from tadamun.web.shared.redirects import see
from tadamun.web.shared.slips import slips_of
from tadamun.web.shared.spreadsheets import csv_file
from tadamun.web.shared.ways import way_name


def _state(request: HttpRequest) -> str:
    said = request.GET.get("state", ALL)
    return said if said in SAVED else ALL


def _overdue(request: HttpRequest) -> datetime:
    return overdue_since(in_office(request).market)


@for_team(may_follow_orders)
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    state, words = _state(request), question(request)
    chosen, columns = sorted_by(request, SORTS, "-placed")
    found = listing(request, orders_like(state, words, clock.today(), _overdue(request)).order_by(*columns))
    rows = [
        (row, *marked(GOODS, GOODS_KINDS, row.goods_state), *marked(MONEY, MONEY_KINDS, row.money_state))
        for row in found.rows
    ]  # fmt: skip
    return page(
        request, "orders/list", found=found, rows=rows, words=words, state=state, tabs=_tabs(state),
        head=_head(request, chosen), csv_query=request.GET.urlencode(),
        late={row.pk for row in found.rows if _late(row)},
    )  # fmt: skip


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
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """The labels of the orders that the table shows, on one page for the printer."""
    _chosen, columns = sorted_by(request, SORTS, "-placed")
    rows = orders_like(_state(request), question(request), clock.today(), _overdue(request))
    found = listing(request, rows.order_by(*columns))
    printed = slips_of(found.rows, in_office(request).language)
    return page(request, "orders/slips", slips=printed, left_out=len(found.rows) - len(printed))


@for_team(may_follow_orders)
@require_safe
def orders_file(request: HttpRequest) -> HttpResponse:
    """The same rows as the table, all pages of it."""
    _chosen, columns = sorted_by(request, SORTS, "-placed")
    rows = (
        orders_like(_state(request), question(request), clock.today(), _overdue(request))
        .select_related("parcel")
        .order_by(*columns)
    )
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


def _order(code: str) -> SellerOrder:
    rows = SellerOrder.objects.select_related("purchase__market", "market", "organisation", "parcel")
    return get_object_or_404(rows, code=code[:14])


def _order_page(
    request: HttpRequest, order: SellerOrder, status: int = 200, bound: OrderForm | None = None
) -> HttpResponse:
    bought = order.purchase
    acts = [
        (act, bound if bound is not None and bound.prefix == act.name else act.form(prefix=act.name))
        for act in possible(order)
    ]
    lines = [
        (line, Money(line.unit_minor * line.quantity, order.currency))
        for line in Line.objects.filter(order=order)
    ]
    others = (
        SellerOrder.objects.filter(purchase=bought)
        .exclude(pk=order.pk)
        .select_related("organisation")
        .order_by("pk")
    )
    return page(
        request, "orders/order", status, order=order, bought=bought, lines=lines, acts=acts, bound=bound,
        steps=timeline_of(order), goods=word(GOODS, order.goods_state), goods_kind=GOODS_KINDS[G(order.goods_state)],
        money=word(MONEY, order.money_state), money_kind=MONEY_KINDS[M(order.money_state)],
        method=way_name(in_office(request).market, bought.method, in_office(request).language),
        goods_sum=Money(order.goods_minor, order.currency),
        delivery_sum=Money(order.delivery_minor, order.currency), others=[(row, word(GOODS, row.goods_state)) for row in others],
        fee=Money(order.fee_minor, order.seller_currency), late=_late(order), rate=_rate(order),
        left=left_of(order), refunds=refund_rows(Refund.objects.filter(beneficiary=str(order.reference)).order_by("pk")),
        papers=shown_papers(papers_of_order(order)), payments=payments_of(str(bought.reference)),
        line_head=[_("Product"), (_("Quantity"), "num"), (_("Price"), "num")],
    )  # fmt: skip


def _rate(order: SellerOrder) -> str:
    """Between the seller's currency and the buyer's, as it was frozen; empty where they are one."""
    if order.seller_currency == order.currency:
        return ""
    return f"1 {order.seller_currency} = {order.rate.normalize():f} {order.currency}"


def _late(order: SellerOrder) -> bool:
    return order.goods_state in WITH_SELLER and order.prepare_by < clock.today()


@for_team(may_follow_orders)
@require_safe
def order(request: HttpRequest, code: str) -> HttpResponse:
    return _order_page(request, _order(code))


@for_team(may_follow_orders)
@require_POST
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One thing done to one order. What does not follow from its state is said, with 409, and nothing is done."""
    if name not in ACTS:
        raise Http404
    found, wanted = _order(code), ACTS[name]
    form = wanted.form(request.POST, prefix=name)
    if not form.is_valid():
        return _order_page(request, found, 422, form)
    try:
        done = wanted.run(found, form.cleaned_data)
    except (WrongState, NotExpected, NothingToPay):
        form.add_error(None, _("The order has moved on meanwhile: this can no longer be done."))
        return _order_page(request, _order(code), 409, form)
    except NotOffered:
        form.add_error(None, _("No way to pay online is open for this amount: see Settings, Ways to pay."))
        return _order_page(request, _order(code), 409, form)
    except SoldOut:
        form.add_error(None, _("Its goods were sold to somebody else meanwhile."))
        return _order_page(request, _order(code), 409, form)
    messages.success(request, str(wanted.done)) if done else messages.info(
        request, _("This was already recorded.")
    )
    return see(reverse("backoffice:order", args=[found.code]))


@for_team(may_follow_orders)
@require_http_methods(["GET", "HEAD", "POST"])
def deliveries(request: HttpRequest) -> HttpResponse:
    """Many deliveries from a carrier's list. Each is its own act: one wrong number stops no other."""
    form = DeliveriesForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "orders/deliveries", form=form)
    if not form.is_valid():
        return page(request, "orders/deliveries", 422, form=form)
    delivered, problems = _deliver(form.cleaned_data["numbers"])
    if delivered:
        messages.success(
            request,
            ngettext("%(count)s delivery recorded.", "%(count)s deliveries recorded.", delivered)
            % {"count": delivered},
        )
    if not problems:
        return see(reverse("backoffice:orders"))
    left = DeliveriesForm(initial={"numbers": "\n".join(number for number, _why in problems)})
    return page(
        request, "orders/deliveries", form=left, problems=problems, problem_head=[_("Number"), _("Why not")]
    )


def _deliver(numbers: list[str]) -> tuple[int, list[tuple[str, str]]]:
    found = orders_by_number(numbers)
    delivered, problems = 0, []
    for number in numbers:
        if (row := found.get(number)) is None:
            problems.append((number, _("No order of this market has this number.")))
            continue
        try:
            delivered += deliver_order(row, said_by="market", reason=_("carrier’s list"))
        except WrongState:
            problems.append(
                (number, _("It is not on its way: %(state)s.") % {"state": word(GOODS, row.goods_state)})
            )
    return delivered, problems


@for_team(may_follow_orders)
@require_safe
def purchase(request: HttpRequest, code: str) -> HttpResponse:
    """The first part of a purchase: its page names the others."""
    found = get_object_or_404(Purchase, code=code[:12])
    first = SellerOrder.objects.filter(purchase=found).order_by("pk")[0]
    return see(reverse("backoffice:order", args=[first.code]))
