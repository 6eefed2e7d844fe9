"""What the search box offers while somebody types. Without a script the form simply searches."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tadamun.showcase.search.suggestions import Suggestion, suggest
from tadamun.showcase.window.queries import slugs
from tadamun.web.shared import links
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.requests import MarketRequest, in_market
from tadamun.web.storefront.names import makers, shops

ICONS = {"craft": "list", "organisation": "shop", "maker": "person", "product": "tag", "word": "search"}


@require_safe
@cacheable
def suggestions(plain: HttpRequest) -> HttpResponse:
    """A fragment: options with a link each."""
    request = in_market(plain)
    found = suggest(request.market.pk, request.GET.get("q", "").replace("\0", ""), request.language)
    addresses = _addresses(request, found)
    shown = [(addresses[each], ICONS[each.kind], each.text) for each in found if each in addresses]
    response = render(request, "storefront/suggestions.html", {"shown": shown})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _addresses(request: MarketRequest, found: list[Suggestion]) -> dict[Suggestion, str]:
    market, language = request.market, request.language
    by_kind = {
        kind: tuple(sorted(int(each.value) for each in found if each.kind == kind))
        for kind in ("organisation", "maker", "product")
    }
    known_shops, known_makers = shops(market.pk, by_kind["organisation"]), makers(market.pk, by_kind["maker"])
    known_products = slugs(language, by_kind["product"]) if by_kind["product"] else {}
    addresses: dict[Suggestion, str] = {}
    for each in found:
        match each.kind:
            case "craft":
                addresses[each] = f"/{language}/crafts/{each.value}/"
            case "organisation" if int(each.value) in known_shops:
                addresses[each] = f"/{language}/shops/{known_shops[int(each.value)].code.lower()}/"
            case "maker" if int(each.value) in known_makers:
                addresses[each] = f"/{language}/makers/{known_makers[int(each.value)].code.lower()}/"
            case "product" if int(each.value) in known_products:
                addresses[each] = links.product(language, known_products[int(each.value)])
            case "word":
                addresses[each] = f"/{language}/search/?{urlencode({'q': each.value})}"
    return addresses
