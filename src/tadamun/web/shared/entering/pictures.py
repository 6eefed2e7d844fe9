"""The second face of each digit, for who knows pictures better than digits: six keys are one PIN either way.

A digit has the same picture on every page, phone and market, for ever: she remembers the pictures.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Key:
    """``icon``: of the sprite; ``name``: what the picture shows."""

    digit: int
    icon: str
    name: Promise


KEYS = (
    Key(0, "sun", pgettext_lazy("picture", "sun")),
    Key(1, "moon", pgettext_lazy("picture", "moon")),
    Key(2, "fish", pgettext_lazy("picture", "fish")),
    Key(3, "palm", pgettext_lazy("picture", "palm tree")),
    Key(4, "key", pgettext_lazy("picture", "key")),
    Key(5, "bird", pgettext_lazy("picture", "bird")),
    Key(6, "star", pgettext_lazy("picture", "star")),
    Key(7, "teapot", pgettext_lazy("picture", "teapot")),
    Key(8, "flower", pgettext_lazy("picture", "flower")),
    Key(9, "boat", pgettext_lazy("picture", "boat")),
)
