"""Shawls and garments."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from tadamun.config.demo.pictures import patterns
from tadamun.config.demo.pictures.patterns import NATURAL, RAGS, woven
from tadamun.config.demo.pictures.stage import Colour, Fold, Layer, Scene, darker, lighter, smooth, varied


def _fold(chance: Random, x: float, top: float, bottom: float, lean: float = 0.0) -> list[Fold]:
    """A fold that falls: a dark line and the light one beside it."""
    x += chance.uniform(-16, 16)
    phase = chance.uniform(0, 6)
    line = [
        (x + lean * (y - top) + 9 * sin(y / 120 + phase), y) for y in range(round(top), round(bottom), 20)
    ]
    return [(line, 15, -30), ([(px + 17, py) for px, py in line], 12, 24)]


def shawl(scene: Scene, style: str, colour: Colour) -> None:
    """Laid over itself in soft folds."""
    chance = scene.chance
    cloth = _shawl_cloth(chance, style, colour)
    for left, right, top, bottom in ((250, 640, 230, 1010), (380, 770, 300, 1060)):
        layer = scene.layer()
        x = left + 8.0
        while x < right - 6:
            layer.line(
                [(x, bottom - 8), (x + chance.uniform(-6, 6), bottom + chance.uniform(26, 46))],
                varied(colour if style != "keffiyeh" else NATURAL, chance, 12),
                3.5,
            )
            x += 9
        sway = chance.uniform(6, 14)
        edge_left = [(left + sway * sin(y / 90), y) for y in range(top, bottom + 1, 40)]
        edge_right = [(right + sway * sin(y / 90 + 1), y) for y in range(bottom, top - 1, -40)]
        shape = scene.layer()
        shape.shape(smooth([*edge_left, *edge_right], steps=4), colour)
        face = scene.layer()
        face.paint(cloth, left - 16, top, right + 16, bottom, cells=style in ("keffiyeh", "knit"))
        face.keep_inside(shape)
        layer.image.alpha_composite(face.image)
        folds = [
            fold
            for at in range(1, 5)
            for fold in _fold(chance, left + (right - left) * at / 5, top + 8, bottom - 8)
        ]
        scene.place(layer, volume=16, light=0.6, shadow=(10, 14, 12), grain=0.16, folds=folds)


def _shawl_cloth(chance: Random, style: str, colour: Colour) -> Image.Image:
    if style == "keffiyeh":
        return patterns.net(chance, (242, 236, 226), colour, (90, 180))
    if style == "knit":
        knit = patterns.plain(chance, colour, (60, 120), 1)
        stitches = patterns.lozenge_net(chance, colour, darker(colour, 0.18), (60, 120))
        return woven(Image.blend(knit, stitches, 0.7), chance, 0.22)
    if style == "dyed":
        return _dyed(chance, colour)
    if chance.random() < 0.5:
        return woven(patterns.checks(chance, colour, lighter(colour, 0.5), (90, 180), 15), chance, 0.12)
    return woven(
        patterns.bands(chance, (colour, colour, lighter(colour, 0.25), darker(colour, 0.25)), (90, 180), 0.1),
        chance,
        0.12,
    )


def _dyed(chance: Random, colour: Colour) -> Image.Image:
    image = Image.new("RGB", (200, 400), colour)
    pen = ImageDraw.Draw(image)
    second = chance.choice([tone for tone in RAGS if tone != colour])
    for _ in range(9):
        cx, cy = chance.randint(0, 200), chance.randint(0, 400)
        for radius in range(chance.randint(26, 60), 3, -6):
            tone = chance.choice((lighter(colour, 0.45), second, colour, darker(colour, 0.2)))
            pen.polygon([(cx + radius * x, cy + radius * y) for x, y in _wobble(chance)], fill=tone)
    return image.filter(ImageFilter.GaussianBlur(2.2))


def _wobble(chance: Random) -> list[tuple[float, float]]:
    return [
        (r * cos(a), r * sin(a)) for a, r in ((2 * pi * k / 14, chance.uniform(0.8, 1.1)) for k in range(14))
    ]


def garment(scene: Scene, style: str, colour: Colour) -> None:
    """On a hanger against the wall."""
    chance = scene.chance
    hanger = scene.layer()
    hanger.line(smooth([(500, 196), (520, 170), (504, 150), (484, 166)], closed=False), (96, 84, 74), 7)
    hanger.line([(372, 262), (500, 208), (628, 262)], (138, 98, 62), 16)
    scene.place(hanger, volume=5, light=0.8, shadow=(10, 12, 8))
    wide = {"daraa": 1.24, "caftan": 1.0, "thobe": 0.98, "djellaba": 1.0}[style]
    hem = 1110 if style != "daraa" else 1070
    half = [
        (48, 226),
        (120, 250),
        (268 * wide, 470),
        (300 * wide, 640),
        (214 * wide, 664),
        (168, 520),
        (190, 800),
        (236 * wide, hem),
    ]
    if style == "daraa":
        half = [(48, 226), (140, 254), (330, 420), (352, 760), (318, hem)]
    outline = (
        [(500 + x, y) for x, y in half]
        + [(500, hem + 14)]
        + [(500 - x, y) for x, y in reversed(half)]
        + [(500, 258)]
    )
    layer = scene.layer()
    layer.shape(smooth(outline, steps=6), colour)
    cover = scene.layer()
    cover.paint(woven(patterns.plain(chance, colour, (120, 160), 1), chance, 0.1), 100, 180, 900, 1150)
    if style == "djellaba" and chance.random() < 0.5:
        for x in range(130, 880, 26):
            cover.line([(x, 200), (x, 1140)], (*lighter(colour, 0.4), 120), 3)
    cover.keep_inside(layer)
    folds = [
        fold
        for at in range(-3, 4)
        for fold in _fold(chance, 500 + at * 58, chance.uniform(560, 760), hem - 12, lean=at * 0.02)
    ]
    _trim(cover, chance, style, colour, hem)
    cover.keep_inside(layer)
    scene.place(cover, volume=42, light=0.5, shadow=(18, 20, 18), grain=0.14, folds=folds)


def _trim(layer: Layer, chance: Random, style: str, colour: Colour, hem: float) -> None:
    braid = (212, 172, 84) if style in ("caftan", "daraa") else lighter(colour, 0.5)
    if style == "thobe":
        red = (168, 44, 46) if colour[0] < 130 else darker(colour, 0.4)
        chest = patterns.stitched(chance, colour, [red, (217, 150, 43)], 62)
        layer.paint(chest, 412, 262, 588, 470, cells=True)
        strip = patterns.stitched(chance, colour, [red, (217, 150, 43)], 17, border=False)
        for x in (352, 604):
            for y in range(600, int(hem), 44):
                layer.paint(strip, x, y, x + 44, y + 44, cells=True)
        return
    layer.line([(452, 236), (500, 300), (548, 236)], braid, 9)
    if style == "daraa":
        pocket = [(430, 330), (570, 330), (570, 480), (500, 520), (430, 480)]
        layer.line([*pocket, pocket[0]], braid, 7)
        for at in range(5):
            layer.line([(446 + at * 6, 350 + at * 16), (554 - at * 6, 350 + at * 16)], braid, 4)
        return
    layer.line([(500, 300), (500, hem if style == "caftan" else 760)], braid, 13 if style == "caftan" else 8)
    for y in range(318, 740, 26):
        layer.oval(500, y, 8, 7, darker(braid, 0.1))
    for side in (-1, 1):
        layer.line([(500 + side * 214, 660), (500 + side * 300, 640)], braid, 10)
