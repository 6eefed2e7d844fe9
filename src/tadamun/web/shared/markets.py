"""Which market a request is for, known without asking the database."""

from django.conf import settings
from django.db.models.base import ModelState

from tadamun.kernel.kept import Kept
from tadamun.kernel.scopes import scope
from tadamun.people.markets.models import Market, MarketHost
from tadamun.people.markets.queries import market_by_slug, market_of_host
from tadamun.trade.shipping.models import City


def host_of(environ: dict[str, object]) -> str:
    """The host name of a request without its port, lower case; empty when it says none."""
    said = str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME") or "").strip().lower()
    if said.startswith("["):
        return said.partition("]")[0] + "]"
    return said.partition(":")[0].rstrip(".")


def _load(key: tuple[str, str]) -> Market | None:
    single, host = key
    # A host name is at most 253 characters; a longer one is nobody's.
    found = market_by_slug(single) if single else market_of_host(host) if 0 < len(host) <= 253 else None
    if found:
        found.policy  # noqa: B018 (worked out once, for all the copies)
    return found


_markets: Kept[tuple[str, str], Market | None] = Kept(_load, lambda _key: ("markets",))


def known_market(host: str) -> Market | None:
    """The market of a host, shared by all who ask: only to read."""
    single = settings.SINGLE_MARKET
    return _markets((single, "" if single else host))


def market_at(host: str) -> Market | None:
    """The market of a host, an object of its own: an operation may write to it."""
    market = known_market(host)
    if market is None:
        return None
    # What copy() gives, twenty times cheaper: a model's way of being copied is that of being pickled.
    mine = Market.__new__(Market)
    mine.__dict__.update(market.__dict__)
    mine._state = ModelState()
    mine._state.adding, mine._state.db = False, market._state.db
    return mine


def _load_cities(market_id: int) -> frozenset[str]:
    with scope(market_id=market_id):
        return frozenset(City.objects.values_list("code", flat=True))


_cities: Kept[int, frozenset[str]] = Kept(_load_cities, lambda market_id: (f"market:{market_id}",))


def _load_origin(market_id: int) -> str:
    row = MarketHost.objects.filter(market=market_id).first()
    return str(settings.ORIGIN).replace("*", row.host if row else "localhost", 1)


_origins: Kept[int, str] = Kept(_load_origin, lambda market_id: ("markets", f"market:{market_id}"))


def origin_of(market: Market) -> str:
    """``https://souk.example``: what absolute links of a market begin with, never the Host header."""
    return _origins(market.pk)


def known_city(market: Market, code: str) -> str:
    """The code, if it is one of the market's cities; else empty."""
    return code if code and code in _cities(market.pk) else ""


def known_currency(market: Market, code: str) -> str:
    """The code, if the market shows prices in it beside its own; else empty."""
    return code if code in market.display_currencies and code != market.currency else ""
