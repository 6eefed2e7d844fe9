"""Geometry made from a name: the same seed and family always give the same tile, so that every market,
shop and certificate has its own border, avatar and placeholder without any picture.

Tiles are 48 units square, of one colour, and continue on all sides. Families are *inspired by* what they are
named after; which of them stands for a region is chosen with its artisans.
"""

import hashlib
import math
import random
from collections.abc import Callable, Iterable
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

SIZE = 48
_HALF = SIZE // 2
_DIGITS = 1


def _number(value: float) -> str:
    """Shortest spelling with one decimal: 24, 3.5, -.5."""
    text = f"{round(value, _DIGITS):g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _dice(seed: str, family: str) -> random.Random:
    # Not a secret: the generator only has to be the same for ever, on every machine.
    digest = hashlib.sha256(f"{family}:{seed}".encode()).digest()
    return random.Random(int.from_bytes(digest[:8]))  # noqa: S311


def _star(x: float, y: float, outer: float, ratio: float, turn: float = 0) -> str:
    """A star of eight points as a path."""
    points = []
    for step in range(16):
        radius = outer if step % 2 == 0 else outer * ratio
        angle = math.pi * (step / 8 + turn)
        points.append(f"{_number(x + radius * math.cos(angle))} {_number(y + radius * math.sin(angle))}")
    return "M" + " ".join(points) + "z"


def _khatam(x: int, y: int, half: int) -> str:
    """Two crossed squares, in fewer bytes than their outline."""
    side, tip = 2 * half, round(half * math.sqrt(2))
    return f"M{x - half} {y - half}h{side}v{side}h-{side}zM{x} {y - tip}l{tip} {tip}-{tip} {tip}-{tip}-{tip}z"


def _zellige(dice: random.Random) -> str:
    """Eight-fold star with a counter-star cut out of its middle, and small stars where four tiles meet."""
    # .7654 is two crossed squares (khatam); the others are sharper stars.
    ratio = dice.choice((0.7654, 0.7654, 0.62, 0.541))
    middle = dice.choice((9, 11, 13))
    parts = [_star(_HALF, _HALF, 22, ratio), _star(_HALF, _HALF, middle, dice.choice((0.7654, 0.541)), 1 / 8)]
    if middle > 9:
        parts.append(_star(_HALF, _HALF, middle / 2.6, 0.7654))
    half = dice.choice((4, 5, 6))
    corners = "".join(_khatam(x, y, half) for x in (0, SIZE) for y in (0, SIZE))
    return f'<path fill-rule="evenodd" d="{"".join(parts)}"/><path d="{corners}"/>'


def _runs(row: Iterable[bool]) -> list[tuple[int, int]]:
    """Start and length of each stretch of true cells."""
    found: list[tuple[int, int]] = []
    for place, filled in enumerate(row):
        if filled and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif filled:
            found.append((place, 1))
    return found


def _kilim(dice: random.Random) -> str:
    """Stepped lozenges: 8 × 8 cells filled where the Manhattan distance from the centre is in even bands."""
    step, shift, hollow = dice.choice((1.5, 2, 2.5, 3)), dice.choice((0, 1, 2, 3)), dice.choice((0, 2, 3))
    path = []
    for y in range(8):
        distances = [int(abs(x - 3.5) + abs(y - 3.5)) for x in range(8)]
        row = [away >= hollow and (away + shift) // step % 2 == 0 for away in distances]
        path += [f"M{start * 6} {y * 6}h{length * 6}v6h-{length * 6}z" for start, length in _runs(row)]
    return f'<path d="{"".join(path)}"/>'


def _crosses(x: int, y: int, count: int) -> str:
    """A row of small crosses as two zigzags, which takes half the bytes of single strokes."""
    falling = " ".join("3 3" if step % 2 == 0 else "3-3" for step in range(count))
    rising = " ".join("3-3" if step % 2 == 0 else "3 3" for step in range(count))
    return f"M{x} {y}l{falling}M{x} {y + 3}l{rising}"


def _tatreez(dice: random.Random) -> str:
    """Cross-stitch: a random triangle of 8 × 8 cells in eight mirrors, each cell a small cross."""
    triangle = {(x, y): dice.random() < 0.46 for x in range(8) for y in range(x + 1)}
    half = [[triangle[max(x, y), min(x, y)] for x in range(8)] for y in range(8)]
    rows = [row + row[::-1] for row in (*half, *half[::-1])]
    path = [_crosses(start * 3, y * 3, count) for y, row in enumerate(rows) for start, count in _runs(row)]
    return f'<path fill="none" stroke="currentColor" stroke-width="1.2" d="{"".join(path)}"/>'


def _triangles(y: int, dice: random.Random) -> str:
    width = dice.choice((8, 12, 16))
    tip, foot = (y + 2, y + 14) if dice.random() < 0.5 else (y + 14, y + 2)
    return "".join(f"M{x} {foot}L{x + width // 2} {tip} {x + width} {foot}z" for x in range(0, SIZE, width))


def _lozenges(y: int, dice: random.Random) -> str:
    width = dice.choice((12, 16))
    half = width // 2
    return "".join(f"M{x} {y + 8}l{half}-6 {half} 6-{half} 6z" for x in range(0, SIZE, width))


def _dashes(y: int, dice: random.Random) -> str:
    width = dice.choice((6, 8, 12))
    return "".join(f"M{x + 1} {y + 5}h{width - 2}v6h-{width - 2}z" for x in range(0, SIZE, width))


def _khaima(dice: random.Random) -> str:
    """Tent bands: three rows of triangles, lozenges or dashes between fine lines."""
    rows = [dice.choice((_triangles, _lozenges, _dashes))(y, dice) for y in (0, 16, 32)]
    lines = "".join(f"M0 {y}h48v1H0z" for y in (0, 16, 32))
    return f'<path d="{"".join(rows)}{lines}"/>'


FAMILIES: dict[str, Callable[[random.Random], str]] = {
    "zellige": _zellige,
    "kilim": _kilim,
    "tatreez": _tatreez,
    "khaima": _khaima,
}


BAND = 14
"""Height of the band under the bar, in CSS pixels."""

BAND_TILES = {"zellige": 14, "kilim": 14, "tatreez": 28, "khaima": 42}
"""How large a tile is in the band: fine families show their middle, tent bands one of their rows."""


@lru_cache(maxsize=512)
@lru_cache(maxsize=1024)
def tile(seed: str, family: str) -> str:
    """What is drawn inside the 48 × 48 square. Raises KeyError for a family that does not exist."""
    return FAMILIES[family](_dice(seed, family))


def motif(seed: str, family: str) -> SafeString:
    """One tile as an SVG element in the colour of the text around it."""
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" fill="currentColor">'
        f"{tile(seed, family)}</svg>"
    )


def motif_svg_document(seed: str, family: str, colour: str = "#857a6a") -> str:
    """The tile as a file of its own: a background, a mask or a placeholder. `colour` is trusted."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'fill="{colour}" color="{colour}">{tile(seed, family)}</svg>'
    )


def motif_url(family: str, seed: str, colour: str = "") -> str:
    """Where the tile is served (`tadamun.ui.urls`), in `#rrggbb` or a quiet grey; caches may keep it for ever."""
    return f"/motif/{family}/{seed}{'/' if colour else ''}{colour[1:]}.svg"


def band_svg(seed: str, family: str, height: int = BAND) -> SafeString:
    """A strip of the tile across the page, `height` CSS pixels high, in the accent colour."""
    name = "m" + hashlib.sha256(f"{family}:{seed}:{height}".encode()).hexdigest()[:8]
    repeat = BAND_TILES[family] if height < SIZE else SIZE
    middle = (height - repeat) / 2
    return mark_safe(
        f'<svg class="band-art" width="100%" height="{height}" fill="currentColor" aria-hidden="true"><defs>'
        f'<pattern id="{name}" y="{middle:g}" width="{repeat}" height="{repeat}" '
        f'patternUnits="userSpaceOnUse" viewBox="0 0 {SIZE} {SIZE}">{tile(seed, family)}</pattern></defs>'
        f'<rect width="100%" height="100%" fill="url(#{name})"/></svg>'
    )


def avatar_svg(seed: str, family: str, size: str = "") -> SafeString:
    """The tile in a circle: stands for who has no portrait or wants none. `size`: `s`, `l` or empty."""
    return mark_safe(
        f'<svg class="avatar {size}" viewBox="-8 -8 64 64" fill="currentColor" aria-hidden="true">'
        f"{tile(seed, family)}</svg>"
    )
