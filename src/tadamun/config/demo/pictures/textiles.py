"""Rugs, blankets, cushions, linen and pouches."""

from collections.abc import Callable
from random import Random

from PIL import Image

from tadamun.config.demo.chance import dice
from tadamun.config.demo.pictures import patterns
from tadamun.config.demo.pictures.patterns import DARK, NATURAL, RAGS, WARM, woven
from tadamun.config.demo.pictures.stage import (
    Colour,
    Layer,
    Scene,
    darker,
    lighter,
    mix,
    smooth,
    varied,
)


def rug(scene: Scene, style: str, colour: Colour) -> None:
    """Seen from above, a little turned, with fringes."""
    chance = scene.chance
    texture = woven(_RUGS[style](chance, colour), chance, 0.16 if style in ("lozenge", "azilal") else 0.1)
    wide = 640 if style not in ("bands", "khaima", "mat") else 530
    high = 1000
    left, top = 500 - wide / 2, 625 - high / 2
    layer = scene.layer()
    if style not in ("mat", "reed"):
        _fringe(layer, chance, left, top, left + wide, top + high, NATURAL if style != "rags" else RAGS[1])
    layer.paint(texture, left, top, left + wide, top + high, cells=True)
    scene.place(layer, volume=10, light=0.7, shadow=(10, 12, 9), grain=0.12, turn=chance.uniform(-3.5, 3.5))


_RUGS: dict[str, Callable[[Random, Colour], Image.Image]] = {
    "lozenge": lambda chance, colour: patterns.lozenge_net(
        chance, mix(colour, NATURAL, 0.75), DARK, (64, 100)
    ),
    "azilal": lambda chance, colour: patterns.free_drawing(
        chance, NATURAL, (colour, WARM[0], WARM[1], DARK, WARM[2]), (64, 100)
    ),
    "tazenakht": lambda chance, colour: patterns.bands(chance, (colour, *WARM), (72, 112), 0.95),
    "medallion": lambda chance, colour: patterns.medallion(
        chance, colour, (NATURAL, WARM[1], WARM[2], WARM[3]), (80, 126)
    ),
    "rags": lambda chance, colour: patterns.rags(chance, (colour, *RAGS), (56, 88)),
    "bands": lambda chance, colour: patterns.bands(
        chance, (colour, NATURAL, darker(colour), DARK, WARM[1]), (64, 120), 0.6
    ),
    "khaima": lambda chance, colour: patterns.bands(
        chance, (mix(colour, DARK, 0.35), NATURAL, DARK, WARM[0]), (64, 120), 0.8
    ),
    "mat": lambda chance, colour: patterns.bands(
        chance, ((206, 178, 124), (190, 160, 106), colour, (214, 190, 140)), (120, 220), 0.35
    ),
    "reed": lambda chance, colour: patterns.reeds(
        chance, (206, 180, 130), (colour, WARM[0], DARK), (140, 220)
    ),
}


def _fringe(
    layer: Layer, chance: Random, left: float, top: float, right: float, bottom: float, tone: Colour
) -> None:
    x = left + 4
    while x < right - 2:
        for edge, down in ((top, -1), (bottom, 1)):
            length = chance.uniform(20, 32)
            lean = chance.uniform(-4, 4)
            layer.line(
                [
                    (x, edge - down * 6),
                    (x + lean / 2, edge + down * length / 2),
                    (x + lean, edge + down * length),
                ],
                varied(tone, chance, 12),
                3.4,
            )
        x += 7


def blanket(scene: Scene, style: str, colour: Colour) -> None:
    """Folded on the table, or hung from a branch."""
    if style == "hanging":
        _hanging(scene, colour)
        return
    chance = scene.chance
    main = mix(colour, NATURAL, 0.25) if style == "bands" else mix(colour, NATURAL, 0.6)
    if style == "bands" and chance.random() < 0.4:
        cloth = patterns.checks(chance, main, darker(main, 0.35), (120, 120), 15)
    elif style == "bands":
        cloth = patterns.bands(chance, (main, main, NATURAL, darker(main, 0.4)), (120, 120), 0.2)
    else:
        cloth = patterns.plain(chance, main, (120, 120), 2)
    cloth = woven(cloth, chance, 0.16)
    for fold in range(3):
        layer = scene.layer()
        top, inset = 770 - fold * 88, 12 * fold
        left, right = 190 + inset, 810 - inset
        layer.box(left, top, right, top + 104, main, 44)
        covered = scene.layer()
        covered.paint(cloth.crop((0, fold * 30, 120, fold * 30 + 40)), left, top, right, top + 104)
        covered.keep_inside(layer)
        scene.place(
            covered, volume=34, light=0.75, shadow=(10, 16, 14) if fold == 0 else (2, 7, 7), grain=0.25
        )
    _folded_top(scene, chance, cloth, main, style)


def _folded_top(scene: Scene, chance: Random, cloth: Image.Image, main: Colour, style: str) -> None:
    layer = scene.layer()
    outline = smooth(
        [(228, 590), (500, 566), (778, 588), (798, 640), (792, 905), (520, 928), (250, 915), (212, 640)]
    )
    layer.shape(outline, main)
    covered = scene.layer()
    covered.paint(cloth, 190, 560, 810, 940)
    covered.keep_inside(layer)
    if style == "sequins":
        for row in range(7):
            for column in range(19):
                x, y = 236 + column * 29 + chance.uniform(-3, 3), 606 + row * 44 + chance.uniform(-4, 4)
                covered.oval(x, y, 8.5, 8, (236, 232, 222))
                covered.oval(x - 2, y - 2, 4, 4, (255, 255, 250))
    x = 256.0
    while x < 790:
        covered.line(
            [(x, 912), (x + chance.uniform(-5, 5), 960 + chance.uniform(-8, 10))],
            varied(lighter(main, 0.2), chance, 10),
            4,
        )
        x += 9
    scene.place(covered, volume=30, light=0.55, shadow=(6, 10, 10), grain=0.22)


def _hanging(scene: Scene, colour: Colour) -> None:
    chance = scene.chance
    layer = scene.layer()
    cloth = woven(
        patterns.bands(chance, (NATURAL, colour, mix(colour, NATURAL, 0.5), darker(colour)), (60, 80), 0.8),
        chance,
        0.15,
    )
    layer.paint(cloth, 290, 330, 710, 820, cells=True)
    x = 292.0
    while x < 710:
        low = 1010 + 60 * abs((x - 500) / 210) * -1 + chance.uniform(-12, 12)
        layer.line(
            [(x, 812), (x + chance.uniform(-3, 3), 900), (x + chance.uniform(-6, 6), low)],
            varied(NATURAL, chance, 12),
            5,
        )
        x += 7.5
    scene.place(layer, volume=12, light=0.6, shadow=(14, 14, 12), grain=0.2)
    rod = scene.layer()
    rod.line([(500, 180), (262, 322)], (150, 120, 90), 4)
    rod.line([(500, 180), (738, 322)], (150, 120, 90), 4)
    rod.line(smooth([(236, 324), (400, 318), (600, 326), (764, 320)], closed=False), (112, 80, 54), 20)
    scene.place(rod, volume=8, light=0.9, shadow=(12, 14, 8))


def cushion(scene: Scene, style: str, colour: Colour) -> None:
    """A square cushion, full in the middle."""
    chance = scene.chance
    ground, texture = _cushion_face(chance, style, colour)
    half = 330
    corner, side = half, half - 26
    points = [
        (-corner, -corner),
        (0, -side),
        (corner, -corner),
        (side, 0),
        (corner, corner),
        (0, side),
        (-corner, corner),
        (-side, 0),
    ]
    outline = smooth([(500 + x, 640 + y) for x, y in points])
    under = scene.layer()
    if style == "leather":
        _leather_fringe(under, chance, colour)
    under.shape(outline, ground)
    face = scene.layer()
    face.paint(texture, 500 - half, 640 - half, 500 + half, 640 + half, cells=style != "leather")
    face.keep_inside(under)
    if style == "wool" and chance.random() < 0.4:
        for x, y in ((-corner, -corner), (corner, -corner), (corner, corner), (-corner, corner)):
            tone = darker(colour, 0.2)
            for _ in range(26):
                face.line(
                    [
                        (500 + x, 640 + y),
                        (500 + x + chance.uniform(-34, 34), 640 + y + chance.uniform(-34, 34)),
                    ],
                    varied(tone, chance, 20),
                    5,
                )
    scene.place(under, volume=0, shadow=(14, 26, 22))
    scene.place(face, volume=120, light=0.62, shadow=None, grain=0.18)


def _cushion_face(chance: Random, style: str, colour: Colour) -> tuple[Colour, Image.Image]:
    if style == "tatreez":
        ground = colour if chance.random() < 0.55 else NATURAL
        tones = (
            [(163, 40, 46), (217, 150, 43), (46, 110, 100)]
            if ground == colour
            else [colour, darker(colour, 0.2)]
        )
        return ground, patterns.stitched(chance, ground, chance.sample(tones, 2), 84)
    if style == "leather":
        texture = patterns.bands(
            chance, (colour, darker(colour), (206, 170, 96), NATURAL, (60, 90, 70)), (100, 100), 0.9
        )
        return colour, texture.resize((400, 400), Image.Resampling.BICUBIC)
    if chance.random() < 0.5:
        texture = patterns.lozenge_net(chance, mix(colour, NATURAL, 0.2), NATURAL, (56, 56))
    else:
        texture = patterns.bands(chance, (colour, NATURAL, darker(colour), WARM[1]), (56, 60), 0.8)
    return colour, woven(texture, chance, 0.16)


def _leather_fringe(layer: Layer, chance: Random, colour: Colour) -> None:
    for x in range(190, 812, 13):
        layer.line(
            [(x, 950), (x + chance.uniform(-6, 6), 1060 + chance.uniform(-14, 14))],
            varied(darker(colour, 0.1), chance, 10),
            7,
        )


def linen(scene: Scene, style: str, colour: Colour) -> None:
    """Folded table linen with its embroidered corner."""
    chance = scene.chance
    ground: Colour = (244, 238, 226)
    pieces = (
        ((0, 0, 4.0), (26, 30, -2.0)) if style == "fez" else ((-16, -40, 7.0), (0, 0, 0.0), (18, 38, -6.0))
    )
    for at, (dx, dy, turn) in enumerate(pieces):
        layer = scene.layer()
        left, top, right, bottom = 220 + dx, 330 + dy, 780 + dx, 890 + dy
        layer.box(left, top, right, bottom, ground, 10)
        cover = scene.layer()
        tone = colour if style == "fez" else mix(colour, (120, 120, 100), 0.3)
        motif = patterns.stitched(
            dice(colour, style), ground, [tone, darker(tone, 0.15)], 96 if style == "fez" else 40
        )
        if style == "fez":
            cover.paint(motif, left + 22, top + 22, right - 22, bottom - 22, cells=True)
        else:
            cover.box(left + 26, top + 26, right - 26, bottom - 26, None, 4, tone, 4)
            cover.paint(motif, right - 230, bottom - 230, right - 50, bottom - 50, cells=True)
        layer.image.alpha_composite(cover.image)
        layer.line([(left + 4, (top + bottom) / 2), (right - 4, (top + bottom) / 2)], (205, 196, 180), 3)
        shadow = (9, 11, 9) if at == 0 else (5, 7, 7)
        scene.place(layer, volume=9, light=0.7, shadow=shadow, grain=0.14, turn=turn + chance.uniform(-1, 1))


def pouch(scene: Scene, style: str, colour: Colour) -> None:
    """A small bag of embroidered cloth with its zip."""
    chance = scene.chance
    layer = scene.layer()
    if chance.random() < 0.5:
        layer.line(
            smooth([(268, 480), (300, 250), (500, 180), (700, 250), (732, 480)], closed=False),
            darker(colour, 0.2),
            14,
        )
    layer.box(240, 460, 760, 900, colour, 34)
    panel = patterns.stitched(
        chance, colour, chance.sample([(196, 52, 52), (224, 160, 60), (70, 140, 120), (232, 220, 196)], 2), 64
    )
    layer.paint(panel, 282, 560, 718, 876, cells=True)
    layer.line([(266, 506), (734, 506)], darker(colour, 0.5), 12)
    for x in range(272, 734, 11):
        layer.line([(x, 500), (x, 512)], (214, 186, 120), 4)
    layer.box(700, 496, 716, 560, (214, 186, 120), 6)
    scene.place(layer, volume=34, light=0.6, shadow=(14, 20, 16), grain=0.16)
