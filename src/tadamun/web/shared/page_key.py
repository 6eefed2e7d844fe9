"""Which kept page a request is for, decided before Django. Called for every request, so it is short and quick."""

import re
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import get_str_from_wsgi
from django.http.cookie import parse_cookie

from tadamun.kernel.kept import installed_versions
from tadamun.kernel.pagecache.keys import Key, key_of
from tadamun.kernel.text import LANGUAGES
from tadamun.people.markets.models import Market
from tadamun.web.shared.languages import preferred
from tadamun.web.shared.markets import host_of, known_city, known_currency, known_market

PUBLIC = frozenset(
    {
        "",
        "products",
        "crafts",
        "regions",
        "shops",
        "makers",
        "search",
        "suggestions",
        "pages",
        "help",
        "sell",
        "manifest.webmanifest",
    }
)
"""Second parts of addresses whose pages are the same for everybody."""

FILES = re.compile(r"/(?:robots\.txt|sitemap\.xml|sitemaps/[\w-]+\.xml)")
"""Files without a language that cost more than a look."""

PARAMETERS = frozenset(
    {
        "q", "craft", "region", "shop", "maker", "material", "label", "min", "max", "available", "sort", "page",
    }
)  # fmt: skip
"""The only parameters a public page may read; others do not reach it."""

_PORTAL = "portal"
_PREFERENCE = "tadamun_c"  # how the names of both preferences begin


_MOST_KNOWN = 4_096
_known: dict[tuple[Any, ...], tuple[int, Key]] = {}


def page_key(environ: dict[str, Any]) -> Key | None:
    """The key, or ``None`` for what is never kept: other doors, unknown addresses, posts (the caller sees to those).

    The key of a visitor without preferences is remembered until anything changes: it is asked for with every page.
    The page cache has just looked whether anything has.
    """
    look = installed_versions().seen
    if look is None or _PREFERENCE in environ.get("HTTP_COOKIE", ""):
        return _page_key(environ)
    asked = (
        settings.SINGLE_MARKET, environ.get("HTTP_HOST"), environ.get("SERVER_NAME"), environ.get("SCRIPT_NAME"),
        environ.get("PATH_INFO"), environ.get("QUERY_STRING"),
    )  # fmt: skip
    noted = _known.get(asked)
    sequence = look.sequence
    if noted and noted[0] == sequence:
        return noted[1]
    key = _page_key(environ)
    if key and key.parts[0] != _PORTAL:  # whose language is chosen by what the browser prefers
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[asked] = sequence, key
    return key


def _page_key(environ: dict[str, Any]) -> Key | None:
    market = known_market(host_of(environ))
    path = environ.get("PATH_INFO", "")
    if market is None:
        return _portal(environ) if path == "/" or path[1:-1] in LANGUAGES else None
    language, _, rest = path[1:].partition("/")
    if language not in market.languages:
        return key_of(environ, allowed=(), parts=(market.slug,)) if FILES.fullmatch(path) else None
    part = rest.partition("/")[0]
    if part not in PUBLIC or (not part and rest):
        return None
    return key_of(environ, allowed=PARAMETERS, parts=_parts(environ, market, part))


def _portal(environ: dict[str, Any]) -> Key | None:
    language = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""), LANGUAGES)
    return key_of(environ, allowed=(), parts=(_PORTAL, language))


def _parts(environ: dict[str, Any], market: Market, part: str) -> tuple[str, ...]:
    """Only the page of a product names the city and converts its price: the others are one for all."""
    cookies = environ.get("HTTP_COOKIE", "")
    if part != "products" or _PREFERENCE not in cookies:
        return (market.slug,)
    # Read as Django reads them: where two readings differ, a page would be kept under the name of another one.
    said = parse_cookie(get_str_from_wsgi(environ, "HTTP_COOKIE", ""))
    return (
        market.slug,
        known_currency(market, said.get("tadamun_currency", "")),
        known_city(market, said.get("tadamun_city", "")),
    )
