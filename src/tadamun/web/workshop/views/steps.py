"""What she does with an order (W5): accept or not, pack, hand over, deliver. Doing it twice does it once."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.goods.catalogue.operations import BadPicture, store_picture
from tadamun.trade.checkout.operations import decline_order, deliver_order
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import BalanceOwed, WrongState, record_fact
from tadamun.trade.shipping.operations import hand_over, pack
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import orders as reading
from tadamun.web.workshop.access import action, desk_of, for_seller
from tadamun.web.workshop.forms.orders import HandoverForm, PackingForm, RefusalForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.views.orders import order_or_404, order_page
from tadamun.web.workshop.wording import PICTURE_PROBLEMS, REASONS


def _done(request: HttpRequest, order: SellerOrder, do: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so; if the order has gone another way meanwhile, say that. Leads to the order either way."""
    try:
        do()
    except BalanceOwed:
        messages.warning(request, _("Not yet: the buyer pays the rest first."))
    except WrongState:
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    else:
        messages.success(request, words)
    return see(desk_of(request).path(f"orders/{order.code}/"))


@for_seller
@action
def acceptance(request: HttpRequest, code: str) -> HttpResponse:
    order = order_or_404(code)
    words = _("You accepted the order. Prepare it now.")
    return _done(request, order, lambda: record_fact(order, Fact.Kind.ACCEPTED), words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """She cannot: three pictured reasons, one tap each."""
    order = order_or_404(code)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        words = _("The order is cancelled and the buyer is told.")
        return _done(request, order, lambda: decline_order(order, reason=reason), words)
    desk = desk_of(request)
    each = reading.shown(desk, [order])[0]
    return page(
        request, "refusal", tab="orders", status=422 if form.is_bound else 200, form=form, order=order, each=each,
        reasons=REASONS, back_url=desk.path(f"orders/{code}/"),
        open=each.state in (reading.G.TO_ACCEPT, reading.G.TO_PREPARE),
    )  # fmt: skip


@for_seller
@action
def packing(request: HttpRequest, code: str) -> HttpResponse:
    order = order_or_404(code)
    form = PackingForm(request.POST, request.FILES)
    key = _stored(request, form) if form.is_valid() else None
    if key is None:
        return order_page(request, order, status=422, packing=form)
    return _done(request, order, lambda: pack(order, photo=key), _("It is packed. Hand the parcel over now."))


def _stored(request: HttpRequest, form: PackingForm) -> str | None:
    """Key of the kept photo, empty without one; ``None`` when it cannot be read, and the form says why."""
    data = form.cleaned_data["photo"]
    if not data:
        return ""
    try:
        return store_picture(desk_of(request).organisation, data).key
    except BadPicture as error:
        form.add_error("photo", PICTURE_PROBLEMS[error.code])
        return None


@for_seller
@action
def handover(request: HttpRequest, code: str) -> HttpResponse:
    order = order_or_404(code)
    form = HandoverForm(desk_of(request).market, request.POST)
    if not form.is_valid():
        return order_page(request, order, status=422, handover=form)
    said = form.cleaned_data
    return _done(
        request, order, lambda: hand_over(order, carrier=said["carrier"], number=said["number"]),
        _("The parcel is on its way, and the buyer is told."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def delivery(request: HttpRequest, code: str) -> HttpResponse:
    """She brought it herself. Money follows from it and cannot be taken back, so it is asked on a page of its own."""
    order = order_or_404(code)
    desk = desk_of(request)
    each = reading.shown(desk, [order])[0]
    hers = reading.carrier_of(order) == "self"
    if request.method == "POST" and hers:
        words = _("Thank you. The order is finished.")
        return _done(request, order, lambda: deliver_order(order, said_by="seller"), words)
    if not each.hers_to_bring:
        return see(desk.path(f"orders/{code}/"))
    return page(request, "delivery", tab="orders", each=each, order=order, purchase=order.purchase,
                back_url=desk.path(f"orders/{code}/"))  # fmt: skip
