"""Cities and countries as a form offers them."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import scope
from tadamun.kernel.text import every
from tadamun.people.markets.models import Market
from tadamun.trade.shipping.models import City
from tadamun.trade.shipping.queries import cities
from tadamun.web.storefront.delivery import served_countries


def _city_option(city: City, language: str) -> str:
    """Its name in the page's language, beside it the others: whoever types either finds it."""
    names = every(city.names)
    name = names.get(language) or next(iter(names.values()), city.code)
    others = " · ".join(dict.fromkeys(other for other in names.values() if other != name))
    return f'<option value="{escape(name)}">{escape(others)}</option>'


def _load_city_list(key: tuple[int, str]) -> SafeString:
    market_id, language = key
    with scope(market_id=market_id):
        options = "".join(_city_option(city, language) for city in cities())
    return mark_safe(f'<datalist id="cities">{options}</datalist>')


_city_list = Kept(_load_city_list, lambda key: (f"market:{key[0]}",))


def city_list(market: Market, language: str) -> SafeString:
    """What a field of cities suggests; the field names it by ``list="cities"``."""
    return _city_list((market.pk, language))


def country_choices(market: Market, locale: str) -> list[tuple[str, str]]:
    """The countries the market delivers to, its own first, named in the page's language."""
    names = _territories(locale)
    return [(code, names.get(code, code)) for code in served_countries(market)]


@lru_cache(maxsize=16)
def _territories(locale: str) -> Mapping[str, str]:
    return Locale.parse(locale).territories
