"""The first page of a host: a market's own language, or the portal that lists the markets."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from tadamun.kernel.kept import Kept
from tadamun.kernel.pagecache.tags import collect
from tadamun.people.markets.models import Market
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.links import absolute
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.themes import theme_of

Line = tuple[Market, str, str, str]


def _load(language: str) -> list[Line]:
    """Each open market: its row, the address of its first page, its name, its tagline."""
    lines = []
    for market in Market.objects.filter(status=Market.Status.OPEN):
        spoken = language if language in market.languages else market.default_language
        tagline = str(market.taglines.get(spoken, ""))
        lines.append((market, absolute(market, f"/{spoken}/"), market.name(spoken), tagline))
    return lines


_markets: Kept[str, list[Line]] = Kept(_load, lambda _language: ("markets",))


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """Leads to the language the browser likes best among those the market speaks."""
    response = HttpResponseRedirect(f"/{in_market(request).language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
@cacheable
def portal(request: HttpRequest) -> HttpResponse:
    """The markets of this installation, on a host that is none of theirs."""
    collect("markets")
    language = in_market(request).language
    markets = [(market, theme_of(market), *rest) for market, *rest in _markets(language)]
    response = render(request, "shared/portal.html", {"markets": markets})
    patch_vary_headers(response, ["Accept-Language"])
    return response
