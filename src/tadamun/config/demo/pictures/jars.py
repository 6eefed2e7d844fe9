"""Jars, bottles, flasks, candles and lanterns."""

from tadamun.config.demo.pictures.stage import WHITE, Colour, Scene, darker, lighter, mix, smooth, star
from tadamun.config.demo.pictures.turning import curve, frieze, silhouette, thrown
from tadamun.config.demo.pictures.vessels import fruit

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
        fruit(beside, chance, x, y, (26, 17), (176, 120, 70) if style == "oil" else (208, 110, 118))
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
