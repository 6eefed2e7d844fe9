"""One style sheet per door, inlined in every page of it: no request stands between reader and page.

The folder of a file under `data/css/` is its cascade layer; layers rank in the order they come in. Tokens are
made from `tokens.py` and a market's theme.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from tadamun.ui.motifs import BAND_TILES, motif_url
from tadamun.ui.themes import Theme, malformed
from tadamun.ui.tokens import DARK, LIGHT

FOLDER = Path(__file__).parent / "data" / "css"

_BASE = ("reset/reset", "base/type", "base/layout")
_EVERYWHERE = ("bar", "actions", "search", "forms", "choices", "marks", "panels")
_COMPONENTS: dict[str, tuple[str, ...]] = {
    "storefront": (*_EVERYWHERE, "photos", "gallery", "cards", "paging", "shares"),
    "checkout": (*_EVERYWHERE, "uploads", "answers", "lines", "photos", "timeline", "voices"),
    "workshop": (
        *_EVERYWHERE,
        "uploads",
        "answers",
        "lines",
        "photos",
        "timeline",
        "paging",
        "items",
        "keypad",
        "voices",
        "shares",
        "listing",
        "offline",
        "learning",
    ),
    "backoffice": (
        *_EVERYWHERE,
        "uploads",
        "answers",
        "lines",
        "photos",
        "timeline",
        "paging",
        "tabs",
        "items",
        "voices",
        "dialog",
        "side",
        "stats",
        "tables",
        "printed",
        "shares",
    ),
}
DOORS = frozenset(_COMPONENTS)


class Style(NamedTuple):
    """A sheet and the word that allows it in the content security policy (`'sha256-…'`, quotes included)."""

    css: SafeString
    csp_hash: str


def minify(css: str) -> str:
    """Shorter text of the same meaning. The sheets must not use comments or double spaces inside strings."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): ", ":", css)
    css = re.sub(r"(?<=[ :(,-])0\.", ".", css)
    css = re.sub(r"""=["']([\w-]+)["']\]""", r"=\1]", css)
    for long, short in ((";}", "}"), ("@media (", "@media("), ("* + *", "*+*"), (" / ", "/"), (" !", "!")):
        css = css.replace(long, short)
    return css.strip()


@cache
def _sheet(door: str) -> str:
    """All files of a door, in their layers, without the tokens. Raises KeyError for an unknown door."""
    names = [*_BASE, *(f"components/{name}" for name in _COMPONENTS[door]), f"doors/{door}"]
    layers: dict[str, list[str]] = {}
    for name in names:
        layers.setdefault(name.partition("/")[0], []).append(
            (FOLDER / f"{name}.css").read_text(encoding="utf-8")
        )
    return minify("".join(f"@layer {layer}{{{''.join(texts)}}}" for layer, texts in layers.items()))


def _declarations(tokens: Mapping[str, str], accent: str, scheme: str) -> str:
    pairs = {**tokens, "accent": accent}
    return f"color-scheme:{scheme};" + ";".join(f"--{name}:{value}" for name, value in pairs.items())


@lru_cache(maxsize=256)
def theme_css(theme: Theme) -> str:
    """Tokens of a market: both schemes, corners, and the tile of its band.

    A part of a page may show one scheme with `data-theme`. Raises ValueError for a theme that is not one.
    """
    if found := malformed(theme):
        raise ValueError(", ".join(found))
    light = _declarations(LIGHT, theme.accent, "light")
    dark = _declarations(DARK, theme.accent_dark, "dark")
    tile = motif_url(theme.motif_family, theme.motif_seed)
    return (
        f":root{{--radius:{theme.radius.lstrip('0') or '0'}rem;--tile:url({tile});"
        f"--tile-size:{BAND_TILES[theme.motif_family]}px}}"
        f":root,[data-theme=light]{{{light}}}"
        f"@media(prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}"
        f"[data-theme=dark]{{{dark}}}"
    )


@lru_cache(maxsize=256)
def style_for(door: str, theme: Theme) -> Style:
    """The whole sheet of a door in a market's theme, minified, made once per process.

    Raises KeyError for an unknown door, ValueError for a theme that is not one.
    """
    css = f"@layer tokens{{{theme_css(theme)}}}{_sheet(door)}"
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(mark_safe(css), f"'sha256-{digest}'")
