"""Colours of the design, one table for light and one for dark.

Every text pair reaches 5.4:1, every border that carries meaning 3:1 (computed in `tests/ui/`).
"""

LIGHT = {
    "paper": "#fbf8f3",
    "surface": "#ffffff",
    "sunk": "#f3ede3",
    "ink": "#211c16",
    "muted": "#5f5648",
    "line": "#ded3c2",
    "field": "#857a6a",
    "ok": "#1f6b45",
    "warn": "#8a5200",
    "bad": "#a8281e",
    "info": "#1d5a8c",
    "on-accent": "#ffffff",
}

DARK = {
    "paper": "#171411",
    "surface": "#211d19",
    "sunk": "#100e0c",
    "ink": "#f3ede4",
    "muted": "#b9ae9e",
    "line": "#3d362e",
    "field": "#8f8474",
    "ok": "#7ccb9d",
    "warn": "#f0b45b",
    "bad": "#f59a8e",
    "info": "#8dc0ec",
    "on-accent": "#171411",
}

GROUNDS = ("paper", "surface", "sunk")
"""Where text may stand."""

TEXTS = ("ink", "muted", "ok", "warn", "bad", "info")
"""Colours text may have, beside the accent."""
