"""The bar that shows where a price goes, as SVG: style attributes are refused by the security policy."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

_SHADES = ("1", ".72", ".52", ".36", ".24", ".14")
"""One colour, from strong to faint: the first part is the one the bar is about."""


def _shade(place: int) -> str:
    return _SHADES[min(place, len(_SHADES) - 1)]


def share_bar(percents: Iterable[Decimal | int | float]) -> SafeString:
    """Stretches of `percents` of the width; the table beside it says the same in words."""
    rects, start = [], 0.0
    for place, percent in enumerate(percents):
        width = max(0.0, min(100.0 - start, float(percent)))
        rects.append(f'<rect x="{start:g}" width="{width:g}" height="1" fill-opacity="{_shade(place)}"/>')
        start += width
    return mark_safe(
        '<svg viewBox="0 0 100 1" preserveAspectRatio="none" fill="currentColor" aria-hidden="true">'
        f"{''.join(rects)}</svg>"
    )


def share_mark(place: int) -> SafeString:
    """The small square that ties a row of the table to its stretch; `place` counts from 0."""
    return mark_safe(
        '<svg viewBox="0 0 1 1" fill="currentColor" aria-hidden="true">'
        f'<rect width="1" height="1" fill-opacity="{_shade(place)}"/></svg>'
    )
