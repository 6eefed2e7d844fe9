"""One order with its timeline, acting on it, and many deliveries at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.goods.stock.operations import SoldOut
from tadamun.kernel.money import Money
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.checkout.operations import deliver_order
from tadamun.trade.checkout.operations.paying import NothingToPay, NotOffered
from tadamun.trade.checkout.operations.settling import NotExpected
from tadamun.trade.orders.models import Line, Purchase, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.states import G, M
from tadamun.trade.papers.queries import papers_of_order
from tadamun.treasury.payments.models import Refund
from tadamun.treasury.payments.queries import payments_of
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.acts import ACTS, possible
from tadamun.web.backoffice.forms.orders import DeliveriesForm, OrderForm
from tadamun.web.backoffice.orders import is_late, orders_by_number, timeline_of
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.backoffice.views.payments import refund_rows
from tadamun.web.backoffice.views.refunds import left_of
from tadamun.web.backoffice.wording import GOODS, GOODS_KINDS, MONEY, MONEY_KINDS, word
from tadamun.web.shared.papers import shown_papers
from tadamun.web.shared.redirects import see
from tadamun.web.shared.ways import way_name


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
        fee=Money(order.fee_minor, order.seller_currency), late=is_late(order), rate=_rate(order),
        left=left_of(order), refunds=refund_rows(Refund.objects.filter(beneficiary=str(order.reference)).order_by("pk")),
        papers=shown_papers(papers_of_order(order)), payments=payments_of(str(bought.reference)),
        line_head=[_("Product"), (_("Quantity"), "num"), (_("Price"), "num")],
    )  # fmt: skip


def _rate(order: SellerOrder) -> str:
    """Between the seller's currency and the buyer's, as it was frozen; empty where they are one."""
    if order.seller_currency == order.currency:
        return ""
    return f"1 {order.seller_currency} = {order.rate.normalize():f} {order.currency}"


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
