"""Leather: slippers, bags, wallets, belts and poufs."""

from collections.abc import Sequence
from math import pi
from random import Random

from tadamun.config.demo.pictures import patterns
from tadamun.config.demo.pictures.patterns import NATURAL
from tadamun.config.demo.pictures.stage import (
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

BRASS: Colour = (206, 168, 92)


def stitches(layer: Layer, points: Sequence[tuple[float, float]], tone: Colour, gap: int = 5) -> None:
    """Thread through leather: short dashes along a line."""
    for at in range(0, len(points) - 2, gap):
        layer.line(points[at : at + max(2, gap // 2 + 1)], tone, 4)


def babouche(scene: Scene, style: str, colour: Colour) -> None:
    """A pair, from above."""
    leather = mix(colour, (170, 120, 80), 0.08)
    tip = 150 if style == "plain" else 132
    flowered = style == "plain" and scene.chance.random() < 0.6
    for side, cx in ((-1, 345), (1, 655)):
        sole = [
            (cx, tip + 40),
            (cx + 96, tip + 190),
            (cx + 118, 430),
            (cx + 92, 700),
            (cx + 104, 930),
            (cx, 1050),
            (cx - 104, 930),
            (cx - 92, 700),
            (cx - 118, 430),
            (cx - 96, tip + 190),
        ]
        under = scene.layer()
        under.shape(
            smooth([(cx + (x - cx) * 1.05, 620 + (y - 620) * 1.02) for x, y in sole]),
            darker((150, 110, 74), 0.1),
        )
        scene.place(under, volume=8, light=0.6, shadow=(14, 16, 14), turn=side * -4)
        inner = scene.layer()
        inner.shape(smooth(sole), mix(leather, (216, 184, 140), 0.6))
        scene.place(inner, volume=18, light=-0.4, shadow=None, turn=side * -4, grain=0.2)
        upper = scene.layer()
        vamp = [
            (cx, tip + 36),
            (cx + 100, tip + 190),
            (cx + 124, 430),
            (cx + 104, 650),
            (cx + 54, 600),
            (cx, 584),
            (cx - 54, 600),
            (cx - 104, 650),
            (cx - 124, 430),
            (cx - 100, tip + 190),
        ]
        line = smooth(vamp)
        upper.shape(line, leather)
        stitches(
            upper,
            smooth([(cx + (x - cx) * 0.86, 420 + (y - 420) * 0.86) for x, y in vamp]),
            lighter(leather, 0.55),
        )
        if flowered:
            motif = lighter(leather, 0.6)
            for x, y in around(cx, 410, 46, 8):
                upper.oval(x, y, 8, 8, motif)
            upper.shape(star(cx, 410, 34, 16, 8), motif)
        upper.line(smooth([(cx, tip + 60), (cx, 300), (cx, 350)], closed=False), darker(leather, 0.2), 5)
        scene.place(upper, volume=58, light=0.6, shadow=(6, 12, 10), turn=side * -4, grain=0.2)
        heel = scene.layer()
        heel.shape(
            smooth([(cx + 96, 880), (cx + 104, 940), (cx, 1046), (cx - 104, 940), (cx - 96, 880), (cx, 930)]),
            leather,
        )
        scene.place(heel, volume=24, light=0.6, shadow=(3, 5, 5), turn=side * -4, grain=0.2)


def bag(scene: Scene, style: str, colour: Colour) -> None:
    if style == "choukara":
        _choukara(scene, colour)
        return
    chance = scene.chance
    woven_bag = style == "raffia"
    body_tone = mix(colour, (206, 170, 110), 0.35) if woven_bag else colour
    strap = scene.layer()
    handle = darker(colour, 0.25) if not woven_bag else (126, 78, 46)
    for spread, high in ((170, 210), (150, 260)):
        strap.line(
            smooth(
                [
                    (500 - spread, 560),
                    (500 - spread * 0.9, 330),
                    (500, high),
                    (500 + spread * 0.9, 330),
                    (500 + spread, 560),
                ],
                closed=False,
            ),
            handle,
            22,
        )
    scene.place(strap, volume=8, light=0.7, shadow=(16, 14, 12))
    body = scene.layer()
    outline = smooth(
        [(232, 540), (500, 524), (768, 540), (806, 940), (770, 1010), (500, 1024), (230, 1010), (194, 940)],
        steps=6,
    )
    body.shape(outline, body_tone)
    art = scene.layer()
    if woven_bag:
        cloth = patterns.woven(
            patterns.checks(chance, body_tone, darker(body_tone, 0.25), (70, 60), chance.choice((6, 10))),
            chance,
            0.3,
        )
        if chance.random() < 0.5:
            cloth = patterns.bands(
                chance, (body_tone, body_tone, darker(colour, 0.2), NATURAL), (70, 60), 0.5
            )
        art.paint(patterns.woven(cloth, chance, 0.25), 180, 510, 820, 1040, cells=True)
    else:
        stitches(
            art,
            smooth(
                [
                    (262, 574),
                    (500, 562),
                    (738, 574),
                    (770, 930),
                    (740, 978),
                    (500, 990),
                    (260, 978),
                    (230, 930),
                ]
            ),
            lighter(colour, 0.5),
        )
        _tooled(art, chance, 500, 800, lighter(colour, 0.3))
    art.keep_inside(body)
    body.image.alpha_composite(art.image)
    scene.place(body, volume=70, light=0.55, shadow=(24, 16, 20), grain=0.22)
    if not woven_bag:
        flap = scene.layer()
        flap.shape(
            smooth([(226, 536), (500, 520), (774, 536), (770, 640), (500, 700), (230, 640)], steps=6),
            lighter(colour, 0.06),
        )
        flap.box(470, 660, 530, 740, darker(colour, 0.2), 10)
        flap.oval(500, 716, 12, 12, BRASS)
        scene.place(flap, volume=26, light=0.6, shadow=(4, 12, 9), grain=0.22)


def _tooled(layer: Layer, chance: Random, cx: float, cy: float, tone: Colour) -> None:
    points = chance.choice((8, 12))
    for radius in (130, 112):
        layer.line(
            [*star(cx, cy, radius, radius * 0.72, points), star(cx, cy, radius, radius * 0.72, points)[0]],
            tone,
            4,
        )
    layer.shape(star(cx, cy, 62, 34, points), tone)
    for x, y in around(cx, cy, 88, points, pi / points):
        layer.oval(x, y, 7, 7, tone)


def _choukara(scene: Scene, colour: Colour) -> None:
    chance = scene.chance
    strap = scene.layer()
    strap.line(
        smooth([(300, 520), (290, 300), (500, 140), (710, 300), (700, 520)], closed=False),
        darker(colour, 0.2),
        18,
    )
    scene.place(strap, volume=6, light=0.7, shadow=(14, 14, 12))
    body = scene.layer()
    for x in range(270, 732, 16):
        body.line(
            [(x, 830), (x + chance.uniform(-8, 8), 1040 - abs(x - 500) * 0.25 + chance.uniform(-14, 14))],
            varied(darker(colour, 0.1), chance, 14),
            9,
        )
    body.shape(
        smooth(
            [(254, 470), (500, 452), (746, 470), (760, 700), (700, 860), (500, 900), (300, 860), (240, 700)],
            steps=7,
        ),
        colour,
    )
    scene.place(body, volume=46, light=0.6, shadow=(18, 16, 16), grain=0.25)
    flap = scene.layer()
    flap.shape(
        smooth([(250, 460), (500, 444), (750, 460), (744, 640), (500, 770), (256, 640)], steps=7),
        darker(colour, 0.08),
    )
    stitches(
        flap,
        smooth([(280, 488), (500, 474), (720, 488), (714, 626), (500, 738), (286, 626)]),
        lighter(colour, 0.5),
    )
    _tooled(flap, chance, 500, 596, lighter(colour, 0.36))
    scene.place(flap, volume=24, light=0.6, shadow=(4, 10, 9), grain=0.25)


def wallet(scene: Scene, _style: str, colour: Colour) -> None:
    chance = scene.chance
    for dx, dy, turn in ((-40, -150, 9), (30, 140, -7)):
        layer = scene.layer()
        left, top, right, bottom = 240 + dx, 500 + dy, 760 + dx, 800 + dy
        layer.box(left, top, right, bottom, colour if dx < 0 else darker(colour, 0.06), 26)
        edge = [(left + 24 + t * 9.5, top + 24) for t in range(50)] + [
            (right - 24, top + 24 + t * 9) for t in range(28)
        ]
        edge += [(right - 24 - t * 9.5, bottom - 24) for t in range(50)] + [
            (left + 24, bottom - 24 - t * 9) for t in range(28)
        ]
        stitches(layer, edge, lighter(colour, 0.5), 3)
        if dx < 0:
            _tooled(layer, chance, (left + right) / 2, (top + bottom) / 2, lighter(colour, 0.25))
        else:
            layer.line(
                [(left + 40, (top + bottom) / 2), (right - 40, (top + bottom) / 2)], darker(colour, 0.35), 6
            )
        scene.place(layer, volume=18, light=0.6, shadow=(10, 16, 14), grain=0.26, turn=turn)


def belt(scene: Scene, _style: str, colour: Colour) -> None:
    """Rolled up, with its buckle beside."""
    tail = scene.layer()
    path = smooth([(500, 860), (660, 880), (760, 900), (830, 1000)], closed=False)
    tail.line(path, darker(colour, 0.2), 50)
    tail.line(path, colour, 42)
    scene.place(tail, volume=10, light=0.7, shadow=(12, 16, 14), grain=0.2)
    coil = scene.layer()
    for at, radius in enumerate(range(246, 40, -34)):
        centre = (500 + at * 2, 620 + at * 3)
        coil.oval(*centre, radius, radius, darker(colour, 0.45))
        coil.oval(centre[0], centre[1], radius - 5, radius - 5, lighter(colour, 0.06 * (at % 2)))
    coil.oval(512, 636, 36, 36, mix((236, 226, 209), (70, 50, 35), 0.35))
    scene.place(coil, volume=16, light=0.8, shadow=(16, 20, 18), grain=0.2)
    buckle = scene.layer()
    buckle.box(770, 980, 900, 1090, None, 20, BRASS, 18)
    buckle.line([(780, 1034), (914, 1034)], BRASS, 12)
    scene.place(buckle, volume=8, light=1.0, shadow=(8, 10, 8), turn=-40)


def pouf(scene: Scene, _style: str, colour: Colour) -> None:
    body = scene.layer()
    body.shape(
        smooth(
            [
                (180, 760),
                (240, 690),
                (760, 690),
                (820, 760),
                (826, 920),
                (760, 1010),
                (500, 1040),
                (240, 1010),
                (174, 920),
            ],
            steps=8,
        ),
        colour,
    )
    thread = lighter(colour, 0.6)
    for at in range(-3, 4):
        seam = 500 + at * 96
        stitches(
            body,
            smooth([(500 + at * 82, 760), (seam + at * 6, 880), (500 + at * 86, 1010)], closed=False),
            thread,
            3,
        )
    scene.place(body, volume=90, light=0.6, shadow=(30, 12, 24), grain=0.22)
    top = scene.layer()
    top.oval(500, 740, 316, 116, lighter(colour, 0.08))
    count = scene.chance.choice((8, 12))

    def flat(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x, 740 + (y - 740) * 0.366) for x, y in points]

    for outer, inner in ((280, 170), (230, 130), (120, 60)):
        line = flat(star(500, 740, outer, inner, count))
        top.line([*line, line[0]], thread, 5)
    for x, y in around(500, 740, 190, count, pi / count):
        top.oval(x, 740 + (y - 740) * 0.366, 9, 4, thread)
    scene.place(top, volume=26, light=0.6, shadow=None, grain=0.22)
