"""The bar that shows where a price goes, as SVG: style attributes are refused by the security policy."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe


def share_bar(percents: Iterable[Decimal | int | float]) -> SafeString:
    """Stretches of `percents` of the width, classes s1, s2, …; the table beside it says the same in words."""
    rects, start = [], 0.0
    for place, percent in enumerate(percents, 1):
        width = max(0.0, min(100.0 - start, float(percent)))
        rects.append(f'<rect class="s{place}" x="{start:g}" width="{width:g}" height="1"/>')
        start += width
    return mark_safe(
        f'<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{"".join(rects)}</svg>'
    )
