"""Things turned on a wheel or blown: pots, vases, cups, glasses, jars, bottles, lanterns and drums."""

from collections.abc import Sequence
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

Profile = Sequence[tuple[float, float]]  # from top to bottom: how far down, how wide


def silhouette(cx: float, profile: Profile) -> list[tuple[float, float]]:
    """The outline of a turned thing: the profile and its mirror, with a curved foot."""
    right = smooth([(cx + r, y) for y, r in profile], closed=False)
    left = [(2 * cx - x, y) for x, y in reversed(right)]
    foot_y, foot_r = profile[-1]
    foot = [
        (cx + foot_r * t / 6, foot_y + foot_r * 0.14 * sqrt(max(0.0, 1 - (t / 6) ** 2)))
        for t in range(5, -6, -1)
    ]
    return [*right, *foot, *left]


def radius_at(profile: Profile, y: float) -> float:
    for (y0, r0), (y1, r1) in zip(profile, profile[1:], strict=False):
        if y0 <= y <= y1:
            t = (y - y0) / max(1e-6, y1 - y0)
            t = t * t * (3 - 2 * t)
            return r0 + (r1 - r0) * t
    return profile[-1][1]


def curve(cx: float, y: float, radius: float, flat: float = 0.14) -> list[tuple[float, float]]:
    """The front of a ring about the axis."""
    return [
        (cx + radius * t / 12, y + radius * flat * sqrt(max(0.0, 1 - (t / 12) ** 2))) for t in range(-12, 13)
    ]


def band(layer: Layer, cx: float, profile: Profile, y: float, colour: Sequence[int], width: float) -> None:
    layer.line(curve(cx, y, radius_at(profile, y) + 4), colour, width)


def mouth(layer: Layer, cx: float, y: float, radius: float, rim: Colour, inside: Colour) -> None:
    """The open top, seen a little from above."""
    layer.oval(cx, y, radius, radius * 0.17, rim)
    layer.oval(cx, y, radius * 0.88, radius * 0.13, inside)


def frieze(
    layer: Layer, chance: Random, cx: float, profile: Profile, y: float, high: float, tone: Colour, kind: str
) -> None:
    """A band of painted signs that narrows towards the edges, as it does on a round belly."""
    radius = radius_at(profile, y + high / 2)
    count = max(7, round(radius / 26) | 1)
    for at in range(-count, count + 1):
        share = at / (count + 1)
        x = cx + radius * (share * (1.5 - 0.5 * share * share))
        squeeze = max(0.2, sqrt(max(0.0, 1 - share * share)))
        drop = radius * 0.14 * squeeze
        wide, middle = radius / count * 0.5 * squeeze, y + high / 2 + drop
        if kind == "lozenges":
            layer.shape(
                [(x, middle - high / 2), (x + wide, middle), (x, middle + high / 2), (x - wide, middle)], tone
            )
        elif kind == "leaves":
            layer.oval(x, middle, wide * 0.5, high / 2, tone)
            layer.line([(x, middle - high * 0.6), (x, middle + high * 0.6)], tone, 3)
        elif kind == "dots":
            layer.oval(x, middle, wide * 0.6, high * 0.28, tone)
        else:
            layer.shape(
                [(x - wide, middle + high / 2), (x, middle - high / 2), (x + wide, middle + high / 2)], tone
            )


def thrown(
    scene: Scene, profile: Profile, colour: Colour, *, cx: float = 500, paint: Sequence[tuple[float, float, Colour, str]] = (),
    rings: Sequence[tuple[float, Colour, float]] = (), gloss: float = 0.35, inside: Colour | None = None, grain: float = 0.2,
    top: bool = True, handles: int = 0,
) -> Layer:  # fmt: skip
    """A wheel-thrown vessel with painted friezes and rings; returns its body."""
    widest = max(r for _, r in profile)
    reach = widest + (90 if handles else 20)
    region = (cx - reach, profile[0][0] - 90, cx + reach, profile[-1][0] + widest * 0.2 + 20)
    body = scene.layer(region)
    if handles:
        _handles(body, cx, profile, darker(colour, 0.08), handles)
    body.shape(silhouette(cx, profile), colour)
    art = scene.layer(region)
    for y, tone, width in rings:
        band(art, cx, profile, y, tone, width)
    for y, high, tone, kind in paint:
        frieze(art, scene.chance, cx, profile, y, high, tone, kind)
    art.keep_inside(body)
    body.image.alpha_composite(art.image)
    scene.place(body, volume=min(110, widest * 0.62), light=0.5, shadow=(26, 10, 20), dark=0.46, grain=grain)
    if top:
        rim = scene.layer(region)
        mouth(rim, cx, profile[0][0], profile[0][1], lighter(colour, 0.12), inside or darker(colour, 0.62))
        scene.place(rim, shadow=None)
    if gloss:
        y, r = max(profile, key=lambda row: row[1])
        scene.shine(cx - r * 0.42, y - 20, r * 0.11, r * 0.42, gloss, turn=8, within=body)
        scene.shine(cx + r * 0.62, y + 30, r * 0.05, r * 0.3, gloss * 0.35, within=body)
    return body


def _handles(layer: Layer, cx: float, profile: Profile, colour: Colour, count: int) -> None:
    top, belly = profile[0], max(profile, key=lambda row: row[1])
    for side in (1, -1)[:count]:
        x0, x1 = cx + side * radius_at(profile, top[0] + 40) * 0.9, cx + side * belly[1] * 0.92
        out = cx + side * (belly[1] + 46)
        layer.line(
            smooth(
                [(x0, top[0] + 40), (out, top[0] + 66), (out + side * 4, belly[0] - 70), (x1, belly[0] - 26)],
                closed=False,
            ),
            colour,
            26,
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
        _fruit(heap, chance, x, y, size, tone)
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


def _fruit(layer: Layer, chance: Random, x: float, y: float, size: tuple[float, float], tone: Colour) -> None:
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


JARS: dict[str, tuple[Colour, str]] = {
    "honey": ((196, 124, 26), "lozenges"),
    "pollen": ((214, 160, 52), "dots"),
    "amlou": ((132, 84, 44), "triangles"),
    "jam": ((150, 44, 38), "leaves"),
    "spice": ((122, 108, 54), "triangles"),
    "salt": ((238, 236, 230), "lozenges"),
}


def jar(scene: Scene, style: str, _colour: Colour) -> None:
    """A glass jar, full, with a cloth over its lid and a band of signs for a label."""
    chance = scene.chance
    tone, kind = JARS[style]
    if style in ("spice", "jam"):
        tone = chance.choice(
            ((122, 108, 54), (130, 40, 44))
            if style == "spice"
            else ((150, 44, 38), (206, 120, 40), (74, 36, 52))
        )
    body = scene.layer()
    body.box(312, 520, 688, 1000, (226, 232, 224, 150), 70)
    body.box(328, 570, 672, 986, tone, 58)
    scene.place(
        body,
        volume=70,
        light=0.45,
        shadow=(28, 12, 20),
        grain=0.4 if style in ("pollen", "spice", "salt") else 0.06,
    )
    label = scene.layer()
    label.box(312, 690, 688, 890, WHITE)
    paper = scene.layer()
    paper.box(312, 700, 688, 706, darker(tone, 0.2))
    paper.box(312, 872, 688, 878, darker(tone, 0.2))
    flat = ((520, 188), (1000, 188))
    frieze(paper, chance, 500, flat, 724, 34, darker(tone, 0.2) if style != "salt" else (10, 102, 112), kind)
    for at in range(3):
        paper.box(400 + at * 16, 806 + at * 18, 600 - at * 16, 812 + at * 18, (150, 140, 124))
    paper.keep_inside(label)
    label.image.alpha_composite(paper.image)
    scene.place(label, volume=40, light=0.3, shadow=None)
    lid = scene.layer()
    cloth = chance.choice(((178, 72, 52), (70, 96, 120), (206, 180, 140), (96, 112, 70)))
    skirt = [(300, 560), (296, 500), (330, 452), (500, 436), (670, 452), (704, 500), (700, 560)]
    hem = [(700 - at * 40, 560 + (22 if at % 2 else 4)) for at in range(1, 10)]
    lid.shape(smooth([*skirt, *hem], steps=6), cloth)
    for x in range(316, 700, 24):
        lid.line([(x, 470), (x + (x - 500) * 0.02, 556)], (*lighter(cloth, 0.35), 130), 4)
    lid.line(curve(500, 508, 196, 0.06), (214, 190, 140), 9)
    scene.place(lid, volume=22, light=0.6, shadow=(3, 6, 6), grain=0.25)
    scene.shine(368, 640, 14, 60, 0.6, within=body)
    scene.shine(368, 930, 12, 36, 0.5, within=body)


def bottle(scene: Scene, style: str, _colour: Colour) -> None:
    """Oil, vinegar or flower water."""
    chance = scene.chance
    tone = {"oil": (134, 122, 30), "vinegar": (168, 92, 40), "water": (214, 178, 172)}[style]
    if style == "oil" and chance.random() < 0.4:
        tone = (150, 92, 32)
    profile = ((330, 34), (470, 36), (540, 60), (610, 118), (700, 124), (960, 124), (1000, 114))
    glass_body = scene.layer()
    glass_body.shape(silhouette(500, profile), (*mix(tone, (60, 70, 40), 0.25), 236))
    level = scene.layer()
    level.box(376, 560, 624, 1002, tone, 40)
    level.keep_inside(glass_body)
    glass_body.image.alpha_composite(level.image)
    scene.place(glass_body, volume=56, light=0.5, shadow=(30, 10, 20))
    label = scene.layer()
    label.box(376, 720, 624, 920, WHITE)
    frieze(
        label,
        chance,
        500,
        ((300, 124), (1000, 124)),
        742,
        34,
        darker(tone, 0.35),
        chance.choice(("leaves", "lozenges")),
    )
    for at in range(3):
        label.box(440 + at * 10, 826 + at * 20, 560 - at * 10, 832 + at * 20, (150, 140, 124))
    scene.place(label, volume=34, light=0.35, shadow=None)
    cork = scene.layer()
    cork.box(468, 276, 532, 352, (176, 128, 84), 8)
    scene.place(cork, volume=12, light=0.7, shadow=None, grain=0.4)
    scene.shine(432, 690, 9, 120, 0.65, within=glass_body)
    scene.shine(484, 430, 5, 60, 0.5, within=glass_body)


def flask(scene: Scene, style: str, _colour: Colour) -> None:
    """A small dropper bottle beside a flower or a kernel."""
    chance = scene.chance
    tone = (206, 158, 78) if style == "oil" else (214, 150, 140)
    body = scene.layer()
    body.box(380, 640, 620, 1000, (*mix(tone, (120, 70, 30), 0.5), 242), 44)
    body.box(452, 590, 548, 660, (*mix(tone, (120, 70, 30), 0.5), 242), 14)
    scene.place(body, volume=54, light=0.55, shadow=(28, 10, 20))
    label = scene.layer()
    label.box(382, 750, 618, 930, WHITE)
    frieze(
        label,
        chance,
        500,
        ((300, 118), (1000, 118)),
        772,
        30,
        darker(tone, 0.3),
        "dots" if style == "rose" else "leaves",
    )
    for at in range(2):
        label.box(440 + at * 12, 850 + at * 22, 560 - at * 12, 856 + at * 22, (150, 140, 124))
    scene.place(label, volume=30, light=0.35, shadow=None)
    cap = scene.layer()
    cap.box(440, 520, 560, 606, (52, 46, 42), 12)
    cap.box(470, 400, 530, 540, (70, 62, 56), 28)
    scene.place(cap, volume=18, light=0.8, shadow=None)
    scene.shine(420, 720, 9, 60, 0.6, within=body)
    beside = scene.layer()
    for _ in range(7):
        x, y = chance.uniform(170, 340), chance.uniform(980, 1060)
        _fruit(beside, chance, x, y, (26, 17), (176, 120, 70) if style == "oil" else (208, 110, 118))
    scene.place(beside, volume=10, light=0.6, shadow=(8, 8, 7))


def candle(scene: Scene, _style: str, colour: Colour) -> None:
    wax = mix(colour, (240, 222, 180), 0.45)
    for cx, top, foot, radius in ((610, 560, 940, 74), (420, 700, 1000, 104)):
        profile = ((top, radius), (top + 40, radius), (foot - 30, radius), (foot, radius - 4))
        rings = [(y, darker(wax, 0.14), 4.0) for y in range(top + 60, foot - 10, 34)]
        thrown(scene, profile, wax, cx=cx, rings=rings, gloss=0.25, inside=lighter(wax, 0.3), grain=0.16)
        wick = scene.layer((cx - 60, top - 120, cx + 60, top + 30))
        wick.line([(cx, top + 2), (cx + 3, top - 24)], (60, 50, 44), 5)
        flame = [(cx + 3, top - 92), (cx + 20, top - 46), (cx + 4, top - 20), (cx - 14, top - 46)]
        wick.shape(smooth(flame), (255, 206, 110))
        wick.shape(smooth([(x, y * 0.5 + (top - 30) * 0.5) for x, y in flame]), (255, 244, 208))
        scene.place(wick, shadow=None)
        scene.shine(cx, top - 50, 90, 110, 0.3)


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


def lantern(scene: Scene, _style: str, colour: Colour) -> None:
    """Pierced brass with panes of coloured glass, lit from within."""
    chance = scene.chance
    brass: Colour = chance.choice(((182, 138, 66), (160, 104, 62), (96, 84, 74)))
    panes = [colour, (206, 74, 48), (228, 168, 62), (46, 120, 120)]
    frame = scene.layer()
    frame.oval(500, 232, 30, 34, None, brass, 9)
    frame.shape(
        smooth([(500, 262), (540, 300), (600, 352), (640, 440), (360, 440), (400, 352), (460, 300)], steps=6),
        brass,
    )
    frame.box(340, 432, 660, 466, darker(brass, 0.12), 8)
    frame.shape([(356, 462), (644, 462), (610, 900), (390, 900)], brass)
    frame.shape([(376, 896), (624, 896), (668, 970), (332, 970)], darker(brass, 0.08))
    frame.box(316, 964, 684, 1000, darker(brass, 0.16), 10)
    scene.place(frame, volume=42, light=0.7, shadow=(26, 12, 20), grain=0.2)
    glass_layer = scene.layer()
    for column in range(3):
        for row in range(4):
            top, bottom = 490 + row * 101, 578 + row * 101
            shrink = 0.026 * (row * 4)
            left = 500 + (column - 1.5) * (86 - shrink * 60) + 8
            right = left + 70 - shrink * 50
            tone = panes[(column + row) % len(panes)]
            glass_layer.shape(
                smooth(
                    [
                        ((left + right) / 2, top),
                        (right, top + 34),
                        (right, bottom),
                        (left, bottom),
                        (left, top + 34),
                    ],
                    steps=4,
                ),
                lighter(tone, 0.25),
            )
    for at in range(9):
        glass_layer.shape(star(404 + at * 24, 410, 9, 5, 6), (255, 226, 150))
        glass_layer.shape(star(404 + at * 24, 932, 8, 4, 6), (255, 226, 150))
    scene.place(glass_layer, volume=8, light=-0.5, shadow=None)
    scene.shine(500, 690, 110, 190, 0.34)


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
