"""What the search box offers while somebody types. Without a script the page of results shows the same."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.suggested import suggested


@require_safe
@cacheable
def suggestions(plain: HttpRequest) -> HttpResponse:
    """A fragment: options with a link each."""
    request = in_market(plain)
    shown = suggested(request.market, request.language, request.GET.get("q", ""))
    response = render(request, "storefront/suggestions.html", {"shown": shown})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
