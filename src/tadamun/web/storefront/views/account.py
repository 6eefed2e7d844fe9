"""A person's own pages: orders, addresses, data."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.people.accounts.models import Person
from tadamun.people.accounts.operations import change_person, forget_address, keep_address
from tadamun.people.accounts.queries import addresses_of
from tadamun.people.markets.queries import role_of
from tadamun.people.sellers.queries import desks_of
from tadamun.solidarity.training.operations import erase_with_practice
from tadamun.trade.checkout.operations import HasDuties
from tadamun.trade.checkout.personal import export_of
from tadamun.trade.orders.models import Purchase
from tadamun.trade.orders.queries import purchases_of
from tadamun.trade.orders.states import OPEN, purchase_state
from tadamun.trade.papers.personal import papers_of_person
from tadamun.web.shared.hints import write_hint
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.account_access import own
from tadamun.web.storefront.forms.account import ErasureForm, KeepForm, NameForm
from tadamun.web.storefront.state_words import state_word

SHOWN = 50


def _home(request: HttpRequest) -> HttpResponse:
    return see(f"/{in_market(request).language}/account/")


@require_http_methods(["GET", "HEAD", "POST"])
@own
def account(request: HttpRequest, person: Person) -> HttpResponse:
    """Her orders in this market, her addresses, her name; the way to her workshop or office."""
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"display_name": person.display_name}
    )
    if request.method == "POST" and form.is_valid():
        change_person(
            person, display_name=form.cleaned_data["display_name"], language=in_market(request).language
        )
        response = _home(request)
        write_hint(request, response, name=person.display_name)
        return response
    rows = list(purchases_of(person).prefetch_related("orders")[: SHOWN + 1])
    context = {
        "person": person, "form": form, "addresses": addresses_of(person), "desks": _desks(request, person),
        "purchases": [(row, _state(row)) for row in rows[:SHOWN]], "more": len(rows) > SHOWN,
    }  # fmt: skip
    return render(request, "storefront/account/account.html", context, status=422 if form.is_bound else 200)


def _state(purchase: Purchase) -> str:
    return state_word(purchase_state([order.goods_state for order in purchase.orders.all()]))


def _desks(request: HttpRequest, person: Person) -> list[tuple[str, str]]:
    """Where else she works in this market."""
    language = in_market(request).language
    desks = []
    if desks_of(person):
        desks.append((f"/{language}/workshop/", _("My workshop")))
    if role_of(person.pk):
        desks.append((f"/{language}/office/", _("Office of the market")))
    return desks


@require_POST
@own
def addresses(request: HttpRequest, person: Person) -> HttpResponse:
    """Keeps the address of an order made with her own phone."""
    form = KeepForm(request.POST)
    rows = purchases_of(person).filter(secret=form.cleaned_data["purchase"]) if form.is_valid() else None
    purchase = rows.first() if rows is not None else None
    if purchase is None or not purchase.address:
        raise Http404
    keep_address(
        person, full_name=purchase.full_name, phone=purchase.phone, city=purchase.city_name,
        address=purchase.address, landmark=purchase.landmark, country=purchase.country,
    )  # fmt: skip
    messages.success(request, _("The address is kept for next time."))
    return _home(request)


@require_POST
@own
def address(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """Forgets one of hers."""
    forget_address(person, pk)
    messages.success(request, _("The address is removed."))
    return _home(request)


@require_safe
@own
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """What she may do with her data: take them, erase them."""
    return _data_page(request, person, ErasureForm())


def _data_page(request: HttpRequest, person: Person, form: ErasureForm, status: int = 200) -> HttpResponse:
    under_way = purchases_of(person).filter(orders__goods_state__in=OPEN).distinct()
    context = {"form": form, "open_codes": list(under_way.values_list("code", flat=True))}
    return render(request, "storefront/account/data.html", context, status=status)


@require_safe
@own
def export(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything as one file (law 09-08 art. 7, GDPR art. 20)."""
    known = {**export_of(person), "papers": papers_of_person(person)}
    response = JsonResponse(known, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="tadamun-data.json"'
    return response


@require_POST
@own
def erasure(request: HttpRequest, person: Person) -> HttpResponse:
    """Erases what can be erased at once; what is still needed to deliver follows by itself."""
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _data_page(request, person, form, 422)
    try:
        erased = erase_with_practice(person)
    except HasDuties:
        form.add_error(
            None, _("You act for an organisation or a market. Please have that ended first: write to us.")
        )
        return _data_page(request, person, form, 409)
    logout(request)
    response = render(request, "storefront/account/erased.html", {"kept": erased.kept})
    write_hint(request, response, name="")
    return response
