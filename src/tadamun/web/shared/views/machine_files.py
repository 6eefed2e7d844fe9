"""Small files that machines look for at fixed addresses."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tadamun.kernel import clock
from tadamun.ui.tokens import LIGHT
from tadamun.ui.values import direction
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import in_market
from tadamun.web.shared.themes import theme_of

CLOSED = (
    "basket",
    "checkout",
    "orders",
    "account",
    "sign-in",
    "sign-out",
    "preferences",
    "suggestions",
    "workshop",
    "office",
)
_PLAIN = "text/plain; charset=utf-8"


@require_safe
@cacheable
def robots(plain: HttpRequest) -> HttpResponse:
    """What the public may read, machines may read; filtered lists and personal pages are not for an index."""
    request = in_market(plain)
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{language}/{part}/" for language in request.market.languages for part in CLOSED]
    lines += [
        "Disallow: /*?*q=",
        "Disallow: /*?*sort=",
        "Disallow: /*?*min=",
        "Disallow: /*?*max=",
        "Allow: /",
        "",
    ]
    lines += [f"Sitemap: {origin_of(request.market)}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type=_PLAIN)


@require_safe
def security(plain: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    market = in_market(plain).market
    expires = (clock.now() + timedelta(days=180)).replace(microsecond=0, second=0, minute=0, hour=0)
    contact = market.fact("security_email", "en") or market.fact("email", "en")
    lines = [
        f"Contact: mailto:{contact}"
        if contact
        else f"Contact: {origin_of(market)}/{market.default_language}/help/",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(market.languages)}",
        f"Canonical: {origin_of(market)}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type=_PLAIN)


@require_safe
@cacheable
def manifest(plain: HttpRequest) -> HttpResponse:
    """The market as an app of the home screen, in the page's language."""
    request = in_market(plain)
    market, language = request.market, request.language
    name = market.name(language)
    icons = [
        {"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    values = {
        "id": f"/{language}/", "name": name, "short_name": name[:24], "start_url": f"/{language}/", "scope": "/",
        "display": "standalone", "lang": market.locale(language).replace("_", "-"), "dir": direction(language),
        "background_color": LIGHT["paper"], "theme_color": theme_of(market).accent, "icons": icons,
    }  # fmt: skip
    return JsonResponse(
        values, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
