"""Leather, wood, jewellery, basketry, plaster panels and packed food."""

from math import pi, sin
from random import Random

from tadamun.config.demo.pictures import patterns
from tadamun.config.demo.pictures.patterns import DARK, NATURAL
from tadamun.config.demo.pictures.rounds import basket_tray, ring_of, rosette
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

BRASS: Colour = (206, 168, 92)
SILVER: Colour = (200, 200, 196)


def stitches(layer: Layer, points: list[tuple[float, float]], tone: Colour, gap: int = 5) -> None:
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
        x = 500 + at * 96
        stitches(
            body,
            smooth([(500 + at * 82, 760), (x + at * 6, 880), (500 + at * 86, 1010)], closed=False),
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


def _grained_board(
    layer: Layer, chance: Random, wood: Colour, left: float, top: float, right: float, bottom: float
) -> None:
    """Veins of wood over a rectangle; the caller cuts them to shape."""
    y = top
    while y < bottom:
        sway = chance.uniform(2, 9)
        phase = chance.uniform(0, 6)
        tone = (*darker(wood, chance.uniform(0.08, 0.42)), chance.randint(60, 150))
        layer.line(
            [(x, y + sway * sin(x / 90 + phase)) for x in range(round(left), round(right) + 30, 30)],
            tone,
            chance.uniform(1.5, 5),
        )
        y += chance.uniform(5, 16)


def box(scene: Scene, style: str, colour: Colour) -> None:
    """A box or chest from the front and a little above."""
    chance = scene.chance
    if style == "saffron":
        _saffron(scene)
        return
    wood: Colour = {
        "thuya": (132, 76, 42),
        "zouaq": mix(colour, (120, 60, 40), 0.2),
        "pearl": (150, 100, 58),
    }[style]
    left, right, top, lid, foot = 200, 800, 620, 740, 1000
    lid_layer = scene.layer()
    lid_layer.shape([(left + 46, top), (right - 46, top), (right, lid), (left, lid)], lighter(wood, 0.12))
    front = scene.layer()
    front.box(left, lid, right, foot, wood, 8)
    for layer, box_ in ((lid_layer, (left, top, right, lid)), (front, (left, lid, right, foot))):
        veins = scene.layer()
        if style != "zouaq":
            _grained_board(veins, chance, wood, *box_)
        veins.keep_inside(layer)
        layer.image.alpha_composite(veins.image)
    _inlay(front, lid_layer, chance, style, colour, wood)
    front.line([(left, lid + 2), (right, lid + 2)], darker(wood, 0.5), 7)
    scene.place(front, volume=22, light=0.6, shadow=(30, 12, 22), grain=0.16)
    scene.place(lid_layer, volume=14, light=0.6, shadow=None, grain=0.16)
    scene.shine(380, 660, 150, 22, 0.3, within=lid_layer)


def _inlay(front: Layer, lid: Layer, chance: Random, style: str, colour: Colour, wood: Colour) -> None:
    pale: Colour = {"thuya": (226, 196, 132), "zouaq": (232, 200, 120), "pearl": (238, 236, 230)}[style]
    second: Colour = {"thuya": (46, 32, 26), "zouaq": (196, 76, 56), "pearl": (206, 214, 214)}[style]
    front.box(222, 762, 778, 980, None, 4, pale, 6)
    for x in range(244, 770, 30):
        for y in (782, 960):
            front.shape(around(x, y, 10, 4), second if (x // 30) % 2 else pale)
    for at, cx in enumerate((340, 500, 660)):
        outer = 74 if at == 1 else 54
        front.shape(star(cx, 870, outer, outer * 0.6, 8), pale)
        front.shape(star(cx, 870, outer * 0.74, outer * 0.42, 8), second if style != "zouaq" else colour)
        front.shape(star(cx, 870, outer * 0.4, outer * 0.2, 8), pale)
    points = chance.choice((8, 12))
    for outer, inner, tone in (
        (150, 96, pale),
        (124, 78, wood if style != "zouaq" else second),
        (70, 40, pale),
    ):
        lid.shape([(x, 684 + (y - 684) * 0.34) for x, y in star(500, 684, outer, inner, points)], tone)
    for cx in (300, 700):
        lid.shape([(x, 686 + (y - 686) * 0.34) for x, y in star(cx, 686, 62, 36, 8)], pale)


def _saffron(scene: Scene) -> None:
    chance = scene.chance
    tin = scene.layer()
    tin.oval(500, 900, 250, 96, (186, 150, 84))
    tin.box(250, 820, 750, 904, (186, 150, 84), 0)
    tin.oval(500, 820, 250, 96, (206, 172, 104))
    tin.oval(500, 820, 226, 84, (244, 238, 226))
    scene.place(tin, volume=26, light=0.8, shadow=(26, 14, 20))
    threads = scene.layer()
    for _ in range(260):
        angle, reach = chance.uniform(0, 2 * pi), chance.random() ** 0.6
        x, y = 500 + 200 * reach * sin(angle), 812 + 66 * reach * sin(angle + pi / 2) - 26 * (1 - reach)
        length, lean = chance.uniform(22, 46), chance.uniform(0, pi)
        end = (x + length * sin(lean), y + 0.5 * length * sin(lean + pi / 2))
        threads.line(
            smooth(
                [(x, y), ((x + end[0]) / 2 + chance.uniform(-7, 7), (y + end[1]) / 2 - 7), end],
                closed=False,
                steps=4,
            ),
            varied((168, 34, 22), chance, 26),
            4,
        )
    scene.place(threads, volume=6, light=0.6, shadow=(2, 3, 3))


def spoon(scene: Scene, style: str, colour: Colour) -> None:
    """Carved wood from above: spoons, or a bowl, or a board."""
    chance = scene.chance
    wood = mix((120, 80, 52) if style == "sahara" else (190, 142, 88), colour, 0.25)
    kind = "dish" if style == "sahara" else style
    if kind == "spoons":
        for at, cx in enumerate((330, 500, 670)):
            layer = scene.layer()
            tall = 20 * (at % 2)
            outline = [
                (cx, 190 + tall),
                (cx + 70, 280 + tall),
                (cx + 60, 400 + tall),
                (cx + 18, 490),
                (cx + 15, 900),
                (cx + 26, 1030),
                (cx, 1056),
                (cx - 26, 1030),
                (cx - 15, 900),
                (cx - 18, 490),
                (cx - 60, 400 + tall),
                (cx - 70, 280 + tall),
            ]
            layer.shape(smooth(outline), wood)
            _veined(scene, layer, chance, wood, (cx - 80, 180, cx + 80, 1060))
            scene.place(layer, volume=20, light=0.7, shadow=(10, 14, 12), turn=(at - 1) * -5, grain=0.2)
            if at != 1:
                hollow = scene.layer()
                hollow.oval(cx, 320 + tall, 48, 86, darker(wood, 0.12))
                scene.place(hollow, volume=26, light=-0.8, shadow=None, turn=0, grain=0.2)
        return
    layer = scene.layer()
    if kind == "board":
        layer.shape(
            smooth(
                [
                    (500, 170),
                    (548, 200),
                    (556, 310),
                    (690, 380),
                    (740, 560),
                    (720, 960),
                    (500, 1040),
                    (280, 960),
                    (260, 560),
                    (310, 380),
                    (444, 310),
                    (452, 200),
                ]
            ),
            wood,
        )
    else:
        layer.oval(500, 640, 350, 350, wood)
    _veined(scene, layer, chance, wood, (140, 160, 860, 1060))
    if style == "sahara":
        ring_of(layer, 322, 40, 12, BRASS, "lozenges")
    scene.place(layer, volume=30, light=0.7, shadow=(14, 20, 17), grain=0.2)
    if kind == "dish":
        hollow = scene.layer()
        hollow.oval(500, 640, 290, 290, darker(wood, 0.1))
        _veined(scene, hollow, chance, darker(wood, 0.1), (200, 340, 800, 940))
        scene.place(hollow, volume=70, light=-0.7, shadow=None, grain=0.2)
    else:
        hole = scene.layer()
        hole.oval(500, 240, 20, 20, darker((236, 226, 209), 0.2))
        scene.place(hole, shadow=None)


def _veined(
    scene: Scene, layer: Layer, chance: Random, wood: Colour, box_: tuple[float, float, float, float]
) -> None:
    veins = scene.layer()
    _grained_board(veins, chance, wood, *box_)
    veins.keep_inside(layer)
    layer.image.alpha_composite(veins.image)


def figure(scene: Scene, style: str, colour: Colour) -> None:
    """Carved olive wood: a camel, a dove or a tree on its base."""
    chance = scene.chance
    wood = mix((190, 142, 86), colour, 0.25)
    layer = scene.layer()
    if style == "dove":
        layer.shape(
            smooth(
                [
                    (250, 760),
                    (330, 690),
                    (400, 610),
                    (470, 590),
                    (520, 620),
                    (500, 670),
                    (620, 700),
                    (790, 640),
                    (720, 780),
                    (600, 880),
                    (470, 900),
                    (380, 860),
                    (330, 800),
                ]
            ),
            wood,
        )
        layer.shape(
            smooth([(430, 700), (560, 520), (720, 440), (690, 580), (600, 730), (500, 780)]),
            lighter(wood, 0.1),
        )
    elif style == "tree":
        layer.shape(
            smooth(
                [
                    (470, 960),
                    (482, 800),
                    (440, 720),
                    (474, 730),
                    (500, 690),
                    (530, 740),
                    (566, 720),
                    (520, 800),
                    (532, 960),
                ]
            ),
            darker(wood, 0.12),
        )
        for x, y, r in ((500, 520, 130), (390, 600, 104), (610, 600, 104), (440, 680, 84), (570, 680, 84)):
            layer.shape(
                smooth(
                    [
                        (px + chance.uniform(-10, 10), py + chance.uniform(-10, 10))
                        for px, py in around(x, y, r, 11)
                    ]
                ),
                wood,
            )
    else:
        layer.shape(
            smooth(
                [
                    (240, 560),
                    (300, 540),
                    (340, 580),
                    (356, 690),
                    (420, 700),
                    (480, 620),
                    (530, 600),
                    (580, 640),
                    (630, 700),
                    (690, 730),
                    (706, 800),
                    (690, 960),
                    (650, 960),
                    (640, 830),
                    (480, 830),
                    (470, 960),
                    (430, 960),
                    (420, 820),
                    (360, 790),
                    (310, 700),
                    (290, 610),
                    (246, 600),
                ],
                steps=8,
            ),
            wood,
        )
    _veined(scene, layer, chance, wood, (220, 400, 800, 980))
    base = scene.layer()
    base.box(300, 940, 700, 1000, darker(wood, 0.3), 12)
    scene.place(base, volume=16, light=0.7, shadow=(26, 10, 20), grain=0.16)
    scene.place(layer, volume=46, light=0.75, shadow=(16, 8, 14), grain=0.16)


def panel(scene: Scene, style: str, colour: Colour) -> None:
    """A carved panel: a lattice of stars in relief."""
    if style == "rosette":
        rosette(scene, colour)
        return
    chance = scene.chance
    matter: Colour = (238, 234, 226) if style == "plaster" else mix((146, 92, 56), colour, 0.25)
    board = scene.layer()
    board.box(200, 240, 800, 1040, matter, 6)
    scene.place(board, volume=16, light=0.8, shadow=(14, 20, 16), grain=0.25)
    field = scene.layer()
    field.box(246, 286, 754, 994, darker(matter, 0.3 if style == "cedar" else 0.18), 4)
    scene.place(field, volume=14, light=-0.9, shadow=None, grain=0.25)
    mask = scene.layer()
    mask.box(250, 290, 750, 990, WHITE)
    step = chance.choice((125, 167, 100))
    points = chance.choice((8, 12))
    for outer, inner, tone in (
        (0.66, 0.4, matter),
        (0.5, 0.3, darker(matter, 0.22)),
        (0.42, 0.22, lighter(matter, 0.1)),
        (0.2, 0.12, darker(matter, 0.25)),
    ):
        carving = scene.layer()
        for row in range(8):
            for column in range(6):
                cx, cy = 250 + column * step, 290 + row * step
                if cx <= 751 and cy <= 991:
                    carving.shape(star(cx, cy, step * outer, step * inner, points), tone)
        carving.keep_inside(mask)
        scene.place(carving, volume=7, light=1.0, shadow=(3, 4, 3), dark=0.5, grain=0.2)
    frame = scene.layer()
    frame.box(222, 262, 778, 1018, None, 4, lighter(matter, 0.06), 22)
    scene.place(frame, volume=8, light=1.0, shadow=(3, 4, 4), grain=0.2)


def mirror(scene: Scene, _style: str, colour: Colour) -> None:
    chance = scene.chance
    frame = mix(colour, (150, 110, 70), 0.3)
    shape = chance.choice(("arch", "round", "octagon"))
    outer = {
        "arch": [
            (210, 1040),
            *smooth(
                [(210, 600), (262, 410), (380, 290), (500, 220), (620, 290), (738, 410), (790, 600)],
                closed=False,
            ),
            (790, 1040),
        ],
        "round": around(500, 640, 360, 60),
        "octagon": around(500, 640, 376, 8, pi / 8),
    }[shape]
    centre = 660 if shape == "arch" else 640

    def shrunk(share: float) -> list[tuple[float, float]]:
        return [(500 + (x - 500) * share, centre + (y - centre) * share) for x, y in outer]

    rim = scene.layer()
    rim.shape(outer, frame)
    pale, second = lighter(frame, 0.6), darker(frame, 0.4)
    line = shrunk(0.88)
    step = max(1, len(line) // 44)
    dense = (
        line
        if len(line) > 20
        else [
            ((1 - t / 8) * a[0] + t / 8 * b[0], (1 - t / 8) * a[1] + t / 8 * b[1])
            for a, b in zip(line, [*line[1:], line[0]], strict=True)
            for t in range(8)
        ]
    )
    for at, (x, y) in enumerate(dense[::step]):
        rim.shape(around(x, y, 20, 4, at * 0.1), pale if at % 2 else second)
    scene.place(rim, volume=20, light=0.8, shadow=(14, 22, 18), grain=0.16)
    pane = scene.layer()
    pane.shape(shrunk(0.76), (196, 202, 200))
    scene.place(pane, volume=8, light=-0.7, shadow=None)
    for dx, wide in ((-90, 40), (20, 90)):
        gleam = scene.layer()
        gleam.shape(
            [(500 + dx, 200), (500 + dx + wide, 200), (380 + dx + wide, 1060), (380 + dx, 1060)],
            (255, 255, 255, 56),
        )
        gleam.keep_inside(pane)
        scene.place(gleam, shadow=None)


def frame(scene: Scene, _style: str, colour: Colour) -> None:
    """Square Kufic-like strokes on paper, framed: a pattern, not words."""
    chance = scene.chance
    wood = scene.layer()
    wood.box(190, 220, 810, 1060, (142, 98, 60), 6)
    scene.place(wood, volume=12, light=0.8, shadow=(14, 22, 18), grain=0.2)
    paper = scene.layer()
    paper.box(226, 256, 774, 1024, (246, 240, 228))
    scene.place(paper, volume=6, light=-0.8, shadow=None, grain=0.16)
    ink = scene.layer()
    cell, left, top = 36.0, 320.0, 440.0
    half = [[chance.random() < 0.58 for _ in range(5)] for _ in range(10)]
    rows = [row + row[::-1] for row in half]
    for r, row in enumerate(rows):
        for c, on in enumerate(row):
            if on and (r % 2 == 0 or rows[r - 1][c] or c % 4 == 1):
                ink.box(
                    left + c * cell + 3,
                    top + r * cell + 3,
                    left + (c + 1) * cell - 3,
                    top + (r + 1) * cell - 3,
                    colour,
                )
                if c < 9 and row[c + 1]:
                    ink.box(
                        left + c * cell + 3,
                        top + r * cell + 3,
                        left + (c + 2) * cell - 3,
                        top + (r + 1) * cell - 3,
                        colour,
                    )
    ink.box(300, 420, 700, 820, None, 0, darker(colour, 0.2), 5)
    for at in range(9):
        ink.shape(star(340 + at * 40, 380, 12, 6, 8), BRASS)
        ink.shape(star(340 + at * 40, 862, 12, 6, 8), BRASS)
    ink.box(560, 930, 620, 980, (168, 44, 38), 4)
    scene.place(ink, shadow=None)


def bracelet(scene: Scene, style: str, colour: Colour) -> None:
    chance = scene.chance
    stone = (30, 26, 26) if style == "sahara" and chance.random() < 0.5 else colour
    back = scene.layer()
    back.oval(500, 600, 270, 150, None, darker(SILVER, 0.35), 60)
    scene.place(back, volume=14, light=0.9, shadow=(12, 18, 16))
    band_ = scene.layer()
    line = [
        (500 + 262 * sin(t / 30 * pi / 2), 640 + 150 * sin(pi / 2 - abs(t) / 30 * pi / 2))
        for t in range(-30, 31)
    ]
    half = [24 + 42 * sin(pi * at / (len(line) - 1)) for at in range(len(line))]
    for grow, tone in ((1.0, SILVER), (0.8, darker(SILVER, 0.4)), (0.7, SILVER)):
        upper = [(x, y - h * grow) for (x, y), h in zip(line, half, strict=True)]
        lower = [(x, y + h * grow) for (x, y), h in zip(line, half, strict=True)]
        band_.shape([*upper, *reversed(lower)], tone)
    for at in range(-24, 25, 4):
        x, y = line[at + 30]
        squeeze = max(0.25, 1 - (abs(at) / 30) ** 2)
        if at % 8 == 0:
            band_.shape([(x, y - 30), (x + 26 * squeeze, y), (x, y + 30), (x - 26 * squeeze, y)], stone)
        else:
            for dy in (-18, 0, 18):
                band_.oval(x, y + dy, 6 * squeeze, 6, darker(SILVER, 0.45))
    scene.place(band_, volume=22, light=0.9, shadow=(10, 16, 14), grain=0.08)
    scene.shine(420, 760, 60, 16, 0.6, turn=-14, within=band_)


def necklace(scene: Scene, _style: str, colour: Colour) -> None:
    chance = scene.chance
    cord = scene.layer()
    line = smooth(
        [
            (500, 200),
            (330, 250),
            (246, 420),
            (300, 640),
            (400, 770),
            (500, 830),
            (600, 770),
            (700, 640),
            (754, 420),
            (670, 250),
        ]
    )
    cord.line(line, darker(SILVER, 0.3), 7)
    for at in range(14, len(line) - 13, 3):
        x, y = line[at]
        tone = colour if at % 2 else SILVER
        size = 10 + 7 * (1 - abs(at / len(line) - 0.5) * 2)
        cord.oval(x, y, size, size, varied(tone, chance, 12))
    scene.place(cord, volume=9, light=0.9, shadow=(8, 12, 9))
    pendant = scene.layer()
    pendant.oval(500, 852, 18, 18, None, SILVER, 7)
    pendant.shape(smooth([(500, 868), (566, 910), (560, 990), (500, 1050), (440, 990), (434, 910)]), SILVER)
    pendant.shape(star(500, 956, 46, 24, 8), colour)
    for x, y in around(500, 956, 62, 14):
        pendant.oval(x, y, 5, 5, darker(SILVER, 0.45))
    scene.place(pendant, volume=14, light=0.9, shadow=(10, 14, 11), grain=0.08)


def earrings(scene: Scene, _style: str, colour: Colour) -> None:
    for cx in (380, 620):
        layer = scene.layer()
        layer.line(
            smooth([(cx, 420), (cx + 34, 380), (cx + 10, 330), (cx - 26, 350)], closed=False),
            darker(SILVER, 0.25),
            7,
        )
        layer.oval(cx, 452, 32, 32, SILVER)
        layer.oval(cx, 452, 17, 17, colour)
        layer.shape(
            smooth([(cx, 490), (cx + 92, 600), (cx + 66, 730), (cx, 770), (cx - 66, 730), (cx - 92, 600)]),
            SILVER,
        )
        layer.shape(
            smooth([(cx, 540), (cx + 54, 612), (cx + 38, 696), (cx, 722), (cx - 38, 696), (cx - 54, 612)]),
            darker(SILVER, 0.35),
        )
        layer.shape(star(cx, 632, 40, 20, 8), colour)
        for at in range(-2, 3):
            layer.line(
                [(cx + at * 30, 752 - abs(at) * 16), (cx + at * 32, 806 - abs(at) * 14)],
                darker(SILVER, 0.25),
                4,
            )
            layer.oval(cx + at * 32, 818 - abs(at) * 14, 12, 12, SILVER)
        scene.place(layer, volume=12, light=1.0, shadow=(10, 14, 11), grain=0.08)


def ring(scene: Scene, _style: str, colour: Colour) -> None:
    band = scene.layer()
    band.oval(500, 700, 170, 180, None, SILVER, 40)
    scene.place(band, volume=16, light=1.0, shadow=(14, 18, 14), grain=0.06)
    head = scene.layer()
    head.shape(around(500, 520, 104, 8, pi / 8), SILVER)
    head.shape(around(500, 520, 78, 8, pi / 8), darker(SILVER, 0.4))
    head.shape(around(500, 520, 66, 8, pi / 8), colour)
    head.shape(star(500, 520, 34, 17, 8), lighter(SILVER, 0.3))
    for x, y in around(500, 520, 92, 16):
        head.oval(x, y, 5, 5, darker(SILVER, 0.5))
    scene.place(head, volume=14, light=1.0, shadow=(8, 12, 10), grain=0.06)


def fibula(scene: Scene, _style: str, colour: Colour) -> None:
    chain = scene.layer()
    for at in range(25):
        t = at / 24
        chain.oval(300 + 400 * t, 800 + 150 * sin(pi * t), 15, 10, None, darker(SILVER, 0.2), 5)
    scene.place(chain, volume=5, light=0.9, shadow=(7, 10, 8))
    for cx in (300, 700):
        layer = scene.layer()
        layer.line([(cx, 250), (cx, 520)], darker(SILVER, 0.15), 10)
        layer.oval(cx, 500, 54, 54, None, SILVER, 13)
        layer.shape([(cx, 520), (cx + 150, 800), (cx - 150, 800)], SILVER)
        layer.shape([(cx, 572), (cx + 112, 778), (cx - 112, 778)], darker(SILVER, 0.3))
        layer.shape([(cx, 596), (cx + 96, 768), (cx - 96, 768)], lighter(SILVER, 0.2))
        layer.oval(cx, 716, 30, 30, colour)
        for x, y in around(cx, 716, 44, 12):
            layer.oval(x, y, 5, 5, darker(SILVER, 0.5))
        for dx in (-120, -60, 0, 60, 120):
            layer.oval(cx + dx, 806, 15, 15, SILVER)
        scene.place(layer, volume=12, light=1.0, shadow=(11, 15, 12), grain=0.08)


def basket(scene: Scene, style: str, colour: Colour) -> None:
    if style == "tray":
        basket_tray(scene, colour)
        return
    chance = scene.chance
    straw: Colour = (204, 172, 114)
    for side in (-1, 1):
        handle = scene.layer()
        handle.line(
            smooth(
                [(500 + side * 120, 660), (500 + side * 150, 480), (500 + side * 40, 400), (500, 396)],
                closed=False,
            ),
            (120, 74, 46),
            18,
        )
        scene.place(handle, volume=6, light=0.8, shadow=(12, 12, 10))
    body = scene.layer()
    body.shape(
        smooth(
            [
                (212, 640),
                (500, 690),
                (788, 640),
                (760, 900),
                (690, 1000),
                (500, 1024),
                (310, 1000),
                (240, 900),
            ],
            steps=8,
        ),
        straw,
    )
    art = scene.layer()
    rows, second = 18, chance.choice(((163, 69, 47), NATURAL, DARK))
    for row in range(rows):
        y = 650 + row * 21
        for at in range(46):
            x = 190 + at * 14
            bow = 40 * (1 - ((x - 500) / 310) ** 2)
            signs = row in (4, 5, 6, 7, 8) and (at + abs(row - 6)) % 8 < 3
            tone = colour if signs or row in (2, 10) else straw
            tone = second if row in (3, 9) and at % 2 else tone
            art.oval(x, y + bow, 9, 12, varied(tone, chance, 16))
    art.keep_inside(body)
    body.image.alpha_composite(art.image)
    scene.place(body, volume=80, light=0.55, shadow=(28, 12, 22), grain=0.3)
    rim = scene.layer()
    rim.oval(500, 648, 292, 56, darker(straw, 0.15))
    rim.oval(500, 650, 268, 44, darker(straw, 0.62))
    scene.place(rim, volume=8, light=0.7, shadow=None, grain=0.3)


SACKS: dict[str, Colour] = {"grain": (226, 196, 128), "pasta": (232, 208, 148), "herbs": (118, 128, 78)}


def sack(scene: Scene, style: str, _colour: Colour) -> None:
    """A cloth bag tied at the neck, a heap of what it holds before it."""
    chance = scene.chance
    cloth: Colour = chance.choice(((224, 208, 178), (214, 196, 164), (232, 220, 198)))
    filling = varied(SACKS[style], chance, 12)
    accent = chance.choice(((58, 68, 136), (154, 59, 30), (96, 110, 60)))
    body = scene.layer()
    outline = [
        (430, 400),
        (476, 470),
        (404, 520),
        (300, 640),
        (286, 860),
        (320, 1000),
        (500, 1020),
        (680, 1000),
        (714, 860),
        (700, 640),
        (596, 520),
        (524, 470),
        (570, 400),
        (500, 384),
    ]
    body.shape(smooth(outline, steps=8), cloth)
    label = scene.layer()
    label.box(380, 690, 620, 900, WHITE, 8)
    ring = star(500, 770, 56, 34, 8)
    label.shape(ring, accent)
    label.shape(star(500, 770, 30, 16, 8), WHITE)
    for at in range(2):
        label.box(430 + at * 14, 846 + at * 20, 570 - at * 14, 852 + at * 20, (150, 140, 124))
    body.image.alpha_composite(label.image)
    folds = [
        ([(500 + dx * 0.4, 480), (500 + dx, 640), (500 + dx * 1.1, 980)], 14.0, -34)
        for dx in (-150, -70, 60, 150)
    ]
    scene.place(body, volume=84, light=0.55, shadow=(30, 12, 22), grain=0.34, folds=folds)
    tie = scene.layer()
    tie.line([(440, 486), (560, 486)], accent, 15)
    tie.line(smooth([(548, 488), (600, 520), (606, 580)], closed=False), accent, 7)
    scene.place(tie, volume=5, light=0.7, shadow=(3, 5, 4))
    heap = scene.layer()
    for _ in range(150 if style == "grain" else 60):
        x = chance.gauss(300, 78)
        y = 1060 - abs(chance.gauss(0, 26)) + abs(x - 300) * 0.1
        tone = varied(filling, chance, 20)
        if style == "grain":
            heap.oval(x, y, 8, 7, tone)
        elif style == "pasta":
            lean = chance.uniform(-1, 1)
            heap.line(
                smooth(
                    [(x - 34, y + lean * 18), (x, y - 10), (x + 34, y - lean * 18)], closed=False, steps=4
                ),
                tone,
                8,
            )
        else:
            heap.shape(
                smooth(around(x, y, chance.uniform(12, 26), 4, chance.uniform(0, 3), 0.5), steps=4), tone
            )
    scene.place(heap, volume=7, light=0.7, shadow=(6, 6, 6), grain=0.2)


def soap(scene: Scene, style: str, _colour: Colour) -> None:
    chance = scene.chance
    tones = (
        ((222, 206, 160), (206, 190, 140))
        if style == "stack"
        else ((226, 210, 180), (176, 186, 150), (214, 170, 140), (150, 130, 104))
    )
    spots = (
        ((330, 880), (500, 880), (670, 880), (415, 750), (585, 750), (500, 620))
        if style == "stack"
        else ((360, 850), (590, 870), (480, 730))
    )
    for x, y in spots:
        tone = chance.choice(tones)
        front = scene.layer()
        front.box(x - 84, y, x + 84, y + 120, tone, 10)
        front.shape(star(x, y + 62, 34, 18, 8), darker(tone, 0.14))
        front.box(x - 66, y + 16, x + 66, y + 106, None, 6, darker(tone, 0.12), 4)
        scene.place(front, volume=14, light=0.6, shadow=(18, 8, 14), grain=0.26)
        top = scene.layer()
        top.shape([(x - 84, y + 4), (x - 62, y - 34), (x + 106, y - 34), (x + 84, y + 4)], lighter(tone, 0.3))
        scene.place(top, volume=6, light=0.6, shadow=None, grain=0.26)
        side = scene.layer()
        side.shape(
            [(x + 84, y + 2), (x + 106, y - 34), (x + 106, y + 84), (x + 84, y + 118)], darker(tone, 0.2)
        )
        scene.place(side, volume=4, light=0.6, shadow=None, grain=0.26)


def doll(scene: Scene, _style: str, colour: Colour) -> None:
    """A cloth doll in traditional dress, without a face, as they are made."""
    chance = scene.chance
    dress = scene.layer()
    dress.shape(
        smooth(
            [
                (452, 560),
                (548, 560),
                (690, 640),
                (680, 690),
                (590, 660),
                (650, 1000),
                (350, 1000),
                (410, 660),
                (320, 690),
                (310, 640),
            ],
            steps=7,
        ),
        colour,
    )
    art = scene.layer()
    motif = patterns.stitched(
        chance, colour, [(168, 44, 46) if colour[0] < 120 else NATURAL, (217, 150, 43)], 40
    )
    art.paint(motif, 440, 610, 560, 730, cells=True)
    for y in (880, 950):
        for x in range(350, 660, 34):
            art.shape(around(x, y, 13, 4), (217, 150, 43) if x % 4 else NATURAL)
    art.keep_inside(dress)
    dress.image.alpha_composite(art.image)
    scene.place(dress, volume=50, light=0.6, shadow=(24, 10, 18), grain=0.3)
    head = scene.layer()
    head.oval(500, 486, 84, 92, (222, 184, 148))
    scene.place(head, volume=44, light=0.6, shadow=(4, 8, 8), grain=0.26)
    veil = scene.layer()
    veil.shape(
        smooth(
            [
                (500, 372),
                (606, 440),
                (630, 640),
                (588, 760),
                (570, 600),
                (566, 470),
                (500, 416),
                (434, 470),
                (430, 600),
                (412, 760),
                (370, 640),
                (394, 440),
            ],
            steps=7,
        ),
        NATURAL,
    )
    scene.place(veil, volume=24, light=0.6, shadow=(4, 6, 6), grain=0.3)
    braid = scene.layer()
    braid.line(smooth([(426, 470), (450, 420), (500, 404), (550, 420), (574, 470)], closed=False), BRASS, 11)
    scene.place(braid, volume=4, light=0.8, shadow=None)
