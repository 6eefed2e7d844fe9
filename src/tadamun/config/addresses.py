"""Where the markets are, for whoever starts a server."""

from gettext import gettext as _

from django.conf import settings

from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import first_host


def addresses() -> list[tuple[str, str]]:
    """Name and address of each open market, of the portal when there is none; in a demonstration of all it shows."""
    found = [
        (market.name(market.default_language), _at(first_host(market)))
        for market in Market.objects.filter(status=Market.Status.OPEN)
    ]
    if not found:
        found = [("Tadamun", _at("localhost"))]
    elif settings.DEMO and not settings.SINGLE_MARKET:
        found.append((_("the portal that lists them"), _at("localhost")))
    if settings.BANK_PORT:
        found.append((_("the simulated bank, with cards to try"), f"http://127.0.0.1:{settings.BANK_PORT}/"))
    return found


def _at(host: str) -> str:
    return str(settings.ORIGIN).replace("*", host) + "/"
