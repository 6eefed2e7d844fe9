"""The market's icon, made from its motif: nobody has to draw one."""

from functools import lru_cache

import typst

from tadamun.ui.motifs import SIZE, tile
from tadamun.ui.themes import Theme

SIZES = (32, 180, 192, 512)
_INSIDE = 0.56
"""Side of the tile as a part of the whole: a mask may cut everything outside a circle of 80 %."""


@lru_cache(maxsize=64)
def icon_svg(theme: Theme) -> str:
    """One tile in white on the accent."""
    side = SIZE / _INSIDE
    margin = (side - SIZE) / 2
    drawn = tile(theme.motif_seed, theme.motif_family)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-margin:g} {-margin:g} {side:g} {side:g}" '
        f'fill="#fff" color="#fff"><rect x="{-margin:g}" y="{-margin:g}" width="{side:g}" height="{side:g}" '
        f'fill="{theme.accent}"/>{drawn}</svg>'
    )


@lru_cache(maxsize=64)
def icon_png(theme: Theme, size: int) -> bytes:
    """The same as pixels."""
    source = (
        f"#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.icon), width: 100%, height: 100%, format: "svg")'
    )
    return typst.compile(
        source.encode(),
        format="png",
        ppi=72.0,
        ignore_system_fonts=True,
        sys_inputs={"icon": icon_svg(theme)},
    )
