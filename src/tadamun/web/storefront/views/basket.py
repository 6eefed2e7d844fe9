"""Basket (S6). Its page is never kept; adding is the first moment a visitor gets a cookie."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tadamun.goods.catalogue.models import Variant
from tadamun.goods.stock.operations import HELD_MODES, SoldOut
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.operations import change_line, fill_cart, write_gift_note
from tadamun.trade.checkout.operations.carts import Full, NotShown
from tadamun.trade.checkout.problems import Code, Problem
from tadamun.trade.checkout.queries import count_in, line_of
from tadamun.trade.shipping.queries import find_city
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.baskets import (
    cart_of,
    keep_token,
    problem_lines,
    quote_for,
    shown_parcels,
    token_of,
    voice_for,
)
from tadamun.web.storefront.city_cookie import keep_city
from tadamun.web.storefront.forms.basket import AddForm, CityForm, NoteForm, QuantityForm
from tadamun.web.storefront.keeping import Keeping
from tadamun.web.storefront.places import city_list
from tadamun.web.storefront.problem_words import sentence

# So many pieces may one address take off the shelf, and keep there, in half an hour.
HELD, HALF_HOUR = 120, 1800


def _here(request: HttpRequest, query: str = "") -> HttpResponse:
    return see(f"/{in_market(request).language}/basket/{query}")


@never_cache
@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """What lies in it, from whom, what it costs with delivery, and what stands in the way."""
    cart = cart_of(request)
    quote = quote_for(request, cart) if cart else None
    if cart is None or quote is None or not quote.parcels:
        return render(request, "storefront/basket/empty.html", _removed(request))
    parcels = shown_parcels(quote, voice_for(request))
    context = {
        "cart": cart, "quote": quote, "parcels": parcels, "problems": problem_lines(parcels), **_removed(request),
        "cities": "" if quote.place else city_list(in_market(request).market, in_market(request).language),
    }  # fmt: skip
    return render(request, "storefront/basket/basket.html", context)


def _removed(request: HttpRequest) -> dict[str, object]:
    """What was taken out a moment ago, so that it can be put back."""
    form = AddForm(request.GET)
    return {"removed": form.cleaned_data if "variant" in request.GET and form.is_valid() else None}


@never_cache
@require_POST
def basket_lines(request: HttpRequest) -> HttpResponse:
    """Adds a variant."""
    form = AddForm(request.POST)
    variant = form.variant_row() if form.is_valid() else None
    if variant is None:
        return _refused(request, Problem(Code.GONE))
    _count_held(request, variant)
    market, token = in_market(request).market, token_of(request)
    keeping = Keeping(request, variant, cart_of(request))
    try:
        cart = fill_cart(market, token, variant, form.cleaned_data["quantity"], minutes=keeping.minutes)
    except Full:
        return _full(request)
    except NotShown:
        return _refused(request, Problem(Code.GONE, variant.pk))
    except SoldOut as error:
        return _refused(request, _problem(error))
    keeping.note(cart)
    return _counted(request, _here(request), cart)


def _full(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Your basket is full. Please order what is in it first."))
    return _here(request)


def _count_held(request: HttpRequest, variant: Variant) -> None:
    """What lies in a basket nobody else can buy for a while. Raises ``limits.TooOften``."""
    if variant.mode in HELD_MODES:
        limit(f"hold:{network(in_market(request).client)}", times=HELD, seconds=HALF_HOUR)


def _problem(error: SoldOut) -> Problem:
    if error.left > 0:
        return Problem(Code.FEWER_LEFT, error.variant.pk, left=error.left)
    return Problem(
        Code.HELD_BY_ANOTHER if error.until else Code.SOLD_OUT, error.variant.pk, until=error.until
    )


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Nothing was added; the basket page says why."""
    if problem.code in {Code.GONE, Code.SOLD_OUT}:
        words = _("This was not added: it is no longer available.")
    else:
        words = sentence(problem, voice_for(request))
    messages.error(request, words)
    return _here(request)


def _counted(request: HttpRequest, response: HttpResponse, cart: Cart) -> HttpResponse:
    keep_token(response, cart)
    write_hint(request, response, count=count_in(cart))
    return response


@never_cache
@require_POST
def basket_line(request: HttpRequest, pk: int) -> HttpResponse:
    """So many from now on; none takes it out, and the page offers to put it back. A line that is not hers, or that she
    took out in another window, leads to what there is."""
    cart = cart_of(request)
    line = line_of(cart, pk) if cart else None
    if cart is None or line is None:
        return _here(request)
    form = QuantityForm(request.POST)
    quantity = form.quantity_asked()
    if quantity is None:
        messages.error(request, _("Please write how many as a whole number."))
        return _here(request)
    if quantity:
        _count_held(request, line.variant)
    keeping = Keeping(request, line.variant, cart)
    try:
        change_line(cart, line.variant, quantity, minutes=keeping.minutes)
        if quantity:
            keeping.note(cart)
    except Full:
        return _full(request)
    except SoldOut as error:
        messages.error(request, sentence(_problem(error), voice_for(request)))
    query = f"?variant={line.variant_id}&quantity={line.quantity}" if quantity == 0 else ""
    return _counted(request, _here(request, query), cart)


@never_cache
@require_POST
def basket_note(request: HttpRequest) -> HttpResponse:
    """Words that travel with the parcels."""
    cart = cart_of(request)
    form = NoteForm(request.POST)
    if cart and form.is_valid():
        write_gift_note(cart, form.cleaned_data["note"])
        messages.success(request, _("Saved"))
    elif cart:
        messages.error(request, _("A note has at most 300 characters."))
    return _here(request)


@never_cache
@require_POST
def basket_city(request: HttpRequest) -> HttpResponse:
    """Remembers where she wants her parcels, so that delivery has a price and a date."""
    form = CityForm(request.POST)
    city = find_city(form.cleaned_data["city"]) if form.is_valid() else None
    response = _here(request)
    if city:
        keep_city(response, city.code)
    else:
        messages.info(
            request,
            _("This place is not in our list. We deliver there too: the next page says for how much."),
        )
    return response
