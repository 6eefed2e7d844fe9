"""Where the markets are, for whoever starts a server."""

from django.conf import settings

from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import first_host


def addresses() -> list[tuple[str, str]]:
    """Name and address of each open market; of the portal when there is none."""
    found = [
        (market.name(market.default_language), str(settings.ORIGIN).replace("*", first_host(market)) + "/")
        for market in Market.objects.filter(status=Market.Status.OPEN)
    ]
    return found or [("Tadamun", str(settings.ORIGIN).replace("*", "localhost") + "/")]
