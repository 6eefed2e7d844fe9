"""What she does with an order (W5): accept or not, ask for days, make, pack, hand over, deliver. Doing it twice does it once.

All but the last wait ten seconds, in which she may take them back.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.goods.catalogue.operations import BadPicture, store_picture
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.trade.checkout.models import PendingAct
from tadamun.trade.checkout.operations import (
    TooManyDays,
    begin_act,
    deliver_order,
    do_waiting,
    receive_return,
    take_back,
)
from tadamun.trade.orders.models import SellerOrder
from tadamun.trade.orders.operations import AwaitsInspection, BalanceOwed, WrongState
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import orders as reading
from tadamun.web.workshop.access import action, desk_of, for_seller
from tadamun.web.workshop.forms.orders import HandoverForm, LaterForm, PackingForm, PhotoForm, RefusalForm
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.views.orders import order_or_404, order_page
from tadamun.web.workshop.wording import PICTURE_PROBLEMS, REASONS

What = PendingAct.What


def _done(request: HttpRequest, order: SellerOrder, do: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so; if the order has gone another way meanwhile, say that. Leads to the order either way."""
    try:
        do()
    except BalanceOwed:
        messages.warning(request, _("Not yet: the buyer pays the rest first."))
    except AwaitsInspection:
        messages.warning(request, _("Not yet: a peer checks it first."))
    except WrongState:
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    else:
        messages.success(request, words)
    return see(desk_of(request).path(f"orders/{order.code}/"))


def _moved_on(request: HttpRequest, code: str) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("Nothing was changed: this order has moved on meanwhile."))
    return see(desk_of(request).path(f"orders/{code}/"))


def _begin(request: HttpRequest, order: SellerOrder, what: str, words: str, **detail: Any) -> HttpResponse:
    return _done(request, order, lambda: begin_act(order, what, **detail), words)


@for_seller
@action
def acceptance(request: HttpRequest, code: str) -> HttpResponse:
    return _begin(request, order_or_404(code), What.ACCEPT, _("You accepted the order. Prepare it now."))


@for_seller
@action
def order_reversal(request: HttpRequest, code: str) -> HttpResponse:
    """Within ten seconds, and a little longer where the network is slow, it never was."""
    order = order_or_404(code)
    act = (
        PendingAct.objects.select_related("order")
        .filter(order=order, code=request.POST.get("change", ""))
        .first()
    )
    if act and take_back(act):
        messages.success(request, _("It is as it was before."))
    else:
        messages.warning(request, _("The ten seconds are over: it is done."))
    return see(desk_of(request).path(f"orders/{order.code}/"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def later(request: HttpRequest, code: str) -> HttpResponse:
    """She needs more days: how many, with her voice if she likes. The buyer is told the new day."""
    order, desk = order_or_404(code), desk_of(request)
    most = desk.market.policy.more_days_most
    form = LaterForm(most, request.POST if request.method == "POST" else None)
    each = reading.shown(desk, [order])[0]
    open_ = each.may_ask_days and most > 0
    if request.method == "POST" and open_ and form.is_valid():
        voice = _voice(request, form)
        if voice is not None:
            words = _("The buyer is told the new day.")
            try:
                return _begin(request, order, What.LATER, words, days=form.cleaned_data["days"], voice=voice)
            except TooManyDays:
                form.add_error("days", _("Please choose one of these."))
    return page(
        request, "later", tab="orders", status=422 if form.is_bound else 200, form=form, order=order, each=each,
        open=open_, back_url=desk.path(f"orders/{code}/"), choices=reading.later_choices(desk, order, most),
    )  # fmt: skip


def _voice(request: HttpRequest, form: RefusalForm | LaterForm) -> str | None:
    """Code of the kept recording, empty without one; ``None`` when it could not be kept, and the form says why."""
    upload = request.FILES.get("voice")
    if upload is None:
        return ""
    desk = desk_of(request)
    try:
        kept = store_recording(
            upload, owner=desk.organisation.reference, by=str(desk.person.reference), language=desk.language,
            market_id=desk.market.pk,
        )  # fmt: skip
    except RefusedRecording as error:
        form.add_error(None, str(error))
        return None
    return kept.code


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def refusal(request: HttpRequest, code: str) -> HttpResponse:
    """She cannot: three pictured reasons, one tap each, with her voice if she likes."""
    order = order_or_404(code)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        voice = _voice(request, form)
        if voice is not None:
            words = _("The order is cancelled and the buyer is told.")
            said = {"reason": form.cleaned_data["reason"], **({"voice": voice} if voice else {})}
            return _begin(request, order, What.DECLINE, words, **said)
    desk = desk_of(request)
    each = reading.shown(desk, [order])[0]
    return page(
        request, "refusal", tab="orders", status=422 if form.is_bound else 200, form=form, order=order, each=each,
        reasons=REASONS, back_url=desk.path(f"orders/{code}/"),
        open=each.state in (reading.G.TO_ACCEPT, reading.G.TO_PREPARE),
    )  # fmt: skip


@for_seller
@action
def making(request: HttpRequest, code: str) -> HttpResponse:
    """It is made, or mended: whoever checks it is told."""
    return _begin(request, order_or_404(code), What.MADE, _("Thank you. A peer comes to check it."))


@for_seller
@action
def packing(request: HttpRequest, code: str) -> HttpResponse:
    order = order_or_404(code)
    form = PackingForm(request.POST, request.FILES)
    key = _stored(request, form) if form.is_valid() else None
    if key is None:
        return order_page(request, order, status=422, packing=form)
    return _begin(request, order, What.PACK, _("It is packed. Hand the parcel over now."), photo=key)


def _stored(request: HttpRequest, form: PhotoForm) -> str | None:
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
    form = HandoverForm(desk_of(request).market, request.POST, request.FILES)
    key = _stored(request, form) if form.is_valid() else None
    if key is None:
        return order_page(request, order, status=422, handover=form)
    said = form.cleaned_data
    return _begin(
        request, order, What.HAND_OVER, _("The parcel is on its way, and the buyer is told."),
        carrier=said["carrier"], number=said["number"], **({"photo": key} if key else {}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def delivery(request: HttpRequest, code: str) -> HttpResponse:
    """She brought it herself. Money follows from it and cannot be taken back, so it is asked on a page of its own."""
    order = order_or_404(code)
    if request.method == "POST":
        do_waiting(order)
        order = order_or_404(code)
    desk = desk_of(request)
    each = reading.shown(desk, [order])[0]
    hers = reading.carrier_of(order) == "self"
    if request.method == "POST" and hers:
        words = _("Thank you. The order is finished.")
        return _done(request, order, lambda: deliver_order(order, said_by="seller"), words)
    if not each.hers_to_bring or request.method == "POST":
        return _moved_on(request, code)
    return page(request, "delivery", tab="orders", each=each, order=order, purchase=order.purchase,
                back_url=desk.path(f"orders/{code}/"))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_seller
def order_return(request: HttpRequest, code: str) -> HttpResponse:
    """What arrived is back with her. What its buyer gets is the market's to say: its team finds it under Refunds."""
    order, desk = order_or_404(code), desk_of(request)
    fit = request.POST.get("fit", "")
    if request.method == "POST" and fit in ("yes", "no"):
        words = _("Thank you. The buyer is told.")
        return _done(request, order, lambda: receive_return(order, fit=fit == "yes", said_by="seller"), words)
    if order.goods_state != reading.G.DELIVERED:
        return _moved_on(request, code)
    each = reading.shown(desk, [order])[0]
    return page(
        request, "return", tab="orders", status=422 if request.method == "POST" else 200, each=each, order=order,
        back_url=desk.path(f"orders/{code}/"),
    )  # fmt: skip
