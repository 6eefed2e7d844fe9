"""From what a picture shows to a file: ``render`` is the one door to the drawers."""

import io
from collections.abc import Callable

from PIL import Image

from tadamun.config.demo.chance import dice
from tadamun.config.demo.pictures import (
    garments,
    jars,
    jewels,
    leather,
    pantry,
    rounds,
    textiles,
    vessels,
    wood,
)
from tadamun.config.demo.pictures.stage import WHOLE, Colour, Scene, View, hexed
from tadamun.config.demo.products import PictureSpec
from tadamun.config.demo.sources import table

SIZE = (640, 800)  # the largest size a product page shows on a telephone; any other size is as sharp
Drawer = Callable[[Scene, str, Colour], None]

DRAWERS: dict[str, Drawer] = {
    "babouche": leather.babouche,
    "bag": leather.bag,
    "basket": pantry.basket,
    "belt": leather.belt,
    "blanket": textiles.blanket,
    "bottle": jars.bottle,
    "bowl": vessels.bowl,
    "box": wood.box,
    "bracelet": jewels.bracelet,
    "candle": jars.candle,
    "cups": vessels.cups,
    "cushion": textiles.cushion,
    "doll": wood.doll,
    "drum": vessels.drum,
    "earrings": jewels.earrings,
    "fibula": jewels.fibula,
    "figure": wood.figure,
    "flask": jars.flask,
    "frame": wood.frame,
    "garment": garments.garment,
    "glass": vessels.glass,
    "hat": rounds.hat,
    "jar": jars.jar,
    "lantern": jars.lantern,
    "linen": textiles.linen,
    "mirror": wood.mirror,
    "necklace": jewels.necklace,
    "panel": wood.panel,
    "plate": rounds.plate,
    "pouch": textiles.pouch,
    "pouf": leather.pouf,
    "ring": jewels.ring,
    "rug": textiles.rug,
    "sack": pantry.sack,
    "shawl": garments.shawl,
    "soap": pantry.soap,
    "spoon": wood.spoon,
    "table": rounds.table,
    "tagine": vessels.tagine,
    "teapot": vessels.teapot,
    "tray": rounds.tray,
    "vase": vessels.vase,
    "wallet": leather.wallet,
}

# What stands on a table; everything else lies flat or hangs on the wall.
STANDING = {
    "bag",
    "blanket",
    "bottle",
    "bowl",
    "box",
    "candle",
    "cups",
    "doll",
    "drum",
    "figure",
    "flask",
    "glass",
    "jar",
    "lantern",
    "pouf",
    "sack",
    "soap",
    "table",
    "tagine",
    "teapot",
    "vase",
}
HANGING = {"blanket.hanging", "basket.tray"}  # styles of families that are otherwise seen another way
STANDING_BASKETS = {"basket.round"}

VIEWS: dict[str, View] = {
    "bottle": View.on(500, 680, 1.2),
    "bowl": View.on(500, 800, 1.3),
    "box": View.on(500, 800, 1.3),
    "blanket.bands": View.on(500, 760, 1.3),
    "blanket.sequins": View.on(500, 760, 1.3),
    "cups": View.on(500, 830, 1.3),
    "figure": View.on(500, 740, 1.25),
    "flask": View.on(460, 760, 1.3),
    "glass": View.on(500, 700, 1.15),
    "glass.tumblers": View.on(500, 860, 1.5),
    "jar": View.on(500, 760, 1.35),
    "lantern": View.on(500, 640, 1.12),
    "linen": View.on(500, 620, 1.2),
    "plate": View.on(500, 640, 1.12),
    "pouch": View.on(500, 620, 1.2),
    "pouf": View.on(500, 840, 1.25),
    "sack": View.on(470, 760, 1.25),
    "shawl": View.on(510, 660, 1.15),
    "soap": View.on(500, 800, 1.45),
    "tagine": View.on(500, 770, 1.25),
    "teapot": View.on(510, 760, 1.2),
    "vase": View.on(500, 700, 1.15),
    "wallet": View.on(500, 650, 1.2),
    "bracelet": View.on(500, 680, 1.25),
    "earrings": View.on(500, 590, 1.2),
    "ring": View.on(500, 640, 1.4),
    "box.saffron": View.on(500, 850, 1.5),
    "candle": View.on(500, 760, 1.2),
    "basket.round": View.on(500, 740, 1.2),
    "doll": View.on(500, 690, 1.2),
    "cushion": View.on(500, 650, 1.1),
    "drum": View.on(500, 740, 1.2),
}


def draw(spec: PictureSpec, size: tuple[int, int] = SIZE) -> Image.Image:
    """The picture; the same for the same words, whatever was drawn before."""
    family, style = spec.subject.split(".")
    standing = (family in STANDING or spec.subject in STANDING_BASKETS) and spec.subject not in HANGING
    view = VIEWS.get(spec.subject) or VIEWS.get(family) or WHOLE
    scene = Scene(dice("picture", spec.key), size, table=standing, view=view)
    colour = hexed(table("palette")["colours"][spec.colour or "ochre"]["hex"])
    DRAWERS[family](scene, style, colour)
    return scene.finished()


def render(spec: PictureSpec) -> bytes:
    """The picture as a JPEG file, as a seller would upload it."""
    file = io.BytesIO()
    draw(spec).save(file, "JPEG", quality=90)
    return file.getvalue()
