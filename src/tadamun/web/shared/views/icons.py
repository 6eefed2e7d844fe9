"""Icons of the market of the host."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.web.shared.icons import SIZES, icon_png, icon_svg
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.themes import theme_of

# A market may change its motif; a day is soon enough for an icon.
_A_DAY = {"Cache-Control": "public, max-age=86400"}


@require_safe
def drawn(request: HttpRequest) -> HttpResponse:
    text = icon_svg(theme_of(in_market(request).market))
    return HttpResponse(text, content_type="image/svg+xml", headers=_A_DAY)


@require_safe
def pixels(request: HttpRequest, size: int = 32) -> HttpResponse:
    """32 is what browsers ask for as ``/favicon.ico``; they read a PNG there too."""
    if size not in SIZES:
        raise Http404
    data = icon_png(theme_of(in_market(request).market), size)
    return HttpResponse(data, content_type="image/png", headers=_A_DAY)
