"""Pots, vases, cups, glasses, teapots and drums."""

from math import cos, pi, sin, sqrt
from random import Random

from tadamun.config.demo.pictures.stage import (
    WHITE,
    Colour,
    Layer,
    Scene,
    darker,
    lighter,
    mix,
    smooth,
    star,
    varied,
)
from tadamun.config.demo.pictures.turning import (
    Profile,
    band,
    curve,
    radius_at,
    silhouette,
    thrown,
)


def vase(scene: Scene, style: str, colour: Colour) -> None:
    chance = scene.chance
    profile = chance.choice((
        ((360, 74), (420, 58), (500, 80), (640, 190), (760, 214), (900, 160), (1000, 104)),
        ((300, 96), (360, 60), (470, 56), (560, 120), (720, 222), (880, 190), (1000, 110)),
        ((400, 120), (450, 104), (520, 150), (650, 232), (790, 240), (920, 176), (1000, 120)),
    ))  # fmt: skip
    if style == "jug":
        jug = ((430, 110), (480, 92), (560, 120), (700, 212), (840, 210), (940, 150), (1000, 116))
        paint = [(660.0, 70.0, colour, chance.choice(("leaves", "lozenges", "dots")))]
        rings = [(640.0, colour, 6.0), (756.0, colour, 6.0), (880.0, colour, 9.0)]
        thrown(
            scene,
            jug,
            (240, 236, 226),
            paint=paint,
            rings=rings,
            gloss=0.5,
            handles=1,
            inside=darker(colour, 0.3),
        )
    elif style == "tadelakt":
        tone = mix(colour, (150, 120, 100), 0.15)
        thrown(scene, profile, tone, gloss=0.22, grain=0.42)
    elif style == "rural":
        clay = mix(colour, (190, 124, 82), 0.55)
        paint = [(620.0, 70.0, darker(clay, 0.62), "triangles"), (760.0, 56.0, (112, 48, 34), "lozenges")]
        rings = [
            (610.0, darker(clay, 0.6), 6.0),
            (740.0, darker(clay, 0.6), 6.0),
            (856.0, (112, 48, 34), 9.0),
        ]
        thrown(scene, profile, clay, paint=paint, rings=rings, gloss=0, grain=0.4, handles=2)
    else:
        glaze = mix(colour, WHITE, 0.12)
        dark = darker(colour, 0.5) if sum(colour) > 300 else lighter(colour, 0.75)
        paint = [(640.0, 64.0, dark, chance.choice(("leaves", "lozenges", "triangles")))]
        rings = [(622.0, dark, 6.0), (730.0, dark, 6.0), (860.0, dark, 10.0)]
        thrown(scene, profile, glaze, paint=paint, rings=rings, gloss=0.5, handles=chance.choice((0, 0, 2)))


def bowl(scene: Scene, style: str, colour: Colour) -> None:
    """A bowl from the side and above: painted, or full of something."""
    if style in ("dates", "almonds", "prunes", "incense"):
        _filled_bowl(scene, style, colour)
        return
    chance = scene.chance
    if style == "tamegroute" and chance.random() < 0.4:
        vase(scene, "painted", mix(colour, (46, 92, 60), 0.5))
        return
    glaze = {"tamegroute": mix(colour, (44, 96, 62), 0.6), "hebron": (240, 236, 226)}.get(
        style, mix(colour, WHITE, 0.12)
    )
    profile = ((700, 300), (770, 288), (870, 216), (950, 120), (985, 104))
    tone = colour if style == "hebron" else darker(glaze, 0.35)
    paint = (
        [(742.0, 62.0, tone, chance.choice(("leaves", "dots", "lozenges")))] if style != "tamegroute" else []
    )
    rings = (
        [(726.0, tone, 6.0), (836.0, tone, 7.0)]
        if style != "tamegroute"
        else [(800.0, darker(glaze, 0.3), 18.0)]
    )
    body = thrown(
        scene,
        profile,
        glaze,
        paint=paint,
        rings=rings,
        gloss=0.5,
        top=False,
        grain=0.3 if style == "tamegroute" else 0.15,
    )
    rim = scene.layer()
    rim.oval(500, 700, 302, 84, lighter(glaze, 0.15))
    rim.oval(500, 704, 282, 72, darker(glaze, 0.16))
    if style == "hebron":
        for at, (x, y) in enumerate(star(500, 712, 210, 120, 8)):
            rim.oval(
                500 + (x - 500), 712 + (y - 712) * 0.26, 22, 7, colour if at % 2 else darker(colour, 0.3)
            )
    scene.place(rim, volume=26, light=-0.5, shadow=None)
    scene.shine(392, 800, 26, 70, 0.4, turn=20, within=body)


def _filled_bowl(scene: Scene, style: str, colour: Colour) -> None:
    chance = scene.chance
    dish: Colour = chance.choice(((196, 140, 96), (222, 210, 188), (110, 142, 140)))
    profile = ((740, 290), (800, 280), (890, 206), (960, 120), (985, 104))
    back = scene.layer()
    back.oval(500, 740, 292, 84, darker(dish, 0.25))
    scene.place(back, shadow=None)
    heap = scene.layer()
    tone = {
        "dates": (96, 52, 28),
        "almonds": (190, 132, 84),
        "prunes": (66, 40, 48),
        "incense": (92, 62, 44),
    }[style]
    if style == "prunes":
        tone = chance.choice((tone, (204, 120, 44), (178, 120, 60)))
    size = {"dates": (40, 23), "almonds": (30, 18), "prunes": (38, 32), "incense": (30, 26)}[style]
    spots = []
    for _ in range(88):
        x = chance.uniform(-248, 248)
        spots.append((770 - chance.random() ** 0.8 * 150 * sqrt(1 - (x / 262) ** 2), 500 + x))
    for y, x in sorted(spots):
        fruit(heap, chance, x, y, size, tone)
    scene.place(heap, volume=22, light=0.6, shadow=(4, 5, 6), grain=0.16)
    body = scene.layer()
    front = [(500 + r, y) for y, r in profile]
    right = smooth(front, closed=False)
    rim_line = [(500 + 290 * t / 16, 740 + 84 * sqrt(1 - (t / 16) ** 2)) for t in range(-16, 17)]
    body.shape([*rim_line, *right, *[(1000 - x, y) for x, y in reversed(right)]], dish)
    band(body, 500, profile, 800, darker(dish, 0.2), 6)
    scene.place(body, volume=70, light=0.5, shadow=(20, 14, 18), grain=0.25)
    if style == "incense":
        for at in range(3):
            x = 470 + at * 30
            smoke = scene.layer()
            smoke.line(
                smooth([(x, 600), (x - 26, 520), (x + 24, 430), (x - 14, 340), (x + 20, 260)], closed=False),
                (250, 248, 244, 26),
                12,
            )
            scene.place(smoke, shadow=None)


def fruit(layer: Layer, chance: Random, x: float, y: float, size: tuple[float, float], tone: Colour) -> None:
    turn = chance.uniform(0, pi)
    long, wide = size[0] * chance.uniform(0.88, 1.1), size[1] * chance.uniform(0.9, 1.1)
    colour = varied(tone, chance, 18)
    for share, shade in ((1.0, darker(colour, 0.35)), (0.9, colour), (0.5, lighter(colour, 0.14))):
        points = []
        for at in range(20):
            angle = 2 * pi * at / 20
            px, py = long * share * cos(angle), wide * share * sin(angle)
            points.append(
                (
                    x + px * cos(turn) - py * sin(turn) - (1 - share) * 8,
                    y + px * sin(turn) + py * cos(turn) - (1 - share) * 8,
                )
            )
        layer.shape(points, shade)


def tagine(scene: Scene, _style: str, colour: Colour) -> None:
    clay = mix(colour, (176, 100, 62), 0.45)
    base = ((880, 306), (900, 300), (950, 262), (985, 224))
    lid = ((520, 40), (546, 58), (580, 40), (640, 70), (760, 170), (850, 262), (884, 278))
    line = darker(clay, 0.3)
    thrown(scene, base, clay, rings=[(904, line, 5)], gloss=0.2, top=False, grain=0.35)
    rim = scene.layer()
    rim.oval(500, 880, 306, 50, darker(clay, 0.12))
    scene.place(rim, shadow=None)
    kind = scene.chance.choice(("dots", "triangles", "lozenges"))
    paint = [(760.0, 34.0, lighter(clay, 0.42), kind)]
    rings = [
        (690.0, line, 5.0),
        (744.0, lighter(clay, 0.42), 5.0),
        (806.0, lighter(clay, 0.42), 5.0),
        (846.0, line, 5.0),
    ]
    thrown(scene, lid, clay, paint=paint, rings=rings, gloss=0.35, top=False, grain=0.35)


def cups(scene: Scene, _style: str, colour: Colour) -> None:
    """Four cups, two behind and two before."""
    chance = scene.chance
    glaze: Colour = (244, 240, 230)
    kind = chance.choice(("leaves", "lozenges", "dots"))
    for cx, foot in ((375, 850), (640, 860), (330, 1010), (610, 1030)):
        profile = ((foot - 190, 96), (foot - 140, 94), (foot - 60, 80), (foot - 8, 56), (foot, 52))
        paint = [(float(foot - 130), 46.0, colour, kind)]
        rings = [(float(foot - 150), colour, 5.0), (float(foot - 62), colour, 5.0)]
        handle = scene.layer((cx + 40, foot - 200, cx + 190, foot - 20))
        handle.line(
            smooth(
                [(cx + 84, foot - 150), (cx + 140, foot - 146), (cx + 138, foot - 84), (cx + 74, foot - 66)],
                closed=False,
            ),
            glaze,
            16,
        )
        scene.place(handle, volume=8, light=0.7, shadow=(10, 8, 8))
        thrown(
            scene,
            profile,
            glaze,
            cx=cx,
            paint=paint,
            rings=rings,
            gloss=0.5,
            inside=darker(colour, 0.25),
            grain=0.1,
        )


def glass(scene: Scene, style: str, colour: Colour) -> None:
    """Blown glass: light comes through it."""
    chance = scene.chance
    if style == "tumblers":
        tint = mix(colour, (190, 214, 196), 0.6)
        for cx, foot in ((340, 860), (520, 840), (690, 866), (300, 1010), (490, 1030), (690, 1016)):
            _blown(scene, cx, ((foot - 180, 72), (foot - 120, 64), (foot - 40, 58), (foot, 60)), tint, 112)
        return
    profile = chance.choice((
        ((330, 66), (400, 48), (500, 52), (620, 150), (780, 218), (920, 190), (1000, 110)),
        ((420, 150), (520, 132), (660, 170), (800, 196), (930, 160), (1000, 112)),
        ((300, 52), (470, 40), (600, 60), (720, 170), (860, 230), (960, 200), (1000, 130)),
    ))  # fmt: skip
    _blown(scene, 500, profile, colour, 190)


def _blown(scene: Scene, cx: float, profile: Profile, colour: Colour, density: int) -> None:
    chance = scene.chance
    reach = max(r for _, r in profile) + 20
    region = (cx - reach, profile[0][0] - 60, cx + reach, profile[-1][0] + reach * 0.3)
    body = scene.layer(region)
    body.shape(silhouette(cx, profile), (*colour, density))
    for at in range(5):
        y = profile[0][0] + (profile[-1][0] - profile[0][0]) * (at + 1) / 6
        body.line(curve(cx, y, radius_at(profile, y) - 3), (*darker(colour, 0.25), 46), 7)
    for _ in range(26):
        y = chance.uniform(profile[0][0] + 40, profile[-1][0] - 10)
        reach = radius_at(profile, y) * 0.8
        size = chance.uniform(1.5, 5)
        body.oval(cx + chance.uniform(-reach, reach), y, size, size, (255, 255, 255, 90))
    foot_y, foot_r = profile[-1]
    body.oval(cx, foot_y, foot_r * 0.96, foot_r * 0.16, (*darker(colour, 0.4), min(235, density + 40)))
    scene.place(body, volume=max(r for _, r in profile) * 0.4, light=0.4, shadow=(30, 10, 22), dark=0.3)
    rim = scene.layer(region)
    rim.oval(
        cx,
        profile[0][0],
        profile[0][1],
        profile[0][1] * 0.17,
        (*darker(colour, 0.2), 120),
        (*lighter(colour, 0.5), 255),
        6,
    )
    scene.place(rim, shadow=None)
    y, r = max(profile, key=lambda row: row[1])
    scene.shine(cx - r * 0.5, y - 30, r * 0.1, r * 0.6, 0.75, turn=6, within=body)
    scene.shine(cx + r * 0.55, y + 40, r * 0.05, r * 0.4, 0.5, within=body)


def drum(scene: Scene, style: str, colour: Colour) -> None:
    """A goblet drum of painted clay, or a frame drum."""
    if style == "bendir":
        _bendir(scene, colour)
        return
    profile = ((470, 210), (560, 196), (680, 120), (780, 84), (900, 92), (1000, 128))
    clay = mix(colour, (190, 130, 90), 0.35)
    light = lighter(clay, 0.6)
    paint = [(560.0, 50.0, light, "triangles"), (880.0, 46.0, light, "lozenges")]
    rings = [(548.0, light, 5.0), (640.0, light, 5.0), (866.0, light, 5.0)]
    thrown(scene, profile, clay, paint=paint, rings=rings, gloss=0.4, top=False)
    skin = scene.layer()
    skin.oval(500, 470, 216, 46, (206, 188, 156))
    skin.oval(500, 468, 200, 40, (232, 220, 196))
    for at in range(-6, 7):
        x = 500 + at * 33
        drop = 44 * sqrt(max(0.0, 1 - (at / 6.6) ** 2))
        skin.line([(x, 474 + drop), (x * 0.96 + 20, 534 + drop)], (120, 84, 58), 5)
    scene.place(skin, volume=10, light=0.4, shadow=None, grain=0.3)


def _bendir(scene: Scene, colour: Colour) -> None:
    hoop = scene.layer()
    hoop.oval(500, 680, 300, 300, mix((150, 100, 60), colour, 0.2))
    scene.place(hoop, volume=24, light=0.7, shadow=(26, 14, 20), grain=0.2)
    skin = scene.layer()
    skin.oval(500, 680, 278, 278, (228, 214, 186))
    for radius, tone in ((236, colour), (222, darker(colour, 0.3))):
        skin.oval(500, 680, radius, radius, None, tone, 5)
    skin.shape(star(500, 680, 96, 52, 8), lighter(colour, 0.1))
    skin.shape(star(500, 680, 60, 30, 8), (228, 214, 186))
    scene.place(skin, volume=16, light=0.4, shadow=None, grain=0.35)


def teapot(scene: Scene, _style: str, colour: Colour) -> None:
    metal = mix(colour, (196, 190, 180), 0.62)
    spout = scene.layer()
    spout.shape(
        smooth(
            [(640, 860), (720, 800), (770, 690), (816, 640), (838, 652), (812, 760), (740, 900), (650, 940)]
        ),
        metal,
    )
    spout.line(
        smooth([(352, 640), (250, 620), (216, 730), (270, 860), (356, 880)], closed=False),
        darker(metal, 0.12),
        26,
    )
    scene.place(spout, volume=20, light=0.9, shadow=(18, 12, 14))
    profile = ((600, 128), (640, 150), (740, 214), (860, 226), (940, 170), (980, 124), (1000, 136))
    rings = [
        (640.0, darker(metal, 0.35), 5.0),
        (780.0, darker(metal, 0.35), 5.0),
        (930.0, darker(metal, 0.35), 6.0),
    ]
    paint = [(700.0, 62.0, darker(metal, 0.25), "leaves"), (800.0, 60.0, darker(metal, 0.25), "lozenges")]
    body = thrown(scene, profile, metal, paint=paint, rings=rings, gloss=0.8, top=False, grain=0.08)
    lid = ((470, 14), (492, 26), (514, 16), (536, 60), (576, 116), (604, 132))
    thrown(scene, lid, metal, rings=[(560.0, darker(metal, 0.3), 4.0)], gloss=0.6, top=False, grain=0.08)
    scene.shine(580, 800, 12, 70, 0.5, within=body)
