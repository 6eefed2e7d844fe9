"""A market's look in six values, and the arithmetic that refuses what cannot be read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from tadamun.ui.motifs import FAMILIES, motif_url
from tadamun.ui.tokens import DARK, GROUNDS, LIGHT

RADII = ("0", "0.5", "1")
"""Allowed corner radii, in rem."""

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, success criterion 1.4.3)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SEED = re.compile(r"[a-z0-9-]{1,64}")
_LOGO = re.compile(r"(/(?!/)|https://)[^\s\"'<>\\]*")


@dataclass(frozen=True, slots=True)
class Theme:
    """Six values: all that a market may change of the design."""

    accent: str = "#0f5e55"
    accent_dark: str = "#79d0c3"
    motif_family: str = "zellige"
    motif_seed: str = "tadamun"
    radius: str = "0.5"
    logo: str = ""
    """Address of the logo, or empty: the market's name stands alone."""

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> Self:
        """Missing values are the default's. Raises ValueError for a name that is not one of the six."""
        names = {field.name for field in fields(cls)}
        if unknown := sorted(set(values) - names):
            raise ValueError(f"a theme has no {', '.join(unknown)}")
        return cls(**{name: str(value) for name, value in values.items()})

    @property
    def icon_url(self) -> str:
        """The market's tile in its accent, for the browser's tab."""
        return motif_url(self.motif_family, self.motif_seed, self.accent.lower())

    def as_dict(self) -> dict[str, str]:
        """The six values, for storing."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


PRESETS = {
    "default": Theme(),
    "dlala": Theme(accent="#55611a", accent_dark="#c3d178", motif_family="tatreez", motif_seed="dlala"),
    "dakhla": Theme(accent="#0a6670", accent_dark="#6fd0da", motif_family="khaima", motif_seed="dakhla"),
    "national": Theme(accent="#9a3b1e", accent_dark="#f0a184", motif_seed="national"),
    "el-hajeb": Theme(accent="#3a4488", accent_dark="#b1baf5", motif_family="kilim", motif_seed="el-hajeb"),
}


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (_channel(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21; the order does not matter."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _unreadable(accent: str, tokens: Mapping[str, str]) -> bool:
    """As a link on any ground, or under the text of a button."""
    pairs = [(accent, tokens[ground]) for ground in GROUNDS]
    pairs.append((tokens["on-accent"], accent))
    return any(contrast(text, ground) < READABLE for text, ground in pairs)


def malformed(theme: Theme) -> list[str]:
    """Codes of values that are not of their kind at all; a style cannot be made of them."""
    checks = {
        "accent_not_a_colour": _COLOUR.fullmatch(theme.accent),
        "accent_dark_not_a_colour": _COLOUR.fullmatch(theme.accent_dark),
        "motif_family_unknown": theme.motif_family in FAMILIES,
        "motif_seed_not_a_slug": _SEED.fullmatch(theme.motif_seed),
        "radius_not_allowed": theme.radius in RADII,
        "logo_not_an_address": not theme.logo or _LOGO.fullmatch(theme.logo),
    }
    return [code for code, passed in checks.items() if not passed]


def problems(theme: Theme) -> list[str]:
    """Why this theme may not be saved: codes, empty when it may."""
    found = malformed(theme)
    if "accent_not_a_colour" not in found and _unreadable(theme.accent, LIGHT):
        found.append("accent_unreadable")
    if "accent_dark_not_a_colour" not in found and _unreadable(theme.accent_dark, DARK):
        found.append("accent_dark_unreadable")
    return found
