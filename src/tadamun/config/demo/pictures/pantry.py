"""Baskets, sacks of grain and herbs, saffron and soap."""

from math import pi, sin

from tadamun.config.demo.pictures.patterns import DARK, NATURAL
from tadamun.config.demo.pictures.rounds import basket_tray
from tadamun.config.demo.pictures.stage import (
    WHITE,
    Colour,
    Scene,
    around,
    darker,
    lighter,
    smooth,
    star,
    varied,
)

SACKS: dict[str, Colour] = {"grain": (226, 196, 128), "pasta": (232, 208, 148), "herbs": (118, 128, 78)}


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


def saffron(scene: Scene) -> None:
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
