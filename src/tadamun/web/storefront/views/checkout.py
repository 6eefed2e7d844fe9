"""Checkout (C1): one page, posted once. The basket itself makes a second post harmless."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tadamun.people.accounts.operations import keep_address
from tadamun.trade.checkout.operations import place_order
from tadamun.trade.checkout.problems import CannotPlace
from tadamun.trade.checkout.queries import purchase_of
from tadamun.trade.orders.models import Purchase
from tadamun.treasury.payments.queries import contract_code
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.baskets import cart_of, token_of
from tadamun.web.storefront.checkouts import Desk, desk_for, tell
from tadamun.web.storefront.city_cookie import keep_city

HOUR, PLACED_A_PHONE = 3600, 20
# Nobody proves the phone she writes, and what is ordered leaves the shelf: behind one address no more can be taken than a
# village orders on a market day.
PLACED_AN_ADDRESS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    """Shows the form; with ``act=quote`` says what delivery costs there; else places the order."""
    cart = cart_of(request)
    if cart is None:
        return _elsewhere(request)
    judge = request.method == "POST" and request.POST.get("act") != "quote"
    desk = desk_for(request, cart, judge=judge)
    if not judge:
        return _page(desk)
    if desk.form.is_valid():
        try:
            return _thanks(desk, _place(desk))
        except CannotPlace as refusal:
            tell(desk, refusal)
    return _page(desk, 422)


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Nothing to order: to the order this basket became, if she sent it twice, or to the empty basket."""
    language = in_market(request).language
    done = purchase_of(token_of(request))
    return see(f"/{language}/orders/{done.secret}/" if done else f"/{language}/basket/")


def _page(desk: Desk, status: int = 200) -> HttpResponse:
    if not desk.quote.parcels:
        return _elsewhere(desk.request)
    return render(desk.request, "storefront/checkout/checkout.html", desk.context(), status=status)


def _place(desk: Desk) -> Purchase:
    request, form = desk.request, desk.form
    buyer = form.buyer()
    limit(f"placing:{buyer.phone}", times=PLACED_A_PHONE, seconds=HOUR)
    limit(f"placing:{network(request.client)}", times=PLACED_AN_ADDRESS, seconds=HOUR)
    return place_order(
        desk.cart, buyer=buyer, method=form.cleaned_data["method"], seen_total=form.seen(request.market.currency),
        language=request.language, person=request.person or None, in_parts=form.cleaned_data["in_parts"],
        elsewhere=desk.elsewhere,
    )  # fmt: skip


def _thanks(desk: Desk, purchase: Purchase) -> HttpResponse:
    """To the tracking page, or on to the bank's. Her basket's cookie stays: sending the form again leads to the same page."""
    request = desk.request
    if request.person and desk.form.cleaned_data.get("keep"):
        keep_address(
            request.person, full_name=purchase.full_name, phone=purchase.phone, city=purchase.city_name,
            address=purchase.address, landmark=purchase.landmark, country=purchase.country,
        )  # fmt: skip
    rest = "payment/" if contract_code(purchase.method) else ""
    response = see(f"/{request.language}/orders/{purchase.secret}/{rest}")
    write_hint(request, response, count=0)
    if desk.place and desk.place.code:
        keep_city(response, desk.place.code)
    return response
