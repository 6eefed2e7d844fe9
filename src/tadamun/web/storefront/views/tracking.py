"""Confirmation and tracking (C4, C5, C6) by secret link, without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.codes import is_secret
from tadamun.people.accounts.models import Person
from tadamun.trade.checkout.letters import title_of
from tadamun.trade.checkout.operations import (
    NotReturnable,
    NotThere,
    ask_to_return,
    cancel_order,
    confirm_purchase,
    correct_address,
)
from tadamun.trade.checkout.operations.correcting import TooLate
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.operations import WrongState
from tadamun.trade.orders.queries import pieces_left, purchase_by_secret, purchase_by_short
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.ways import way_name
from tadamun.web.storefront.baskets import voice_for
from tadamun.web.storefront.following import Followed, ShownOrder, followed
from tadamun.web.storefront.forms.tracking import AddressForm, AskReturnForm, CancellationForm
from tadamun.web.storefront.masks import masked_address, masked_name, masked_phone

View = Callable[..., HttpResponse]
# No other site learns the address. With "no-referrer" browsers would also send the page's own forms as from nowhere
# (Origin: null), and those without Sec-Fetch-Site could then neither confirm nor cancel.
PRIVATE = "same-origin"
TRIED = 30  # short addresses a minute and visitor


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """A page whose address is its key."""
    response.headers["Referrer-Policy"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def by_secret_alone(view: View) -> View:
    """The purchase of the link, in this market alone. Such a page is kept nowhere and its address told to nobody."""

    @wraps(view)
    def inside(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        purchase = purchase_by_secret(secret) if is_secret(secret) else None
        if purchase is None:
            raise Http404
        purchase.market = in_market(request).market
        return kept_nowhere(view(request, purchase, **kwargs))

    return inside


def by_secret(view: View) -> View:
    """The same with everything its pages show."""

    @by_secret_alone
    @wraps(view)
    def inside(request: HttpRequest, purchase: Purchase, **kwargs: Any) -> HttpResponse:
        return view(request, followed(purchase, voice_for(request)), **kwargs)

    return inside


def is_hers(purchase: Purchase, person: Person | None) -> bool:
    """Whether she who looks signed in with the phone it was ordered with: she may see more than whoever has the link."""
    return bool(person and purchase.phone and person.phone == purchase.phone)


def _home(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    return see(f"/{in_market(request).language}/orders/{purchase.secret}/")


def _page(request: HttpRequest, name: str, found: Followed, status: int = 200, **more: Any) -> HttpResponse:
    purchase = found.purchase
    context = {
        "followed": found, "purchase": purchase, "name": masked_name(purchase.full_name),
        "phone": masked_phone(purchase.phone), "address": masked_address(purchase.address),
        "own_url": f"/{in_market(request).language}/orders/{purchase.secret}/",
        "way": way_name(in_market(request).market, purchase.method, in_market(request).language),
        "return_days": in_market(request).market.policy.return_days, **more,
    }  # fmt: skip
    return render(request, f"storefront/tracking/{name}.html", context, status=status)


@require_safe
@by_secret
def order(request: HttpRequest, found: Followed) -> HttpResponse:
    """Where it is, when it arrives, what she can do now."""
    market = in_market(request).market
    hers = is_hers(found.purchase, in_market(request).person)
    contacts = [market.fact("phone"), market.fact("email")]
    return _page(request, "order", found, hers=hers, contacts=contacts)


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def confirmation(request: HttpRequest, found: Followed) -> HttpResponse:
    """One tap confirms a cash order. Opening the page confirms nothing: previews of messages open links too."""
    if found.state != "to_confirm":
        return _home(request, found.purchase)
    if not found.to_confirm:
        return _page(request, "confirmation_over", found, 410)
    if request.method == "POST":
        confirm_purchase(found.purchase)
        messages.success(request, _("Thank you, the order is confirmed."))
        return _home(request, found.purchase)
    return _page(request, "confirmation", found)


def _chosen(found: Followed, code: str) -> ShownOrder:
    for shown in found.orders:
        if shown.order.code == code:
            return shown
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def cancellation(request: HttpRequest, found: Followed) -> HttpResponse:
    """One seller's part, before it leaves. Asks first, then cancels."""
    sent = request.POST if request.method == "POST" else request.GET
    shown = _chosen(found, str(sent.get("order", "")))
    if shown.order.goods_state == "cancelled":
        return _home(request, found.purchase)
    if not shown.may_cancel:
        return _page(request, "cancellation_late", found, 409, shown=shown)
    form = CancellationForm(request.POST or None, initial={"order": shown.order.code})
    if request.method != "POST" or not form.is_valid():
        return _page(request, "cancellation", found, 422 if form.is_bound else 200, shown=shown, form=form)
    try:
        cancel_order(shown.order, reason=form.cleaned_data["reason"] or "other", withdrawn=True)
    except WrongState:
        return _page(request, "cancellation_late", found, 409, shown=shown)
    messages.success(request, _("The order is cancelled."))
    return _home(request, found.purchase)


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def asking_back(request: HttpRequest, found: Followed) -> HttpResponse:
    """One seller's part, after it arrived: she asks to send it back, with a reason and perhaps a photograph. Somebody decides."""
    sent = request.POST if request.method == "POST" else request.GET
    shown = _chosen(found, str(sent.get("order", "")))
    if not shown.may_return:
        return _home(request, found.purchase)
    start = {"order": shown.order.code}
    data = request.POST if request.method == "POST" else None
    has, voice = pieces_left(shown.order), voice_for(request)
    form = AskReturnForm(
        data, request.FILES or None, initial=start, made=shown.made,
        has={line.pk: left for line, left in has.items()},
        titles={line.pk: title_of(line, voice) for line in has},
    )  # fmt: skip
    if data is not None:
        limit(f"asking_back:{found.purchase.code}", times=TRIED, seconds=3600)
    picture = form.picture() if form.is_valid() else None
    if not form.is_bound or form.errors:
        return _page(request, "asking_back", found, 422 if form.is_bound else 200, shown=shown, form=form)
    try:
        ask_to_return(shown.order, reason=form.cleaned_data["reason"], pieces=form.pieces(), picture=picture)
        messages.success(request, _("We have your wish. Please keep the piece until we answer you."))
    except (NotReturnable, NotThere):
        messages.error(request, _("This can no longer be asked here. Please write to us."))
    return _home(request, found.purchase)


@require_http_methods(["GET", "HEAD", "POST"])
@by_secret
def address(request: HttpRequest, found: Followed) -> HttpResponse:
    """Puts the address right while nobody prepares the parcel yet."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not found.may_correct:
        messages.error(
            request, _("A seller is preparing the parcel already. Please write to us about the address.")
        )
        return _home(request, found.purchase)
    if request.method == "POST" and form.is_valid():
        try:
            correct_address(found.purchase, **form.cleaned_data)
        except TooLate:
            return _home(request, found.purchase)
        messages.success(request, _("The address is changed."))
        return _home(request, found.purchase)
    return _page(request, "address", found, 422 if form.is_bound else 200, form=form)


@require_safe
def short_order(request: HttpRequest, short: str) -> HttpResponse:
    """The short address in messages: to the page in the buyer's language."""
    return _longer(request, short, "")


@require_safe
def short_confirmation(request: HttpRequest, short: str) -> HttpResponse:
    return _longer(request, short, "confirmation/")


def _longer(request: HttpRequest, short: str, rest: str) -> HttpResponse:
    """Raises ``limits.TooOften`` for whoever tries many."""
    limit(f"short:{network(in_market(request).client)}", times=TRIED, seconds=60)
    purchase = purchase_by_short(short)
    if purchase is None:
        raise Http404
    return kept_nowhere(see(f"/{purchase.language}/orders/{purchase.secret}/{rest}"))
