"""What every page of a market has in common, made once a process for each language and door."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from tadamun.kernel.kept import Kept
from tadamun.kernel.pagecache.tags import collect
from tadamun.kernel.text import words
from tadamun.people.markets.models import Market
from tadamun.ui.styles import style_for
from tadamun.ui.values import direction
from tadamun.web.shared.markets import known_market
from tadamun.web.shared.requests import STOREFRONT
from tadamun.web.shared.themes import theme_of

Chrome = dict[str, Any]


def legal_lines(market: Market, language: str) -> list[str]:
    """Who is behind the market, as law 31-08 (art. 29) wants it on every page."""
    name = market.fact("names", language) or market.fact("legal_name", language)
    address = market.fact("address", language)
    registers = [
        (_("Trade register"), market.fact("rc", language)),
        (_("Tax ID"), market.fact("tax_id", language)),
        (_("ICE"), market.fact("ice", language)),
        (_("CNDP"), market.fact("cndp", language)),
    ]
    lines = [" · ".join(part for part in (name, market.fact("form", language), address) if part)]
    lines.append(" · ".join(f"{label} \u2068{value}\u2069" for label, value in registers if value))
    return [line for line in lines if line]


def footer_links(language: str) -> list[tuple[str, str]]:
    return [
        (f"/{language}/crafts/", _("Crafts")),
        (f"/{language}/shops/", _("Shops and cooperatives")),
        (f"/{language}/sell/", _("Sell here")),
        (f"/{language}/pages/delivery/", _("Delivery and returns")),
        (f"/{language}/pages/terms/", _("Terms of sale")),
        (f"/{language}/pages/privacy/", _("Privacy")),
        (f"/{language}/pages/legal/", _("Legal notice")),
        (f"/{language}/pages/about/", _("About")),
    ]


def _make(market: Market, language: str, door: str) -> Chrome:
    theme = theme_of(market)
    style = style_for(door, theme)
    home = f"/{language}/"
    foot = {
        "footer_links": footer_links(language),
        "legal_lines": legal_lines(market, language),
        "help_url": f"{home}help/",
    }
    return {
        **foot,
        "footer_html": render_to_string("ui/footer.html", foot),
        "page_lang": language,
        "page_dir": direction(language),
        "page_locale": market.locale(language).replace("-", "_"),
        "page_digits": market.digits or None,
        "page_zone": market.time_zone,
        "page_theme": theme,
        "page_description": words(market.taglines, language, market.languages),
        "style_css": style.css,
        "csp_style_hash": style.csp_hash,
        "brand_name": market.name(language),
        "brand_url": home,
        "search_action": f"{home}search/" if door == STOREFRONT else "",
        "suggest_url": f"{home}suggestions/",
        "basket_url": f"{home}basket/",
        "account_url": f"{home}account/",
        "manifest_url": f"{home}manifest.webmanifest",
        "market": market,
    }


def _load(key: tuple[str, str, str]) -> Chrome:
    host, language, door = key
    market = known_market(host)
    if market is None:
        raise LookupError(host)
    with override(market.locale(language).lower()):
        return _make(market, language, door)


_chrome: Kept[tuple[str, str, str], Chrome] = Kept(_load, lambda _key: ("markets",))


def chrome_of(host: str, market: Market, language: str, door: str) -> Chrome:
    """The common part of a market's pages; only to read."""
    collect(f"market:{market.pk}")
    return _chrome((host, language, door))
