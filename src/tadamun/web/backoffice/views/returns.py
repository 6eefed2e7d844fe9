"""A delivered order came back: how much of it, whether it is fit for sale, what goes back to its buyer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tadamun.kernel import clock
from tadamun.kernel.text import words
from tadamun.people.markets.rules import may_follow_orders
from tadamun.trade.checkout.operations import NotThere, SaidMeanwhile, receive_return
from tadamun.trade.orders.models import Fact, SellerOrder
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.queries import asked_pieces, may_change_mind_until, pieces_left, undecided
from tadamun.trade.orders.states import G
from tadamun.treasury.payments.operations import AboveCaptured
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.returning import ReturnForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see


@for_team(may_follow_orders)
@require_http_methods(["GET", "HEAD", "POST"])
def order_return(request: HttpRequest, code: str) -> HttpResponse:
    """Asks first. What came back meanwhile by a colleague's form is said, with 409, and nothing is done."""
    rows = SellerOrder.objects.select_related("purchase", "market", "organisation")
    order = get_object_or_404(rows, code=code[:14])
    back = reverse("backoffice:order", args=[order.code])
    if order.goods_state != G.DELIVERED:
        if request.method == "POST" and order.goods_state == G.RETURNED:
            messages.info(request, _("This was already recorded."))
        else:
            messages.error(request, _("Only an order that was delivered can come back."))
        return see(back)
    form = _form(request, order)
    if request.method != "POST" or not form.is_valid():
        return _page(request, order, form, 422 if form.is_bound else 200)
    try:
        done = receive_return(order, said_by="market", **form.values())
    except (SaidMeanwhile, NotThere, WrongState, AboveCaptured):
        form.add_error(None, _("A colleague recorded something of it meanwhile. Please look again."))
        return _page(request, order, form, 409)
    messages.success(request, _("It is back, and the buyer is told.")) if done else messages.info(
        request, _("This was already recorded.")
    )
    return see(f"{back}#refunds")


def _form(request: HttpRequest, order: SellerOrder) -> ReturnForm:
    has, market = pieces_left(order), in_office(request).market
    language = in_office(request).language
    titles = {line.pk: words(line.titles, language, market.languages) for line in has}
    found = undecided(order)
    asked = asked_pieces(order, found) if found and found.kind == Fact.Kind.RETURN_ASKED else None
    return ReturnForm(request.POST if request.method == "POST" else None, has=has, titles=titles, asked=asked)


def _page(request: HttpRequest, order: SellerOrder, form: ReturnForm, status: int) -> HttpResponse:
    until = may_change_mind_until(order)
    return page(
        request, "orders/return", status, order=order, form=form, until=until,
        in_time=bool(until and clock.now() < until),
    )  # fmt: skip
