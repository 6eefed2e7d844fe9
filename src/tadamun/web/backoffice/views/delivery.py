"""Delivery: zones with their prices and days, and the cities in them."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tadamun.kernel.money import Money
from tadamun.kernel.text import words
from tadamun.people.markets.rules import may_change_market
from tadamun.trade.shipping.models import City, Zone
from tadamun.trade.shipping.operations import draw_zone, list_cities, unlist_city
from tadamun.web.backoffice.access import for_team
from tadamun.web.backoffice.forms.delivery import CityForm, ZoneForm
from tadamun.web.backoffice.pages import page
from tadamun.web.backoffice.requests import in_office
from tadamun.web.shared.redirects import see


@for_team(may_change_market)
@require_safe
def delivery(request: HttpRequest) -> HttpResponse:
    market = in_office(request).market
    zones = Zone.objects.annotate(places=Count("cities")).order_by("position", "pk")
    rows = [(zone, Money(zone.fee_minor, market.currency), ", ".join(zone.countries)) for zone in zones]
    head = [
        _("Zone"),
        _("Countries"),
        (_("Price of a parcel"), "num"),
        (_("Working days"), "num"),
        (_("Cities"), "num"),
    ]
    uncovered = sorted(
        set(market.ship_countries) - {code for zone, _fee, _names in rows for code in zone.countries}
    )
    return page(request, "settings/delivery", rows=rows, head=head, uncovered=", ".join(uncovered))


def _zone(code: str) -> Zone:
    return get_object_or_404(Zone, code=code[:8])


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def new_zone(request: HttpRequest) -> HttpResponse:
    market = in_office(request).market
    form = ZoneForm(request.POST if request.method == "POST" else None, market=market)
    if request.method != "POST" or not form.is_valid():
        return page(request, "settings/new_zone", 422 if form.is_bound else 200, form=form)
    zone = draw_zone(market, form.cleaned_data["code"], **form.values())
    messages.success(request, _("Saved. New orders are quoted like this from now on."))
    return see(reverse("backoffice:zone", args=[zone.code]))


@for_team(may_change_market)
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request: HttpRequest, code: str) -> HttpResponse:
    market, found = in_office(request).market, _zone(code)
    form = ZoneForm(request.POST if request.method == "POST" else None, market=market, zone=found)
    if request.method != "POST" or not form.is_valid():
        return _zone_page(request, found, form, _city_form(request, found), 422 if form.is_bound else 200)
    draw_zone(market, found.code, **form.values())
    messages.success(request, _("Saved. New orders are quoted like this from now on."))
    return see(reverse("backoffice:zone", args=[found.code]))


def _city_form(request: HttpRequest, zone: Zone) -> CityForm:
    data = request.POST if request.resolver_match and request.resolver_match.url_name == "cities" else None
    return CityForm(data, prefix="city", zone=zone, language=in_office(request).language)


def _zone_page(
    request: HttpRequest, zone: Zone, form: ZoneForm, city_form: CityForm, status: int = 200
) -> HttpResponse:
    language = in_office(request).language
    cities = sorted(City.objects.filter(zone=zone), key=lambda city: words(city.names, language))
    return page(
        request, "settings/zone", status, zone=zone, form=form, city_form=city_form, cities=cities,
        bound=city_form if city_form.is_bound else form,
    )  # fmt: skip


@for_team(may_change_market)
@require_POST
def cities(request: HttpRequest, code: str) -> HttpResponse:
    """One more place; the same name again moves it into this zone."""
    found = _zone(code)
    form = _city_form(request, found)
    if not form.is_valid():
        return _zone_page(request, found, ZoneForm(market=in_office(request).market, zone=found), form, 422)
    list_cities(found, [form.city()])
    messages.success(request, _("Saved."))
    return see(reverse("backoffice:zone", args=[found.code]) + "#cities")


@for_team(may_change_market)
@require_POST
def city_removal(request: HttpRequest, code: str, city: str) -> HttpResponse:
    unlist_city(in_office(request).market, city)
    messages.success(request, _("Removed. Orders already placed are not touched."))
    return see(reverse("backoffice:zone", args=[_zone(code).code]) + "#cities")
