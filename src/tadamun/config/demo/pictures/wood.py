"""Wood, plaster and frames: boxes, spoons, figures, panels, mirrors and dolls."""

from math import pi, sin
from random import Random

from tadamun.config.demo.pictures import patterns
from tadamun.config.demo.pictures.leather import BRASS
from tadamun.config.demo.pictures.pantry import saffron
from tadamun.config.demo.pictures.patterns import NATURAL
from tadamun.config.demo.pictures.rounds import ring_of, rosette
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
)


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
        saffron(scene)
        return
    wood: Colour = {
        "thuya": (132, 76, 42),
        "zouaq": mix(colour, (120, 60, 40), 0.2),
        "pearl": (150, 100, 58),
    }[style]
    left, right, top, lid, foot = 200.0, 800.0, 620.0, 740.0, 1000.0
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
