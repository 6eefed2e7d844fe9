"""Line icons, 24 units square, stroke 1.75, drawn for this project.

A page carries one hidden sprite with the symbols it uses and no others; see `sprite`.
"""

import re
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

MIRRORED = frozenset({"arrow", "back", "chevron", "leave", "list", "return", "send", "truck"})
"""Icons that point along the reading direction; play, check, clock, phone, plus and camera do not."""

_FILE = Path(__file__).parent / "data" / "icons.txt"
"""One icon a line: its name, then the path that draws it."""

_PATHS = dict(line.split(" ", 1) for line in _FILE.read_text(encoding="utf-8").splitlines())

ICONS = frozenset(_PATHS)
"""Names that may be asked for."""

_USED = re.compile(r'href="#i-([a-z]+)"')


def icon_svg(name: str, *, inline: bool = False, label: str = "") -> str:
    """An icon. `label` is HTML already; without it the icon is silent, since a word stands beside it.

    `inline` draws the lines in place, for fragments that are fetched without their page.
    Raises KeyError for a name that does not exist.
    """
    path = _PATHS[name]
    classes = "icon mirror" if name in MIRRORED else "icon"
    voice = f' role="img" aria-label="{label}"' if label else ' aria-hidden="true"'
    if inline:
        return f'<svg class="{classes}"{voice} viewBox="0 0 24 24"><path d="{path}"/></svg>'
    return f'<svg class="{classes}"{voice}><use href="#i-{name}"/></svg>'


def icon_path(name: str) -> str:
    """The lines of an icon, for whoever draws them in place. Raises KeyError for a name that does not exist."""
    return _PATHS[name]


def drawing_svg(path: str) -> SafeString:
    """Lines of 24 units square that are no icon of ours, drawn in place as icons are; silent beside their word."""
    return format_html('<svg class="icon" aria-hidden="true" viewBox="0 0 24 24"><path d="{}"/></svg>', path)


def sprite(html: str) -> str:
    """The hidden sprite of exactly the symbols this HTML refers to; empty when it refers to none."""
    return _sprite(frozenset(_USED.findall(html)) & ICONS)


@lru_cache(maxsize=256)  # pages of one kind use the same few
def _sprite(used: frozenset[str]) -> str:
    if not used:
        return ""
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24"><path d="{_PATHS[name]}"/></symbol>'
        for name in sorted(used)
    )
    return f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>'
