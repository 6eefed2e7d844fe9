"""What stands for the makers of the demonstration: drawn, nobody's face. Some show their loom instead, as real ones may."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw, ImageFont

from tadamun.config.demo.chance import dice
from tadamun.config.demo.pictures.stage import INK, PLASTER, Colour, darker, hexed, lighter

SIDE = 960  # pixels drawn; half of it is stored
MARK = "demo"
GROUNDS = tuple(hexed(code) for code in ("#c8876a", "#7fa08d", "#8b9cc2", "#d1ab6a", "#a98aa8"))
CLOTHS = tuple(hexed(code) for code in ("#7a2f3a", "#2f4a66", "#3d5a45", "#8a5a2b", "#553a66", "#b5533c"))
SKINS = tuple(hexed(code) for code in ("#c99470", "#a9714f", "#8a5a3e", "#d8ab86"))


def portrait(key: str, *, woman: bool) -> bytes:
    """A square JPEG, the same for the same key. One in four shows a loom; the word that it is a demonstration stands below."""
    chance = dice("portrait", key)
    image = Image.new("RGB", (SIDE, SIDE), chance.choice(GROUNDS))
    pen = ImageDraw.Draw(image)
    _sun(pen, chance)
    drawn: Callable[[ImageDraw.ImageDraw, Random], None] = _woman if woman else _man
    (_loom if chance.randint(1, 4) == 1 else drawn)(pen, chance)
    pen.rounded_rectangle((370, 850, 590, 916), 33, fill=PLASTER)
    pen.text((480, 882), MARK, fill=INK, font=ImageFont.load_default(46), anchor="mm")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def _sun(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A light disc behind the head."""
    wide = chance.randint(330, 400)
    ground: Colour = lighter(chance.choice(GROUNDS), 0.55)
    pen.ellipse((480 - wide, 440 - wide, 480 + wide, 440 + wide), fill=ground)


def _shoulders(pen: ImageDraw.ImageDraw, cloth: Colour) -> None:
    pen.ellipse((110, 640, 850, 1400), fill=cloth)
    pen.polygon([(480, 820), (400, 668), (560, 668)], fill=lighter(cloth, 0.35))


def _woman(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A scarf round the head falls on the shoulders."""
    cloth, scarf = chance.sample(CLOTHS, 2)
    _shoulders(pen, cloth)
    pen.ellipse((250, 160, 710, 700), fill=scarf)
    pen.polygon([(262, 470), (698, 470), (770, 800), (190, 800)], fill=scarf)
    pen.ellipse((345, 265, 615, 625), fill=chance.choice(SKINS))
    pen.chord((345, 235, 615, 480), 180, 360, fill=lighter(scarf, 0.25))
    pen.arc((285, 560, 675, 830), 10, 170, fill=darker(scarf, 0.3), width=14)
    for at in range(7):
        pen.ellipse((372 + 32 * at, 338, 386 + 32 * at, 352), fill=PLASTER)


def _man(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A turban, or a hood thrown back, and a short beard."""
    cloth, wound = chance.sample(CLOTHS, 2)
    skin = chance.choice(SKINS)
    _shoulders(pen, cloth)
    pen.rectangle((415, 560, 545, 720), fill=darker(skin, 0.12))
    pen.ellipse((345, 255, 615, 635), fill=skin)
    pen.chord((345, 255, 615, 640), 15, 165, fill=darker(skin, 0.65))
    pen.ellipse((310, 170, 650, 420), fill=wound)
    for at in range(4):
        pen.arc((318, 190 + 42 * at, 642, 330 + 42 * at), 195, 345, fill=darker(wound, 0.25), width=12)


def _loom(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """Threads from beam to beam, woven from below to somewhere in the middle."""
    wood, colours = darker(CLOTHS[3], 0.2), chance.sample(CLOTHS, 4)
    for x in range(250, 720, 20):
        pen.line((x, 200, x, 800), fill=PLASTER, width=5)
    for row, y in enumerate(range(780, chance.randint(420, 540), -28)):
        pen.rectangle((244, y - 28, 716, y), fill=colours[row // 2 % 4])
        for x in range(258 + 24 * (row % 2), 716, 48):
            pen.polygon([(x, y - 26), (x + 12, y - 14), (x, y - 2), (x - 12, y - 14)], fill=PLASTER)
    for box in ((170, 170, 790, 214), (170, 790, 790, 834), (176, 150, 226, 850), (734, 150, 784, 850)):
        pen.rounded_rectangle(box, 14, fill=wood)
