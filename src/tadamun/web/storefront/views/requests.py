"""A piece made for her: the wish, its page by a secret link, the order of what was quoted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tadamun.kernel.codes import is_secret, new_secret
from tadamun.kernel.references import Reference
from tadamun.people.accounts.models import Person
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import note_seen, say
from tadamun.people.conversations.queries import conversation_by_secret
from tadamun.trade.checkout.problems import CannotPlace, Code
from tadamun.trade.commissions.models import CustomRequest, Quote
from tadamun.trade.commissions.operations import (
    NotOpen,
    NotQuoted,
    Wish,
    accept_quote,
    ask_for_piece,
    withdraw_request,
)
from tadamun.trade.commissions.operations.accepting import delivery_of, ways_to_order
from tadamun.trade.commissions.queries import request_of
from tadamun.trade.orders.models import Purchase
from tadamun.trade.shipping.queries import Place, find_place
from tadamun.treasury.payments.queries import contract_code
from tadamun.web.shared.limits import limit, network
from tadamun.web.shared.redirects import see
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.saying import SayingForm
from tadamun.web.shared.ways import way_name
from tadamun.web.storefront.delivery import home_country
from tadamun.web.storefront.forms.checkout import CheckoutForm
from tadamun.web.storefront.forms.requests import WishForm
from tadamun.web.storefront.places import city_list, country_choices
from tadamun.web.storefront.requests import Meant, meant, page_of, stands
from tadamun.web.storefront.views.tracking import kept_nowhere

View = Callable[..., HttpResponse]
HOUR = 3600
NOWHERE = {Code.NOT_DELIVERED_THERE, Code.NOT_ABROAD}
ASKED, SAID = 6, 30  # an hour and visitor; an hour and request


def by_link(view: View) -> View:
    """The request of the link, in this market alone. Such a page is kept nowhere and its address told to nobody."""

    @wraps(view)
    def inside(plain: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        conversation = conversation_by_secret(secret) if is_secret(secret) else None
        found = request_of(conversation) if conversation else None
        if found is None:
            raise Http404
        found.market = in_market(plain).market
        return kept_nowhere(view(plain, found, **kwargs))

    return inside


def _own(request: HttpRequest, wish: CustomRequest) -> str:
    return f"/{in_market(request).language}/requests/{wish.conversation.secret}/"


@require_http_methods(["GET", "HEAD", "POST"])
def asking(plain: HttpRequest) -> HttpResponse:
    """A few fields: what, and where the answer goes. For a seller, like one of her products, or open to a craft."""
    request = in_market(plain)
    said = request.POST if request.method == "POST" else request.GET
    whom = meant(str(said.get("shop", "")), str(said.get("product", "")))
    if whom is None or not request.market.policy.custom_requests:
        raise Http404
    known = (
        {"name": request.person.display_name, "phone": request.person.phone or ""} if request.person else {}
    )
    form = WishForm(
        request.POST if request.method == "POST" else None, request.FILES or None, key=new_secret(), initial=known,
        open_to="" if whom.organisation else request.language,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        limit(f"asking:{network(request.client)}", times=ASKED, seconds=HOUR)
        if made := _ask(plain, form, whom):
            messages.success(request, _("Your wish was sent."))
            return see(_own(plain, made))
    context = {
        "form": form, "shop": whom.organisation.code if whom.organisation else "",
        "product": whom.product.code if whom.product else "",
        "seller": whom.organisation.name(request.language) if whom.organisation else "",
        "like": whom.product.titles if whom.product else None,
    }  # fmt: skip
    response = render(
        request, "storefront/requests/asking.html", context, status=422 if form.is_bound else 200
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _ask(plain: HttpRequest, form: WishForm, whom: Meant) -> CustomRequest | None:
    request, said = in_market(plain), form.cleaned_data
    kept = form.store(request.market, Reference("visitor", said["key"]))
    if kept is None:
        return None
    wish = Wish(
        kept, whom.organisation, whom.product, said.get("craft", ""), said["size"], said["colour"],
        form.spend(request.market.currency), said["wanted_by"],
    )  # fmt: skip
    return ask_for_piece(
        request.market, wish, form.caller(request.person), key=said["key"], language=request.language
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def request_page(request: HttpRequest, wish: CustomRequest) -> HttpResponse:
    """Where it stands, what was said; a post says something more."""
    data = request.POST if request.method == "POST" else None
    form = SayingForm(data, request.FILES or None, key=new_secret())
    if data is not None and form.is_valid():
        limit(f"saying:{wish.code}", times=SAID, seconds=HOUR)
        if said := form.store(wish.market, wish.reference):
            say(wish.conversation, Message.Side.BUYER, said, key=form.cleaned_data["key"])
            return see(_own(request, wish))
    note_seen(wish.conversation, Message.Side.BUYER)
    context = {**page_of(wish, in_market(request).language), "form": form, "own_url": _own(request, wish)}
    return render(request, "storefront/requests/request.html", context, status=422 if form.is_bound else 200)


@require_POST
@by_link
def withdrawal(request: HttpRequest, wish: CustomRequest) -> HttpResponse:
    """She lets it be. What was ordered is cancelled on the order's own page."""
    try:
        withdraw_request(wish)
        messages.success(request, _("Nothing is made. Thank you for telling us."))
    except NotOpen:
        messages.warning(request, _("It has moved on meanwhile."))
    return see(_own(request, wish))


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def acceptance(request: HttpRequest, wish: CustomRequest) -> HttpResponse:
    """Where it goes and how it is paid; first what delivery costs there, then the order."""
    quote = page_of(wish, in_market(request).language)["quote"]
    if wish.purchase:
        return _ordered(request, wish.purchase)
    if not stands(wish, quote):
        return see(_own(request, wish))
    desk = _Desk(request, wish, quote)
    if request.method == "POST" and request.POST.get("act") != "quote" and desk.form.is_valid():
        limit(f"placing:{network(in_market(request).client)}", times=60, seconds=HOUR)
        if purchase := desk.place():
            return _ordered(request, purchase)
    return desk.page()


def _ordered(request: HttpRequest, purchase: Purchase) -> HttpResponse:
    rest = "payment/" if contract_code(purchase.method) else ""
    return see(f"/{in_market(request).language}/orders/{purchase.secret}/{rest}")


def _known(wish: CustomRequest, person: Person | None) -> dict[str, str]:
    """What she told once, for herself alone: whoever only has the link does not learn who she is."""
    caller = wish.conversation
    if not (person and person.phone and person.phone == caller.phone):
        return {}
    return {"full_name": caller.name, "phone": caller.phone, "email": caller.email}


class _Desk:
    """One buyer at one quote."""

    def __init__(self, request: HttpRequest, wish: CustomRequest, quote: Quote) -> None:
        ours = in_market(request)
        self.request, self.wish, self.quote = ours, wish, quote
        market, data = ours.market, request.POST if request.method == "POST" else None
        judge = data is not None and data.get("act") != "quote"
        initial = data.dict() if data else _known(wish, ours.person)
        self.form = CheckoutForm(
            data if judge else None, home=home_country(market),
            countries=country_choices(market, market.locale(ours.language).replace("-", "_")), initial=initial,
        )  # fmt: skip
        city = " ".join(str(initial.get("city", "")).replace("\0", "").split())[:80]
        country = str(initial.get("country") or home_country(market))
        self.place_: Place | None = find_place(city, country, ours.language) if city else None
        self.bound = data is not None
        delivery = delivery_of(wish, quote, self.place_) if self.place_ else None
        self.delivery, self.total = delivery, quote.price + delivery.fee if delivery else quote.price
        self.first = self.total - (quote.price - quote.deposit) if quote.deposit_bp else self.total
        self.country = country

    def place(self) -> Purchase | None:
        """What was ordered; ``None`` when something is in the way, and the form says what."""
        if self.form.seen(self.wish.currency) != self.total or self.place_ is None:
            self.form.add_error(None, _("Please look at the total with delivery, then confirm."))
            return None
        try:
            return accept_quote(
                self.wish, self.quote, buyer=self.form.buyer(), method=self.form.cleaned_data["method"],
                language=self.request.language, person=self.request.person or None,
            )  # fmt: skip
        except CannotPlace as refusal:
            unknown = any(problem.code in NOWHERE for problem in refusal.problems)
            words = (
                _("We do not deliver there.")
                if unknown
                else _("This way to pay is not offered for this order.")
            )
            self.form.add_error("city" if unknown else "method", words)
        except (NotOpen, NotQuoted):
            self.form.add_error(
                None, _("This price does not stand any more. Please look at the request again.")
            )
        return None

    def page(self) -> HttpResponse:
        ours = self.request
        ways = ways_to_order(self.wish, self.quote, self.total, self.country)
        self.form.offer([(method, way_name(ours.market, method, ours.language)) for method in ways])
        context = {
            "form": self.form, "wish": self.wish, "quote": self.quote, "place": self.place_, "delivery": self.delivery,
            "total": self.total, "first": self.first, "later": self.total - self.first,
            "cities": city_list(ours.market, ours.language), "own_url": _own(ours, self.wish),
        }  # fmt: skip
        status = 422 if self.form.is_bound else 200
        return render(ours, "storefront/requests/acceptance.html", context, status=status)
