"""What a checkout page is made of: the quote at the place she names, and the form that keeps what she typed."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from tadamun.people.accounts.models import Person
from tadamun.people.accounts.queries import addresses_of
from tadamun.trade.checkout.deposits import Terms
from tadamun.trade.checkout.models import Cart
from tadamun.trade.checkout.problems import CannotPlace, Code, Problem
from tadamun.trade.checkout.quoting import Quote, quote_cart
from tadamun.trade.shipping.queries import Place, find_place
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.shared.ways import way_name
from tadamun.web.storefront.baskets import ShownParcel, problem_lines, shown_parcels, voice_for
from tadamun.web.storefront.delivery import cities_of, home_country
from tadamun.web.storefront.forms.checkout import CheckoutForm
from tadamun.web.storefront.places import city_list, country_choices
from tadamun.web.storefront.problem_words import sentence

ON_LINES = {
    Code.GONE, Code.AWAY, Code.NOT_ABROAD, Code.SOLD_OUT, Code.FEWER_LEFT, Code.HELD_BY_ANOTHER, Code.PRICE_CHANGED,
}  # fmt: skip


class Desk:
    """One visitor at one basket. ``told``: what stands in the way, for the list on top; ``first_total``: nothing does, but
    the total with delivery to the place she names was not on the page she sent.

    ``quote`` is asked for when the page is drawn; whoever places an order needs none, and whoever is refused brings one.
    """

    def __init__(self, request: MarketRequest, cart: Cart, place: Place | None) -> None:
        self.request, self.cart, self.place = request, cart, place
        self.told: list[tuple[str, str]] = []
        self.first_total = False
        self.form: CheckoutForm

    @cached_property
    def quote(self) -> Quote:
        return quote_cart(self.cart, self.place, self.request.language)

    @property
    def place_shown(self) -> str:
        """Where the total on the page is delivered; empty when it is without delivery."""
        return _said(self.quote.place)

    @property
    def elsewhere(self) -> bool:
        """The total on the page she sent is for another place than the one she names on it."""
        place = _said(self.place)
        return self.request.POST.get("seen_place", place) != place

    def context(self) -> dict[str, Any]:
        market, language = self.request.market, self.request.language
        self.form.offer([(method, way_name(market, method, language)) for method in self.quote.methods])
        parcels: list[ShownParcel] = shown_parcels(self.quote, voice_for(self.request))
        terms = Terms.of(market.policy)
        balance = self.quote.balance(terms)
        return {
            "balance": balance, "first_part": self.quote.total - balance,
            "cart": self.cart, "quote": self.quote, "form": self.form, "parcels": parcels,
            "cities": city_list(market, language), "problems": [*self.told, *problem_lines(parcels)],
            "return_days": market.policy.return_days, "confirm_cash": market.policy.confirm_cash,
            "arabic_terms": "ar" in market.languages, "first_total": self.first_total, "place_shown": self.place_shown,
        }  # fmt: skip


def _said(place: Place | None) -> str:
    return f"{place.country} {place.code or place.name}" if place else ""


def desk_for(plain: HttpRequest, cart: Cart, *, judge: bool) -> Desk:
    """``judge``: she confirms, so what is wrong is said; else the fields are only kept."""
    request = in_market(plain)
    market, data = request.market, request.POST if request.method == "POST" else None
    home = home_country(market)
    countries = country_choices(market, market.locale(request.language).replace("-", "_"))
    initial = data.dict() if data else _suggested(request)
    country = str(initial.get("country", ""))
    place = _place(request, initial, country if country in dict(countries) else home)
    desk = Desk(request, cart, place)
    desk.form = CheckoutForm(
        data if judge else None, home=home, countries=countries, signed_in=bool(request.person), initial=initial,
    )  # fmt: skip
    return desk


def _place(request: MarketRequest, said: Mapping[str, Any], country: str) -> Place | None:
    city = " ".join(str(said.get("city", "")).replace("\0", "").split())[:80]
    return find_place(city, country, request.language) if city else None


def _suggested(request: MarketRequest) -> dict[str, Any]:
    """What we know of her already: nobody types twice what she told once (WCAG 3.3.7)."""
    known = addresses_of(request.person)[:1] if request.person else []
    if known:
        row = known[0]
        return {
            "full_name": row.full_name, "phone": row.phone, "city": row.city, "address": row.address,
            "landmark": row.landmark, "country": row.country, "keep": True,
        }  # fmt: skip
    suggested = _of_person(request.person) if request.person else {}
    city = next((city for city in cities_of(request.market) if city.code == request.city_code), None)
    if city:
        suggested["city"] = city.names.get(request.language) or city.code
    return suggested


def _of_person(person: Person) -> dict[str, Any]:
    return {"full_name": person.display_name, "phone": person.phone or "", "keep": True}


def tell(desk: Desk, refusal: CannotPlace) -> None:
    """Put every reason where she looks for it: beside the field, on the line, or on top."""
    voice = voice_for(desk.request)
    if refusal.quote:
        desk.quote = refusal.quote
    lacking = any(
        problem.code == Code.METHOD_NOT_OFFERED or (problem.code in ON_LINES and problem.blocking)
        for problem in refusal.problems
    )
    desk.first_total = desk.elsewhere and [problem.code for problem in refusal.problems] == [
        Code.TOTAL_CHANGED
    ]
    for problem in refusal.problems:
        if problem.code == Code.TOTAL_CHANGED and (lacking or desk.first_total):
            continue  # it will change again when she has settled what is missing; or it is new, not changed
        words = sentence(problem, voice)
        if problem.code == Code.NOT_DELIVERED_THERE:
            desk.form.add_error("country" if "country" in desk.form.fields else "city", words)
        elif problem.code == Code.METHOD_NOT_OFFERED:
            desk.form.add_error("method", words)
        elif problem.code not in ON_LINES or _nowhere(desk.quote, problem):
            desk.told.append(("recap", words))


def _nowhere(quote: Quote, problem: Problem) -> bool:
    """A race: the quote did not show it yet."""
    return problem not in quote.problems
