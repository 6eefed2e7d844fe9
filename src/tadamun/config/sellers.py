"""Whom a command is about: a seller in a market, by the words of a command line."""

from gettext import gettext as _

from tadamun.config.report import Failed
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market
from tadamun.people.markets.queries import market_by_slug
from tadamun.people.sellers.models import Organisation


def market_named(slug: str) -> Market:
    """The market, open or not. Raises ``Failed``."""
    market = market_by_slug(slug)
    if market is None:
        raise Failed(_("There is no market %s.") % slug)
    return market


def seller_named(code: str, market: Market) -> Organisation:
    """The organisation with that code, if it was ever admitted to the market. Raises ``Failed``."""
    with scope(market_id=market.pk):
        organisation = Organisation.objects.filter(code=code.upper()).distinct().first()
    if organisation is None:
        raise Failed(
            _("There is no seller %(seller)s in %(market)s.") % {"seller": code, "market": market.slug}
        )
    return organisation
