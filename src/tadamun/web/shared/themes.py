"""A market's look."""

from functools import lru_cache

from tadamun.people.markets.models import Market
from tadamun.ui.themes import Theme, malformed

_SHORT = {"motif": "motif_family", "seed": "motif_seed"}


@lru_cache(maxsize=256)
def _theme(values: tuple[tuple[str, str], ...]) -> Theme:
    try:
        theme = Theme.from_dict(dict(values))
    except ValueError:
        return Theme()
    return Theme() if malformed(theme) else theme


def theme_of(market: Market | None) -> Theme:
    """The market's six values; the default theme where there is no market or its values make no sense."""
    if market is None:
        return Theme()
    return _theme(tuple((_SHORT.get(name, name), str(value)) for name, value in market.theme.items()))
