"""The first page of a market (S1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tadamun.web.shared.caching import cacheable


@require_safe
@cacheable
def home(request: HttpRequest) -> HttpResponse:
    """Whose market it is, and where to begin."""
    return render(request, "storefront/home.html")
