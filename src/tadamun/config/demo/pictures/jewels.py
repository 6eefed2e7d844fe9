"""Silver: bracelets, necklaces, earrings, rings and fibulas."""

from math import pi, sin

from tadamun.config.demo.pictures.stage import (
    Colour,
    Scene,
    around,
    darker,
    lighter,
    smooth,
    star,
    varied,
)

SILVER: Colour = (200, 200, 196)


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
