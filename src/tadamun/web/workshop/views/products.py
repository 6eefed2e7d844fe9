"""Her products and one of them (W4). Price and number are live at once, and can be taken back for ten seconds."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tadamun.goods.catalogue.operations import change_price, proposed_edit, show_product
from tadamun.goods.stock.operations import Recounted, SoldOut, set_quantity
from tadamun.kernel.money import Money
from tadamun.people.sellers.operations.proposals import propose_change
from tadamun.web.shared.paging import page_asked, pages_of
from tadamun.web.shared.redirects import see
from tadamun.web.workshop import products as reading
from tadamun.web.workshop.access import Desk, action, desk_of, for_seller
from tadamun.web.workshop.forms.products import PriceForm, QuantityForm, shown_asked
from tadamun.web.workshop.hands import why_back, wording_of
from tadamun.web.workshop.pages import page
from tadamun.web.workshop.undo import PARAMETER, Change, token

Forms = dict[str, PriceForm | QuantityForm]
MOST_QUERY = 120


@require_safe
@for_seller
def products(request: HttpRequest) -> HttpResponse:
    """All of them with their photos and states, those to fix first."""
    desk = _admitted(request)
    typed = " ".join(request.GET.get("q", "")[:MOST_QUERY].split())
    query = "".join(letter for letter in typed if letter.isprintable())
    keys = reading.matching(query)
    last = pages_of(len(keys), reading.A_PAGE)
    number = page_asked(request, last)
    found = reading.by_keys(desk, keys[(number - 1) * reading.A_PAGE : number * reading.A_PAGE])
    return page(
        request,
        "products",
        tab="products",
        products=found,
        query=query,
        count=len(keys),
        number=number,
        last=last,
    )


def _admitted(request: HttpRequest) -> Desk:
    """One who may not sell has nothing to price."""
    desk = desk_of(request)
    if not desk.admitted:
        raise Http404
    return desk


@require_safe
@for_seller
def product(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _find(request, code))


def _find(request: HttpRequest, code: str) -> reading.Shown:
    found = reading.find(_admitted(request), code)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, each: reading.Shown, status: int = 200, **wrong: PriceForm | QuantityForm
) -> HttpResponse:
    """``wrong``: the form that came back with a mistake, under ``price`` or ``quantity``."""
    parts = []
    for offer in each.offers:
        forms: Forms = {"price": PriceForm(offer), "quantity": QuantityForm(offer)}
        forms.update(
            {name: form for name, form in wrong.items() if form.offer.variant.pk == offer.variant.pk}
        )
        parts.append((offer, forms["price"], forms["quantity"]))
    edit = proposed_edit(each.product)
    return page(
        request, "product", tab="products", status=status, each=each, product=each.product, parts=parts,
        wording=wording_of(each.product), edit=edit, **why_back(each.product, edit),
        wrong=next(iter(wrong.values()), None), back_url=desk_of(request).path("products/"),
    )  # fmt: skip


def _offer(request: HttpRequest, each: reading.Shown) -> reading.Offer:
    found = each.offer(request.POST.get("sku", ""))
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, change: Change, words: str) -> HttpResponse:
    """Back to the product, where the change can be taken back."""
    desk = desk_of(request)
    messages.success(request, words)
    query = "" if change.before == change.after else "?" + urlencode({PARAMETER: token(desk, change)})
    return see(desk.path(f"products/{change.product}/{query}"))


@for_seller
@action
def price(request: HttpRequest, code: str) -> HttpResponse:
    each = _find(request, code)
    offer = _offer(request, each)
    form = PriceForm(offer, request.POST)
    if not form.is_valid():
        return _page(request, each, 422, price=form)
    before, asked = offer.variant.price, form.cleaned_data["price"]
    if desk_of(request).acting:
        return _proposed(request, each, offer, asked)
    if each.product.price_to_hear:
        change_price(offer.variant, asked)
        messages.success(request, _("This is your price now. Next the market looks at it."))
        return see(desk_of(request).path(f"products/{code}/"))
    if asked != before:
        change_price(offer.variant, asked)
    change = Change("price", code, offer.variant.sku, before.minor, asked.minor)
    return _saved(request, change, _("The new price is in the shop now."))


def _proposed(request: HttpRequest, each: reading.Shown, offer: reading.Offer, asked: Money) -> HttpResponse:
    """A helper's price waits for the artisan's own yes."""
    desk = desk_of(request)
    if desk.grant is not None and asked != offer.variant.price:
        propose_change(
            desk.grant, kind="price", subject=each.product.reference, by_name=desk.person.display_name,
            sku=offer.variant.sku, before_minor=offer.variant.price_minor, after_minor=asked.minor,
            currency=asked.currency,
        )  # fmt: skip
        messages.success(request, _("She is asked now. The price changes when she says yes."))
    return see(desk.path(f"products/{each.product.code}/"))


@for_seller
@action
def quantity(request: HttpRequest, code: str) -> HttpResponse:
    each = _find(request, code)
    offer = _offer(request, each)
    if offer.made_to_order:
        raise Http404
    form = QuantityForm(offer, request.POST)
    if form.is_valid():
        asked = form.cleaned_data["quantity"]
        if refusal := _count(offer, asked, form.cleaned_data["seen"]):
            form.add_error("quantity", refusal)
        else:
            change = Change("quantity", code, offer.variant.sku, offer.on_hand, asked)
            return _saved(request, change, _("The new number is in the shop now."))
    return _page(request, each, 422, quantity=form)


def _count(offer: reading.Offer, quantity: int, seen: int) -> str:
    """Write the number; returns a sentence when it cannot be."""
    if quantity == offer.on_hand:
        return ""
    try:
        set_quantity(offer.variant, quantity, seen=seen)
    except Recounted as error:
        return _there_now(error.on_hand)
    except SoldOut:
        return _held(offer.held)
    return ""


def _there_now(count: int) -> str:
    return ngettext(
        "Meanwhile the number has changed: there is %(count)s now. Please look again.",
        "Meanwhile the number has changed: there are %(count)s now. Please look again.",
        count,
    ) % {"count": count}


def _held(count: int) -> str:
    return ngettext(
        "%(count)s piece is in a buyer’s basket right now, so there cannot be fewer. Try again a little later.",
        "%(count)s pieces are in buyers’ baskets right now, so there cannot be fewer. Try again a little later.",
        count,
    ) % {"count": count}


@for_seller
@action
def visibility(request: HttpRequest, code: str) -> HttpResponse:
    """Shown to buyers or not; nothing is ever deleted here."""
    each = _find(request, code)
    asked = shown_asked(request.POST.get("shown", ""))
    if asked is None:
        messages.error(request, _("Nothing was changed. Please try again."))
        return see(desk_of(request).path(f"products/{code}/"))
    before = each.product.shown
    if asked != before:
        show_product(each.product, asked)
    words = (
        _("Buyers can see this product again.") if asked else _("Buyers do not see this product any more.")
    )
    return _saved(request, Change("visibility", code, "", int(before), int(asked)), words)
