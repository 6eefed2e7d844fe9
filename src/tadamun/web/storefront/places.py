"""Cities and countries as a form offers them."""

from babel import Locale

from tadamun.kernel.text import every
from tadamun.people.markets.models import Market
from tadamun.web.storefront.delivery import cities_of, served_countries


def city_options(market: Market, language: str) -> list[tuple[str, str]]:
    """(name in the page's language, its other names): whoever types either finds it."""
    found = []
    for city in cities_of(market):
        names = every(city.names)
        name = names.get(language) or next(iter(names.values()), city.code)
        found.append((name, " · ".join(dict.fromkeys(other for other in names.values() if other != name))))
    return found


def country_choices(market: Market, locale: str) -> list[tuple[str, str]]:
    """The countries the market delivers to, its own first, named in the page's language."""
    names = Locale.parse(locale).territories
    return [(code, names.get(code, code)) for code in served_countries(market)]
