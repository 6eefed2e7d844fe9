"""Legal texts, help, preferences."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tadamun.kernel.text import chosen, words
from tadamun.people.markets.models import LegalText
from tadamun.people.markets.queries import current_text
from tadamun.trade.shipping.queries import cities
from tadamun.web.shared.caching import cacheable
from tadamun.web.shared.frames import framed
from tadamun.web.shared.markdown import html_of
from tadamun.web.shared.markets import known_city, known_currency
from tadamun.web.shared.middleware.market import CITY_COOKIE, CURRENCY_COOKIE
from tadamun.web.shared.requests import in_market
from tadamun.web.storefront.head import NO_INDEX, Head, head_html, page_title, paths_in, shortened
from tadamun.web.storefront.product_page import whatsapp_link

KEPT_FOR = 365 * 24 * 3600  # seconds a browser keeps a preference


def _titles() -> dict[str, str]:
    return {
        LegalText.Kind.TERMS: _("Terms of sale"), LegalText.Kind.PRIVACY: _("Privacy"),
        LegalText.Kind.LEGAL: _("Legal notice"), LegalText.Kind.DELIVERY: _("Delivery and returns"),
        LegalText.Kind.ABOUT: _("About"),
    }  # fmt: skip


@require_safe
@cacheable
def text(plain: HttpRequest, kind: str) -> HttpResponse:
    """The version in force of a legal text; in another language, and said so, where it lacks this one."""
    request = in_market(plain)
    found = current_text(kind) if kind in LegalText.Kind.values else None
    if found is None:
        raise Http404
    body, language = chosen(found.body, request.language, request.market.languages)
    title = _titles()[kind]
    brand = request.market.name(request.language)
    shown = page_title(title, brand)
    description = shortened(f"{title} – {brand}. {body.replace('#', '')}", 160)
    head = Head(title=shown, description=description, paths=paths_in(request))
    context = {
        "title": shown, "heading": title, "description": description, "html": html_of(body), "text_language": language,
        "version": found.version, "published_on": found.published_at.date(), "head": head_html(request, head),
    }  # fmt: skip
    return framed(request, "storefront/text.html", context)


@require_safe
@cacheable
def help_page(plain: HttpRequest) -> HttpResponse:
    """How to reach a person, and answers to what is asked most."""
    request = in_market(plain)
    market, language = request.market, request.language
    phone, email = market.fact("phone", language), market.fact("email", language)
    title = page_title(_("Help"), market.name(language))
    description = shortened(
        _("How to reach us, and answers about orders, delivery, payment and returns."), 160
    )
    context = {
        "title": title, "description": description, "phone": phone, "email": email,
        "whatsapp": whatsapp_link(market.fact("whatsapp", language) or phone, ""),
        "return_days": market.policy.return_days, "policy": market.policy,
        "head": head_html(request, Head(title=title, description=description, paths=paths_in(request))),
    }  # fmt: skip
    return framed(request, "storefront/help.html", context)


@require_safe
@cacheable
def sell(plain: HttpRequest) -> HttpResponse:
    """Who may sell here, and where she begins."""
    request = in_market(plain)
    market, language = request.market, request.language
    title = page_title(_("Sell here"), market.name(language))
    description = shortened(
        _("Artisans, cooperatives and associations: ask to sell here from your phone, alone or with somebody who helps you."),
        160,
    )  # fmt: skip
    context = {
        "title": title, "description": description, "phone": market.fact("phone", language),
        "begin": f"/{language}/workshop/application/",
        "head": head_html(request, Head(title=title, description=description, paths=paths_in(request))),
    }  # fmt: skip
    return framed(request, "storefront/sell.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(plain: HttpRequest) -> HttpResponse:
    """The visitor's city and the currency she thinks in, kept in two readable cookies; then back to where she was."""
    request = in_market(plain)
    market, language = request.market, request.language
    data = request.POST if request.method == "POST" else request.GET
    back = data.get("next", "")
    if not (back.startswith(f"/{language}/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = f"/{language}/"
    if request.method == "POST":
        response = HttpResponseRedirect(back)
        response.status_code = 303
        for name, value in (
            (CITY_COOKIE, known_city(market, data.get("city", ""))),
            (CURRENCY_COOKIE, known_currency(market, data.get("currency", ""))),
        ):
            if value:
                response.set_cookie(name, value, max_age=KEPT_FOR, samesite="Lax", secure=settings.SECURE)
            else:
                response.delete_cookie(name, samesite="Lax")
        return response
    places = sorted((words(city.names, language), city.code) for city in cities())
    context = {
        "next": back, "places": places, "city": request.city_code, "currency": request.display_currency,
        "title": page_title(_("City and currency"), market.name(language)), "head": NO_INDEX,
        "currencies": [code for code in market.display_currencies if code != market.currency], "own": market.currency,
    }  # fmt: skip
    return framed(request, "storefront/preferences.html", context)
