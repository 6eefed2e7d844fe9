"""Line icons, 24 units square, stroke 1.75, drawn for this project.

A page carries one hidden sprite with the symbols it uses and no others; see `sprite`.
"""

import re

MIRRORED = frozenset({"arrow", "back", "chevron", "leave", "list", "return", "send", "truck"})
"""Icons that point along the reading direction; play, check, clock, phone, plus and camera do not."""

_PATHS = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "basket": "M4.5 10h15l-1.5 9a1.5 1.5 0 0 1-1.5 1.3h-9A1.5 1.5 0 0 1 6 19zM8 10l4-6.5 4 6.5M9.8 13.5v3.3M14.2 13.5v3.3",
    "book": "M12 6.5c-2-1.5-4.5-2-8-2V18c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4.5c-3.5 0-6 .5-8 2zV20",
    "calendar": "M4 5.5h16V20H4zM4 10h16M8.5 3.5v4M15.5 3.5v4",
    "camera": (
        "M4.5 8h3l1.4-2.5h6.2L16.5 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z"
        "M12 10a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4z"
    ),
    "card": "M3 5.5h18v13H3zM3 10h18M6.5 15h4",
    "chart": "M4.5 4v15.5H20M8.5 16v-4M12.5 16V8M16.5 16v-6",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "chevron": "m9.5 6 6 6-6 6",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5.2l3.4 2",
    "close": "M6 6l12 12M18 6 6 18",
    "cloud": "M7 18.5a4 4 0 0 1-.5-8 6 6 0 0 1 11.5 1.3 3.4 3.4 0 0 1-.5 6.7z",
    "coins": (
        "M12 3.7c-3.9 0-7 1.3-7 2.8s3.1 2.8 7 2.8 7-1.3 7-2.8-3.1-2.8-7-2.8zM5 6.5V12c0 1.5 3.1 2.8 7 2.8s7-1.3 7-2.8V6.5"
        "M5 12v5.5c0 1.5 3.1 2.8 7 2.8s7-1.3 7-2.8V12"
    ),
    "download": "M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 19.5h15",
    "edit": "m4 20 .8-4L16 4.8a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L8 19.2zM14 7l3 3",
    "eye": (
        "M2.5 12C5 7.7 8.2 5.5 12 5.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12z"
        "M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
    ),
    "filter": "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
    "globe": (
        "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-4.7 5.5-4.7 11.5 0 17M12 3.5c4.7 5.5 4.7 11.5 0 17"
    ),
    "hand": (
        "M7.5 12.5V6.2a1.4 1.4 0 0 1 2.8 0V11M10.3 10.5V4.9a1.4 1.4 0 0 1 2.8 0v5.6M13.1 10.7V6a1.4 1.4 0 0 1 2.8 0v6"
        "M15.9 11V8.4a1.4 1.4 0 0 1 2.8 0v6.1c0 3.8-2.3 6.3-6 6.3-3.3 0-4.7-1.6-6-4.2l-2-4c-.5-1 .2-1.9 1.1-1.9.7 0 1.1.4 1.7 1.8"
    ),
    "help": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9.4 9.4a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 2M12 16.8v.1",
    "home": "m4 11 8-7 8 7v9h-5v-6H9v6H4z",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.6v.1",
    "leave": "M10 4H4.5v16H10M9.5 12H20M16 8l4 4-4 4",
    "list": "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1",
    "lock": "M5 11h14v9.5H5zM8 11V8a4 4 0 0 1 8 0v3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "message": "M3.5 5.5h17V17H11l-4.5 3.5V17h-3z",
    "mic": "M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
    "minus": "M5 12h14",
    "parcel": "m12 3.5 8 4v9l-8 4-8-4v-9zM4 7.5l8 4 8-4M12 11.5v9M8 5.5l8 4",
    "people": (
        "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.5-3.3 3-5.2 6.5-5.2s6 1.9 6.5 5.2M15.5 5a3.3 3.3 0 0 1 0 6.2"
        "M17.8 14.8c2 .7 3.3 2.3 3.7 4.7"
    ),
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6",
    "phone": (
        "M6.5 3.8h3l1.5 4-2 1.5a11 11 0 0 0 5.7 5.7l1.5-2 4 1.5v3c0 1-.8 1.9-1.8 1.8C11.6 18.8 5.2 12.4 4.7 5.6c0-1 .8-1.8 1.8-1.8z"
    ),
    "picture": "M3.5 4.5h17v15h-17zM8.5 8a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3zM4 17.5 9 13l3.5 3 4-4.5 4 4.5",
    "pin": "M12 21c-4.3-4.4-6.5-7.8-6.5-11a6.5 6.5 0 0 1 13 0c0 3.2-2.2 6.6-6.5 11zM12 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z",
    "play": "M8 5.5v13l10.5-6.5z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H3.5V9h17v8H17M7 14h10v6H7z",
    "return": "M4 9h10.5a5 5 0 0 1 0 10H9M8 5 4 9l4 4",
    "seal": "M12 4a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8.5 14 7 21l5-2.5 5 2.5-1.5-7M9.7 9.6l1.7 1.7 3-3.3",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.3 15.3l5.2 5.2",
    "send": "M20.5 4 3.5 10.5l7 3 3 7zM10.5 13.5 20.5 4",
    "settings": (
        "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z"
        "M12 3.5V7M12 17v3.5M3.5 12H7M17 12h3.5M6 6l2.5 2.5M15.5 15.5 18 18M6 18l2.5-2.5M15.5 8.5 18 6"
    ),
    "share": "M12 15V4M8 7.5 12 4l4 3.5M7 11H4.5v9h15v-9H17",
    "shop": "M4.5 11.5v8h15v-8M3 8l2-4h14l2 4a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 19.5v-5h4v5",
    "speaker": "M4 9.5v5h3.5l4.5 4v-13l-4.5 4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
    "star": "m12 4 2.4 5.2 5.6.7-4.1 3.9 1 5.6-4.9-2.8-4.9 2.8 1-5.6L4 9.9l5.6-.7z",
    "tag": "M4 4.5h8l8 8-7.5 7.5-8.5-8.5zM8.3 8.7v.1",
    "truck": (
        "M5 17.5H2.5v-11h11v11H9M13.5 10h3.9l3.6 3.7v3.8h-1.7M15.3 17.5h-1.8M7 15.6a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8z"
        "M17.3 15.6a1.9 1.9 0 1 0 0 3.8 1.9 1.9 0 0 0 0-3.8z"
    ),
    "upload": "M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 19.5h15",
    "warn": "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.1",
}

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


def sprite(html: str) -> str:
    """The hidden sprite of exactly the symbols this HTML refers to; empty when it refers to none."""
    used = sorted(set(_USED.findall(html)) & ICONS)
    if not used:
        return ""
    symbols = "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24"><path d="{_PATHS[name]}"/></symbol>' for name in used
    )
    return f'<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>'
