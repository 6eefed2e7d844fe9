"""Which market, in which language: by host and by the first part of the path."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from tadamun.kernel.context import acting
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.models import Market
from tadamun.web.shared import errors
from tadamun.web.shared.languages import first_part, preferred
from tadamun.web.shared.markets import host_of, known_city, known_currency, market_at
from tadamun.web.shared.page_key import FILES, PUBLIC
from tadamun.web.shared.requests import AnyRequest, in_market

PORTAL_URLS = "tadamun.web.shared.portal_urls"
CITY_COOKIE, CURRENCY_COOKIE = "tadamun_city", "tadamun_currency"


class MarketMiddleware:
    """Sets ``request.market``, ``language``, ``display_currency`` and ``city_code``; the rest of the request runs in the
    market's scope and language. A host that shows no market gets the portal's addresses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        request: AnyRequest = in_market(plain)
        market = request.market = market_at(host_of(request.META))
        request.language = language_of(request, market)
        request.display_currency = request.city_code = ""
        before = translation.get_language()
        try:
            if market is None:
                request.urlconf = PORTAL_URLS
                translation.activate(request.language)
                return self.get_response(request)
            translation.activate(market.locale(request.language).lower())
            _read_preferences(request, market)
            with scope(market_id=market.pk), acting(market_id=market.pk):
                if market.status != Market.Status.OPEN and is_shopping(request.path_info, market):
                    return errors.not_open(request, draft=market.status == Market.Status.DRAFT)
                return self.get_response(request)
        finally:
            translation.activate(before) if before else translation.deactivate()


def is_shopping(path: str, market: Market) -> bool:
    """Whether a page is for visitors and buyers to come: orders, accounts, workshops and the office stay open."""
    language, _, rest = path[1:].partition("/")
    if language not in market.languages:
        return not language or bool(FILES.fullmatch(path))
    return rest.partition("/")[0] in {*PUBLIC, "basket", "checkout"}


def language_of(request: HttpRequest, market: Market | None) -> str:
    """Of the path, if the market speaks it; else the one of the market's that the browser likes best."""
    offered = list(market.languages) if market else list(LANGUAGES)
    said = first_part(request.path_info)
    return said if said in offered else preferred(request.META.get("HTTP_ACCEPT_LANGUAGE", ""), offered)


def _read_preferences(request: AnyRequest, market: Market) -> None:
    if request.META.get("HTTP_COOKIE"):
        request.display_currency = known_currency(market, request.COOKIES.get(CURRENCY_COOKIE, ""))
        request.city_code = known_city(market, request.COOKIES.get(CITY_COOKIE, ""))
