"""How much a seller may have of something in a market: asked by rooms below, answered by the room that knows."""

from collections.abc import Callable

from tadamun.kernel.scopes import current_scope
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Organisation

Ceiling = Callable[[Organisation, Market], int | None]
PIECES, ABROAD, TILL = "list_pieces", "ship_abroad", "see_till"
_ceilings: dict[str, Ceiling] = {}


def register_ceiling(name: str, ceiling: Ceiling) -> None:
    """Called in ``AppConfig.ready`` by the room that knows."""
    _ceilings[name] = ceiling


def ceiling_of(organisation: Organisation, name: str) -> int | None:
    """In the market of the scope; ``None``: no end to it, also where no market is in the scope or nobody answers."""
    here, ask = current_scope(), _ceilings.get(name)
    if here is None or here.market_id is None or ask is None:
        return None
    return ask(organisation, Market.objects.get(pk=here.market_id))


def allowed(organisation: Organisation, market: Market, name: str) -> bool:
    """Whether she may do it in a market at all; where nobody answers everybody may."""
    ask = _ceilings.get(name)
    most = ask(organisation, market) if ask else None
    return most is None or most > 0
