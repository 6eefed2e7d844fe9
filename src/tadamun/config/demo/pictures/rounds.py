"""Round things seen from above: painted plates, brass trays, straw plates, hats and tables of zellige."""

from collections.abc import Sequence
from math import pi

from tadamun.config.demo.pictures.stage import (
    WHITE,
    Colour,
    Layer,
    Scene,
    around,
    darker,
    lighter,
    mix,
    smooth,
    star,
    varied,
)

CX, CY = 500.0, 640.0


def ring_of(
    layer: Layer, radius: float, count: int, size: float, tone: Sequence[int], kind: str, turn: float = 0
) -> None:
    """``count`` signs on a circle."""
    for at, (x, y) in enumerate(around(CX, CY, radius, count, turn)):
        angle = turn + 2 * pi * at / count
        if kind == "petals":
            tips = [around(x, y, size, 4, angle)[i] for i in range(4)]
            wide = [around(x, y, size * 0.45, 4, angle)[i] for i in range(4)]
            layer.shape(smooth([tips[0], wide[1], tips[2], wide[3]], steps=6), tone)
        elif kind == "dots":
            layer.oval(x, y, size, size, tone)
        elif kind == "stars":
            layer.shape(star(x, y, size, size * 0.45, 8, angle), tone)
        elif kind == "fish":
            _fish(layer, x, y, size, tone, angle)
        else:
            layer.shape(around(x, y, size, 4, angle), tone)


def _fish(layer: Layer, x: float, y: float, size: float, tone: Sequence[int], angle: float) -> None:
    body = around(x, y, size, 4, angle + pi / 2)
    side = around(x, y, size * 0.4, 4, angle + pi / 2)
    layer.shape(smooth([body[0], side[1], body[2], side[3]], steps=6), tone)
    tail = around(body[2][0], body[2][1], size * 0.5, 3, angle - pi / 2)
    layer.shape(tail, tone)


def plate(scene: Scene, style: str, colour: Colour) -> None:
    {"fez": _fez, "safi": _safi, "jerusalem": _jerusalem, "tile": _tile, "damascene": _damascene}[style](
        scene, colour
    )


def _dish(scene: Scene, radius: float, glaze: Colour) -> Layer:
    layer = scene.layer()
    layer.oval(CX, CY, radius, radius, glaze)
    return layer


def _finish(scene: Scene, layer: Layer, radius: float, gloss: float = 0.32) -> None:
    scene.place(layer, volume=26, light=0.6, shadow=(14, 22, 18), grain=0.14)
    well = scene.layer()
    well.oval(CX, CY, radius * 0.62, radius * 0.62, None, (60, 40, 30, 60), 16)
    scene.place(well, shadow=None)
    scene.shine(CX - radius * 0.5, CY - radius * 0.58, radius * 0.26, radius * 0.08, gloss, turn=40)


def _fez(scene: Scene, colour: Colour) -> None:
    chance = scene.chance
    layer = _dish(scene, 360, (240, 236, 226))
    count = chance.choice((8, 12, 16))
    layer.oval(CX, CY, 352, 352, None, colour, 10)
    ring_of(layer, 308, count * 3, 14, colour, "lozenges")
    for radius in (282, 264):
        layer.oval(CX, CY, radius, radius, None, colour, 6)
    second = chance.choice(((206, 160, 60), (60, 120, 90), colour))
    layer.shape(star(CX, CY, 252, 170, count), colour)
    layer.shape(star(CX, CY, 232, 156, count), (240, 236, 226))
    ring_of(layer, 196, count, 26, second, "petals")
    ring_of(layer, 150, count, 16, colour, "lozenges")
    layer.shape(star(CX, CY, 128, 82, 8), colour)
    layer.shape(star(CX, CY, 108, 70, 8), (240, 236, 226))
    layer.shape(star(CX, CY, 76, 44, 8, pi / 8), second)
    layer.oval(CX, CY, 22, 22, colour)
    _finish(scene, layer, 360)


def _safi(scene: Scene, colour: Colour) -> None:
    chance = scene.chance
    glaze = mix(colour, WHITE, 0.12)
    light, dark = lighter(glaze, 0.7), darker(glaze, 0.5)
    layer = _dish(scene, 360, glaze)
    for radius, tone, width in ((344, dark, 14), (300, light, 8), (214, light, 8), (196, dark, 12)):
        layer.oval(CX, CY, radius, radius, None, tone, width)
    ring_of(layer, 258, chance.choice((10, 14)), 30, light, chance.choice(("fish", "petals", "lozenges")))
    ring_of(layer, 322, 40, 6, light, "dots")
    kind = chance.choice(("petals", "stars"))
    ring_of(layer, 104, 8, 66 if kind == "petals" else 30, light, kind)
    layer.oval(CX, CY, 34, 34, dark)
    _finish(scene, layer, 360)


def _tile(scene: Scene, colour: Colour) -> None:
    _jerusalem(scene, colour, square=True)


def _jerusalem(scene: Scene, colour: Colour, square: bool = False) -> None:
    chance = scene.chance
    ground: Colour = (242, 240, 232)
    layer = scene.layer() if square else _dish(scene, 360, ground)
    if square:
        layer.box(CX - 350, CY - 350, CX + 350, CY + 350, ground, 8)
        layer.box(CX - 330, CY - 330, CX + 330, CY + 330, None, 4, mix(colour, (40, 70, 130), 0.5), 10)
    blue, green, red = mix(colour, (40, 70, 130), 0.5), (56, 128, 110), (178, 64, 52)
    if not square:
        layer.oval(CX, CY, 352, 352, None, blue, 12)
    ring_of(layer, 300, 18, 34, green, "petals")
    ring_of(layer, 300, 18, 11, red, "dots", turn=pi / 18)
    layer.oval(CX, CY, 254, 254, None, blue, 7)
    # A tree with grapes or flowers, drawn as branches that leave a stem.
    layer.line(
        smooth([(CX, CY + 200), (CX - 8, CY + 60), (CX + 6, CY - 70), (CX, CY - 190)], closed=False), green, 9
    )
    for at in range(-3, 4):
        y = CY + at * 50
        for side in (-1, 1):
            reach = 150 - abs(at) * 26
            tip = (CX + side * reach, y - 44)
            layer.line(smooth([(CX, y), (CX + side * reach * 0.6, y - 8), tip], closed=False), green, 5)
            fruit = chance.choice((red, blue, (206, 150, 60)))
            for dx, dy in ((0, 0), (14, -8), (-12, -12), (3, -22)):
                layer.oval(tip[0] + dx, tip[1] + dy, 12, 12, fruit)
            layer.shape(smooth(around(CX + side * reach * 0.45, y - 28, 22, 4, side * 0.8), steps=5), blue)
    for side in (-1, 1):
        _bird(layer, CX + side * 150, CY + 140, side, blue, red)
    if square:
        scene.place(layer, volume=12, light=0.7, shadow=(12, 18, 15), grain=0.12)
        scene.shine(CX - 180, CY - 250, 150, 30, 0.3, turn=30, within=layer)
    else:
        _finish(scene, layer, 360)


def _bird(layer: Layer, x: float, y: float, side: int, tone: Colour, wing: Colour) -> None:
    body = [
        (x - side * 46, y - 20),
        (x - side * 10, y - 30),
        (x + side * 44, y + 18),
        (x + side * 70, y + 40),
        (x + side * 10, y + 26),
        (x - side * 34, y + 6),
    ]
    layer.shape(smooth(body, steps=6), tone)
    layer.oval(x - side * 42, y - 26, 16, 14, tone)
    layer.shape([(x - side * 56, y - 28), (x - side * 74, y - 22), (x - side * 56, y - 18)], wing)
    layer.shape(
        smooth([(x - side * 8, y - 12), (x + side * 36, y + 10), (x + side * 4, y + 12)], steps=5), wing
    )


def _damascene(scene: Scene, _colour: Colour) -> None:
    chance = scene.chance
    steel, silver = (44, 42, 44), (214, 212, 204)
    layer = _dish(scene, 340, steel)
    for radius in (326, 300, 250, 236, 120):
        layer.oval(CX, CY, radius, radius, None, silver, 4)
    ring_of(layer, 275, 36, 9, silver, "lozenges")
    for turn in range(12):
        base = pi * turn / 6
        a, b, c = (
            around(CX, CY, 126, 1, base)[0],
            around(CX, CY, 190, 1, base + 0.22)[0],
            around(CX, CY, 226, 1, base - 0.1)[0],
        )
        layer.line(smooth([a, b, c], closed=False), silver, 4)
        layer.oval(*around(CX, CY, 206, 1, base + 0.16)[0], 8, 8, silver)
    layer.line([*star(CX, CY, 108, 62, chance.choice((8, 12))), star(CX, CY, 108, 62, 8)[0]], silver, 4)
    layer.shape(star(CX, CY, 44, 24, 8), silver)
    _finish(scene, layer, 340, 0.22)


def tray(scene: Scene, _style: str, colour: Colour) -> None:
    """Chased brass or copper."""
    chance = scene.chance
    metal = mix(colour, (196, 148, 76), 0.55) if colour[2] < 60 else (178, 104, 70)
    line, bright = darker(metal, 0.42), lighter(metal, 0.42)
    layer = scene.layer()
    layer.shape(smooth(star(CX, CY, 372, 352, 28), steps=3), metal)
    for radius, width in ((340, 5), (316, 4), (238, 4), (226, 3), (118, 4)):
        layer.oval(CX, CY, radius, radius, None, line, width)
        layer.oval(CX, CY, radius - 5, radius - 5, None, bright, 2)
    count = chance.choice((16, 20, 24))
    ring_of(layer, 277, count, 34, line, "petals")
    ring_of(layer, 277, count, 22, metal, "petals")
    ring_of(layer, 277, count, 7, line, "dots", turn=pi / count)
    points = chance.choice((8, 12, 16))
    for outer, inner, tone in ((214, 130, line), (204, 124, metal), (160, 96, line), (151, 90, metal)):
        layer.shape(star(CX, CY, outer, inner, points), tone)
    ring_of(layer, 176, points, 7, line, "dots", turn=pi / points)
    ring_of(layer, 78, 8, 34, line, "petals")
    layer.oval(CX, CY, 20, 20, line)
    scene.place(layer, volume=22, light=0.9, shadow=(14, 20, 16), grain=0.08)
    for dx, dy, rx, ry, power in ((-130, -150, 190, 60, 0.34), (150, 170, 150, 40, 0.2)):
        scene.shine(CX + dx, CY + dy, rx, ry, power, turn=42, within=layer)


def coiled(scene: Scene, colour: Colour, radius: float = 350) -> Layer:
    """Straw coiled from the middle, dyed rings and rays."""
    chance = scene.chance
    straw: Colour = (206, 174, 112)
    layer = scene.layer()
    layer.oval(CX, CY, radius, radius, straw)
    rings = round(radius / 15)
    second = chance.choice(((163, 69, 47), (70, 96, 120), (96, 110, 60)))
    rays = chance.choice((6, 8, 10))
    for at in range(rings, 0, -1):
        r = at * radius / rings
        stitches = max(10, round(r / 2.6))
        for k in range(stitches):
            share = (k * rays / stitches) % 1
            coloured = (at % 5 in (2, 3) and share < 0.24 + 0.09 * (at % 5)) or at in (rings, rings - 4)
            tone = (colour if (at + k // 8) % 2 else second) if coloured else straw
            x, y = around(CX, CY, r - radius / rings / 2, 1, at * 0.1 + 2 * pi * k / stitches)[0]
            layer.oval(x, y, radius / rings * 0.62, radius / rings * 0.62, varied(tone, chance, 14))
    return layer


def basket_tray(scene: Scene, colour: Colour) -> None:
    scene.place(coiled(scene, colour), volume=30, light=0.6, shadow=(14, 22, 18), grain=0.25)


def hat(scene: Scene, _style: str, colour: Colour) -> None:
    """A Jebala hat from above, with its woollen trimmings."""
    chance = scene.chance
    brim = coiled(scene, colour, 370)
    scene.place(brim, volume=34, light=0.6, shadow=(16, 24, 20), grain=0.25)
    crown = coiled(scene, colour, 168)
    scene.place(crown, volume=90, light=0.75, shadow=(8, 12, 12), grain=0.25)
    wool = scene.layer()
    tones = [colour if sum(colour) < 560 else (163, 69, 47), (163, 69, 47), (47, 63, 115)]
    for at, (x, y) in enumerate(around(CX, CY, 176, 26)):
        wool.line([(x, y), around(CX, CY, 190, 26)[(at + 1) % 26]], tones[at % len(tones)], 13)
    for turn in (0.6, 2.4, 3.9, 5.4):
        x, y = around(CX, CY, 250, 1, turn)[0]
        for _ in range(46):
            dx, dy = chance.uniform(-30, 30), chance.uniform(-30, 30)
            if dx * dx + dy * dy < 900:
                wool.line([(x, y), (x + dx, y + dy)], varied(tones[round(turn) % len(tones)], chance, 24), 6)
    scene.place(wool, volume=10, light=0.6, shadow=(6, 8, 7), grain=0.3)


def table(scene: Scene, _style: str, colour: Colour) -> None:
    """A round table of cut tile on iron legs."""
    iron: Colour = (58, 52, 48)
    legs = scene.layer()
    for x0, x1 in ((300, 350), (700, 650), (450, 470), (560, 545)):
        legs.line(
            smooth([(x0, 600), ((x0 + x1) / 2, 800), (x1, 940), (x0 + (x0 - x1) * 0.3, 1060)], closed=False),
            iron,
            15,
        )
    legs.oval(500, 850, 140, 26, None, iron, 10)
    scene.place(legs, volume=6, light=0.8, shadow=(24, 14, 16))
    top = scene.layer()
    top.oval(500, 566, 366, 196, iron)
    flat = 0.53
    top.oval(500, 556, 352, 352 * flat, (232, 226, 212))
    count = scene.chance.choice((16, 20))
    tones = (colour, (232, 226, 212), (52, 48, 46), (196, 150, 64), (60, 120, 100))
    for radius, tone in ((340, tones[2]), (318, tones[1])):
        top.oval(500, 556, radius, radius * flat, tone)

    def squashed(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x, 556 + (y - 556) * flat) for x, y in points]

    for step, (outer, inner) in enumerate(
        ((312, 250), (270, 206), (226, 162), (180, 120), (130, 84), (84, 48), (44, 22))
    ):
        top.shape(
            squashed(star(500, 556, outer, inner, count, step % 2 * pi / count)), tones[step % len(tones)]
        )
    for x, y in around(500, 556, 300, count, pi / count):
        top.shape(squashed(around(x, y, 15, 4)), colour)
    scene.place(top, volume=14, light=0.6, shadow=(20, 24, 18), grain=0.14)
    scene.shine(390, 480, 130, 30, 0.3, within=top)


def rosette(scene: Scene, colour: Colour) -> None:
    """A rosette of plaster for the wall."""
    chance = scene.chance
    plaster = mix(colour, (240, 236, 228), 0.72)
    layer = scene.layer()
    petals = chance.choice((8, 12))
    layer.shape(smooth(star(CX, CY, 360, 318, petals), steps=6), plaster)
    scene.place(layer, volume=24, light=0.9, shadow=(14, 20, 16), grain=0.3)
    for radius, size in ((250, 92), (150, 62)):
        for tone, grow in ((darker(plaster, 0.2), 1.0), (plaster, 0.86)):
            relief = scene.layer()
            ring_of(relief, radius, petals, size * grow, tone, "petals")
            scene.place(relief, volume=12, light=1.0, shadow=(4, 5, 5) if grow == 1.0 else None, grain=0.2)
    heart = scene.layer()
    heart.shape(star(CX, CY, 92, 60, 8), plaster)
    scene.place(heart, volume=14, light=1.0, shadow=(5, 6, 5), grain=0.2)
