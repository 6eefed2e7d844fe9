"""With whom a parcel can travel."""

from django.utils.translation import gettext as _

from tadamun.people.markets.models import Market

SELF, OTHER = "self", "other"
# Parcel services with counters, where a market names none of its own. Question for each operator: which does it use?
_USUAL = {"MA": ("Amana", "CTM Messagerie", "Chronopost")}


def names(market: Market) -> list[str]:
    """The market's own list (``carriers`` among its facts), else the usual ones of where it sells first."""
    said = market.identity.get("carriers")
    if isinstance(said, list) and said:
        return [str(name)[:60] for name in said]
    first = market.sell_countries[0] if market.sell_countries else ""
    return list(_USUAL.get(first, ()))


def choices(market: Market) -> list[tuple[str, str]]:
    return [
        *((name, name) for name in names(market)),
        (OTHER, _("Another carrier")),
        (SELF, _("I bring it myself")),
    ]


def word(carrier: str) -> str:
    return _("I bring it myself") if carrier == SELF else carrier
