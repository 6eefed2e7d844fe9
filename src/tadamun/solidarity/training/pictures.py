"""Pictures of lessons, drawn from a small set of symbols: two kilobytes each, in no language and no direction.

A picture is named by its symbols: ``phone``, ``phone.card`` side by side, ``parcel-check`` with a mark in its corner.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "symbols.txt"
"""One symbol a line: its name, then what draws it in a square of 48."""

MARKS = {
    "check": ("#1F6B45", '<path d="m-6 0 4 5 8-9"/>'),
    "cross": ("#A8281E", '<path d="M-5-5 5 5M5-5-5 5"/>'),
    "warn": ("#8A5200", '<path d="M0-7V2M0 6v1"/>'),
    "plus": ("#1D5A8C", '<path d="M0-6V6M-6 0H6"/>'),
    "ask": ("#1D5A8C", '<path d="M-4-3c0-6 8-6 8-1 0 4-4 3-4 6M0 6v1"/>'),
    "time": ("#8A5200", '<path d="M0-5v5l4 3"/>'),
}
_NAME = re.compile(r"[a-z0-9]{2,12}(\.[a-z0-9]{2,12}){0,2}(-[a-z]{2,5})?")
# A sheet inside a picture would be refused by the policy of pages: each shape carries its own colours.
_LOOKS = {
    "l": 'fill="none"', "w": 'fill="none" stroke="#fff"', "p": 'fill="#fff"', "s": 'fill="#cfe3e0"', "a": 'fill="#2f8377"',
    "y": 'fill="#e8b04a"', "d": 'fill="#2b2a27"', "b": 'fill="#2f8377" opacity=".35" stroke="none"', "c": 'fill="#b4532a"',
    "k": 'fill="#d9bf94"', "f": 'fill="#c98f62"', "g": 'fill="#7fae7a"',
}  # fmt: skip
_CLASS = re.compile(r'class="([a-z])"')


@cache
def symbols() -> dict[str, str]:
    """Name → what draws it."""
    rows = (line.split(" ", 1) for line in _FILE.read_text(encoding="utf-8").splitlines() if line)
    return {name: _CLASS.sub(lambda found: _LOOKS[found[1]], shapes) for name, shapes in rows}


def is_picture(name: str) -> bool:
    """Whether it can be drawn."""
    if not _NAME.fullmatch(name):
        return False
    shapes, _, mark = name.partition("-")
    return all(each in symbols() for each in shapes.split(".")) and (not mark or mark in MARKS)


@lru_cache(maxsize=512)
def draw(name: str) -> str:
    """The picture as SVG of 240 by 135. Raises ``KeyError`` for a name that is no picture."""
    if not is_picture(name):
        raise KeyError(name)
    shapes, _, mark = name.partition("-")
    parts = shapes.split(".")
    size = {1: 2.1, 2: 1.75, 3: 1.4}[len(parts)]
    side, space = 48 * size, 10
    start = (240 - len(parts) * side - (len(parts) - 1) * space) / 2
    drawn = "".join(
        f'<g transform="translate({start + place * (side + space):g} {(135 - side) / 2:g}) scale({size:g})">'
        f"{symbols()[each]}</g>"
        for place, each in enumerate(parts)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 135" width="240" height="135">'
        '<rect width="240" height="135" fill="#f6efe2"/>'
        f'<g stroke="#2b2a27" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round">{drawn}</g>{_mark(mark)}</svg>'
    )


def _mark(name: str) -> str:
    if not name:
        return ""
    colour, lines = MARKS[name]
    return (
        f'<g transform="translate(212 107)"><circle r="16" fill="{colour}"/>'
        '<g transform="scale(1.3)" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round">'
        f"{lines}</g></g>"
    )
