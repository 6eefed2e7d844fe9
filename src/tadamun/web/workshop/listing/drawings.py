"""What stands on a tile for a craft or a material: drawn in lines on 24 units square, as icons are.

``data/drawings.txt`` has one a line: a slug, or ``:`` and a material, then its lines; ``@`` names lines that others build on.
"""

from functools import cache
from importlib.resources import files

from tadamun.goods.catalogue.crafts import craft_path
from tadamun.ui.icons import icon_path

FAMILIES = {
    "textile-wool": "rug", "clothing": "robe", "embroidery": "needle", "leather": "slipper", "pottery": "pot",
    "wood": "trunk", "metalwork": "teapot", "jewellery": "ring", "basketry": "hamper", "plaster-stone": "arch",
    "glass": "tumbler", "decor": "lantern", "musical-instruments": "drum", "terroir-food": "jar", "cosmetics": "drop",
}  # fmt: skip
UNKNOWN = "star"


def craft_drawing(slug: str) -> str:
    """Of the craft itself, of the nearest one above it that has any, or of its family."""
    path = craft_path(slug)
    own = next((drawings()[each] for each in path if each in drawings()), "")
    return own or icon_path(FAMILIES.get(path[-1], UNKNOWN) if path else UNKNOWN)


def material_drawing(slug: str) -> str:
    return drawings().get(f":{slug}") or icon_path(UNKNOWN)


@cache
def drawings() -> dict[str, str]:
    """Whole, by what they stand for."""
    said = files("tadamun.web.workshop").joinpath("data/drawings.txt").read_text(encoding="utf-8")
    rows = dict(line.split(" ", 1) for line in said.splitlines())
    return {name: _whole(rows, path) for name, path in rows.items() if not name.startswith("@")}


def _whole(rows: dict[str, str], path: str) -> str:
    base, _space, rest = path.partition(" ")
    return rows[base] + rest if base.startswith("@") else path
