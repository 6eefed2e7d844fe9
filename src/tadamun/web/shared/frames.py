"""The shell of public pages, rendered once and then only filled: a page costs what is in it, not what is around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.http import HttpResponse
from django.template import loader
from django.utils.translation import override

from tadamun.kernel.kept import Kept
from tadamun.ui.icons import icon_svg, sprite
from tadamun.web.shared.chrome import chrome_of
from tadamun.web.shared.context import language_links
from tadamun.web.shared.languages import NAMES
from tadamun.web.shared.markets import host_of, known_market
from tadamun.web.shared.requests import STOREFRONT, MarketRequest

# Signs of the private use area: no word of ours has them, and no escaping changes them.
TITLE, DESCRIPTION, HEAD, QUERY, MAIN, SPRITE = "\ue101", "\ue102", "\ue103", "\ue104", "\ue105", "\ue106"
HTML = "text/html; charset=utf-8"
_ADDRESS = "\ue107{}\ue108"
_HOLES = re.compile("([\ue101-\ue106]|\ue107[a-z]+\ue108)")
_SPRITE = re.compile(r'<svg class="sprite".*?</svg>', re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="i-([a-z]+)"')


@dataclass(frozen=True, slots=True)
class Frame:
    """``parts``: text and holes in turn. ``icons``: references to the icons of the shell."""

    parts: tuple[str, ...]
    icons: str
    csp_style_hash: str

    def filled(self, words: Mapping[str, str]) -> str:
        return "".join([words.get(part, "") if place % 2 else part for place, part in enumerate(self.parts)])


def _load(key: tuple[str, str]) -> Frame:
    host, language = key
    market = known_market(host)
    if market is None:
        raise LookupError(host)
    chrome = chrome_of(host, market, language, STOREFRONT)
    languages = [
        (_ADDRESS.format(code), code, NAMES.get(code, code), code == language) for code in market.languages
    ]
    holes = {"title": TITLE, "description": DESCRIPTION, "head": HEAD, "main": MAIN, "search_query": QUERY}
    with override(market.locale(language).lower()):
        html = loader.render_to_string("shared/frame.html", {**chrome, **holes, "languages": languages})
    icons = "".join(icon_svg(name) for name in _SYMBOL.findall(html))
    return Frame(tuple(_HOLES.split(_SPRITE.sub(SPRITE, html))), icons, chrome["csp_style_hash"])


_frames: Kept[tuple[str, str], Frame] = Kept(_load, lambda _key: ("markets",))


def framed(request: MarketRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A public page: ``template`` renders what stands in ``<main>``. Of ``context`` the shell takes ``title``,
    ``description``, ``head`` (HTML), ``search_query`` and ``languages``, where the address differs by language.
    """
    return framed_html(request, loader.render_to_string(template, context, request), context, status)


def framed_html(
    request: MarketRequest, main: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The same around HTML that is already written: nothing of it is escaped here."""
    frame = _frames((host_of(request.META), request.language))
    request.csp_style_hash = frame.csp_style_hash
    words = {
        TITLE: escape(str(context.get("title", ""))),
        DESCRIPTION: escape(str(context.get("description", ""))),
        HEAD: str(context.get("head", "")),
        QUERY: escape(str(context.get("search_query", ""))),
        MAIN: main,
        SPRITE: sprite(frame.icons + main),
    }
    for address, code, *_ in _links(request, context):
        words[_ADDRESS.format(code)] = escape(address)
    # Its type and bytes are said here, for Django looks long for what they are.
    return HttpResponse(frame.filled(words).encode(), status=status, content_type=HTML)


def _links(request: MarketRequest, context: dict[str, Any]) -> Sequence[tuple[str, str, str, bool]]:
    """Languages in which the page exists lead to it, the others to the market's first page."""
    given: Sequence[tuple[str, str, str, bool]] = context.get("languages") or language_links(
        request, list(request.market.languages)
    )
    known = {code for _, code, *_ in given}
    return [
        *given,
        *((f"/{code}/", code, "", False) for code in request.market.languages if code not in known),
    ]
