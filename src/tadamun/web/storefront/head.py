"""What search engines and messengers read of a page: title, description, addresses, structured data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from tadamun.web.shared.languages import in_language, language_code
from tadamun.web.shared.markets import origin_of
from tadamun.web.shared.requests import MarketRequest

TITLE, DESCRIPTION = 65, 160  # characters a result page shows
CARD_SIZE = (1200, 630)  # pixels of the picture that messengers show
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
NO_INDEX = mark_safe('<meta name="robots" content="noindex">')
Json = dict[str, Any]


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ،,.؛;:–-") + "…"


def page_title(title: str, brand: str) -> str:
    """The shell adds the market's name after it; both together fit a result page."""
    return shortened(title, max(TITLE - len(" · ") - len(brand), 20))


@dataclass(frozen=True, slots=True)
class Head:
    """``paths``: language → address of this page, only languages in which it exists. ``image``: path of a card picture."""

    title: str
    description: str
    paths: Mapping[str, str]
    image: str = ""
    kind: str = "website"
    index: bool = True
    data: Sequence[Json] = ()


def paths_in(request: MarketRequest, query: str = "") -> dict[str, str]:
    """For a page whose address differs by nothing but the language."""
    return {code: in_language(request.path, code) + query for code in request.market.languages}


def head_html(request: MarketRequest, head: Head) -> SafeString:
    """Canonical, hreflang with x-default, Open Graph, JSON-LD."""
    market = request.market
    origin = origin_of(market)
    here = origin + head.paths[request.language]
    parts = []
    if head.index:
        parts.append(f'<link rel="canonical" href="{escape(here)}">')
        parts += [
            _alternate(language_code(market.locale(code)), origin + path) for code, path in head.paths.items()
        ]
        default = head.paths.get(market.default_language) or head.paths[request.language]
        parts.append(_alternate("x-default", origin + default))
    else:
        parts.append('<meta name="robots" content="noindex,follow">')
    parts += [_property(name, value) for name, value in _open_graph(request, head, here, origin)]
    parts += [_data(each) for each in head.data]
    return mark_safe("".join(parts))


def _alternate(code: str, address: str) -> str:
    return f'<link rel="alternate" hreflang="{code}" href="{escape(address)}">'


def _property(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{escape(value)}">'


def _open_graph(request: MarketRequest, head: Head, here: str, origin: str) -> list[tuple[str, str]]:
    market, language = request.market, request.language
    found = [
        ("og:type", head.kind), ("og:site_name", market.name(language)), ("og:title", head.title),
        ("og:description", head.description), ("og:url", here), ("og:locale", market.locale(language).replace("-", "_")),
    ]  # fmt: skip
    if head.image:
        width, height = CARD_SIZE
        found += [
            ("og:image", origin + head.image), ("og:image:width", str(width)), ("og:image:height", str(height)),
        ]  # fmt: skip
    return found


def _data(value: Json) -> str:
    # "</script>" inside a text would end the element.
    text = _ENCODER.encode(value).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'
