"""Small textures: a point is a knot, a stitch or a thread. They are enlarged by whoever paints with them."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw

from tadamun.config.demo.pictures.stage import Colour, darker, lighter, mix, noise, varied

NATURAL: Colour = (232, 220, 196)
DARK: Colour = (58, 48, 42)
WARM: tuple[Colour, ...] = (
    (163, 69, 47),
    (217, 150, 43),
    (47, 63, 115),
    (107, 112, 64),
    (142, 43, 42),
    (232, 220, 196),
    (58, 48, 42),
)
RAGS: tuple[Colour, ...] = (
    (46, 140, 140),
    (201, 143, 134),
    (217, 150, 43),
    (91, 58, 90),
    (163, 69, 47),
    (127, 169, 196),
    (232, 220, 196),
    (107, 112, 64),
)


def woven(texture: Image.Image, chance: Random, strength: float = 0.1) -> Image.Image:
    """Uneven yarn: rows a little lighter or darker, and every point a little different."""
    width, height = texture.size
    spots = noise(chance, width, height).point(lambda v: round((v - 128) * strength) + 128)
    rows = noise(chance, 1, height).resize((width, height), Image.Resampling.NEAREST)
    rows = rows.point(lambda v: round((v - 128) * strength * 0.4) + 128)
    for grain in (spots, rows):
        texture = ImageChops.overlay(texture, Image.merge("RGB", (grain, grain, grain)))
    return texture


def lozenge_net(chance: Random, ground: Colour, line: Colour, size: tuple[int, int]) -> Image.Image:
    """A lattice of crossed lines, drawn by eye as a weaver counts."""
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    columns, rows = chance.choice(((2, 4), (3, 5), (2, 3), (3, 4)))
    wide, high = size[0] / columns, size[1] / rows
    double = chance.random() < 0.6
    for row in range(-1, rows + 1):
        for column in range(-1, columns + 1):
            x, y = column * wide, row * high
            for gap in (0, 3) if double else (0,):
                bend = chance.randint(-1, 1)
                tips = [
                    (x + wide / 2 + bend, y + gap),
                    (x + wide - gap, y + high / 2 + bend),
                    (x + wide / 2 - bend, y + high - gap),
                    (x + gap, y + high / 2),
                ]
                pen.polygon(tips, outline=line)
            if chance.random() < 0.45:
                cx, cy = round(x + wide / 2), round(y + high / 2)
                pen.polygon([(cx, cy - 3), (cx + 2, cy), (cx, cy + 3), (cx - 2, cy)], fill=line)
    return image


def free_drawing(
    chance: Random, ground: Colour, tones: Sequence[Colour], size: tuple[int, int]
) -> Image.Image:
    """Signs scattered from memory: lozenges, broken lines, combs, squares."""
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    y = 4
    while y < size[1] - 10:
        high = chance.choice((8, 10, 14, 18))
        kind = chance.choice(("zigzag", "lozenges", "lozenges", "squares", "comb", "triangles"))
        tone = chance.choice(tones)
        if kind == "zigzag":
            zigzag(pen, y, size[0], max(4, high // 2), tone, 2)
        elif kind == "lozenges":
            for x in range(chance.randint(4, 8), size[0] - 4, high + chance.randint(2, 6)):
                lozenge(pen, x, y + high // 2, high // 2, chance.choice(tones))
        elif kind == "squares":
            for x in range(4, size[0] - 8, chance.randint(9, 14)):
                if chance.random() < 0.7:
                    pen.rectangle([x, y + chance.randint(0, 3), x + 5, y + 6], fill=chance.choice(tones))
        elif kind == "comb":
            pen.line([(4, y), (size[0] - 5, y)], fill=tone)
            for x in range(4, size[0] - 4, 3):
                pen.line([(x, y), (x, y + chance.randint(2, high // 2))], fill=tone)
        else:
            teeth(pen, y, size[0], high // 2, tone, chance.random() < 0.5)
        y += high + chance.randint(1, 4)
    return image


def zigzag(pen: ImageDraw.ImageDraw, y: int, width: int, high: int, tone: Colour, thick: int = 1) -> None:
    points = [
        (x, y + (high if (x // max(1, high)) % 2 else 0))
        for x in range(-high, width + high * 2, max(1, high))
    ]
    pen.line(points, fill=tone, width=thick)


def lozenge(
    pen: ImageDraw.ImageDraw, cx: int, cy: int, radius: int, tone: Colour, heart: Colour | None = None
) -> None:
    pen.polygon([(cx, cy - radius), (cx + radius, cy), (cx, cy + radius), (cx - radius, cy)], fill=tone)
    if heart and radius > 2:
        lozenge(pen, cx, cy, radius // 2, heart)


def teeth(pen: ImageDraw.ImageDraw, y: int, width: int, high: int, tone: Colour, down: bool) -> None:
    for x in range(-high, width + high, high * 2):
        base, tip = (y, y + high) if down else (y + high, y)
        pen.polygon([(x, base), (x + high * 2, base), (x + high, tip)], fill=tone)


def bands(chance: Random, tones: Sequence[Colour], size: tuple[int, int], busy: float = 0.6) -> Image.Image:
    """Stripes of many heights; ``busy``: how many of them carry a row of signs. Symmetrical about the middle."""
    half = Image.new("RGB", (size[0], size[1] // 2 + 1), tones[0])
    pen = ImageDraw.Draw(half)
    y = 0
    while y < half.height:
        high = chance.choice((3, 4, 6, 8, 12, 16))
        tone = tones[0] if chance.random() < 0.34 else chance.choice(tones)
        pen.rectangle([0, y, size[0], y + high - 1], fill=tone)
        mark = chance.choice([other for other in tones if other != tone] or [darker(tone)])
        if high >= 6 and chance.random() < busy:
            _signs(pen, chance, y, high, size[0], tone, mark)
        y += high
    image = Image.new("RGB", size)
    image.paste(half, (0, 0))
    image.paste(half.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, size[1] - half.height))
    return image


def _signs(
    pen: ImageDraw.ImageDraw, chance: Random, y: int, high: int, width: int, tone: Colour, mark: Colour
) -> None:
    kind = chance.choice(("zigzag", "lozenges", "teeth", "checks"))
    if kind == "zigzag":
        zigzag(pen, y + 1, width, high - 3, mark)
    elif kind == "lozenges":
        step = high + chance.randint(0, 3)
        for cx in range(width // 2 % step, width, step):
            lozenge(pen, cx, y + high // 2, high // 2 - 1, mark, tone)
    elif kind == "teeth":
        teeth(pen, y, width, max(2, high // 2), mark, chance.random() < 0.5)
    else:
        for x in range(0, width, 4):
            pen.rectangle(
                [
                    x,
                    y + 1 + (x // 4 % 2) * (high // 2 - 1),
                    x + 1,
                    y + (x // 4 % 2) * (high // 2 - 1) + high // 2,
                ],
                fill=mark,
            )


def medallion(chance: Random, main: Colour, tones: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """Borders within borders, a flowered field and a medallion."""
    image = Image.new("RGB", size, darker(main, 0.2))
    pen = ImageDraw.Draw(image)
    inset = 0
    for at, thick in enumerate((3, 5, 2, 4, 2)):
        tone = tones[at % len(tones)] if at % 2 else darker(main, 0.15 * at)
        pen.rectangle([inset, inset, size[0] - 1 - inset, size[1] - 1 - inset], fill=tone)
        for t in range(inset + 2, max(size) - inset, 5):
            spot = tones[(at + t) % len(tones)]
            for x, y in (
                (t, inset + thick // 2),
                (t, size[1] - 1 - inset - thick // 2),
                (inset + thick // 2, t),
                (size[0] - 1 - inset - thick // 2, t),
            ):
                if inset < x < size[0] - inset and inset < y < size[1] - inset and thick > 2:
                    pen.point([(x, y), (x + 1, y)], fill=spot)
        inset += thick
    pen.rectangle([inset, inset, size[0] - 1 - inset, size[1] - 1 - inset], fill=main)
    for y in range(inset + 4, size[1] - inset, 8):
        for x in range(inset + 4 + y // 8 % 2 * 4, size[0] - inset - 2, 8):
            flower(pen, x, y, chance.choice(tones), lighter(main))
    cx, cy = size[0] // 2, size[1] // 2
    for radius, tone in (
        (size[0] // 3, tones[0]),
        (size[0] // 3 - 3, darker(main)),
        (size[0] // 4, tones[1]),
        (size[0] // 6, main),
        (size[0] // 10, tones[0]),
    ):
        cut = radius * 2 // 5
        pen.polygon(
            [
                (cx - cut, cy - radius),
                (cx + cut, cy - radius),
                (cx + radius, cy - cut),
                (cx + radius, cy + cut),
                (cx + cut, cy + radius),
                (cx - cut, cy + radius),
                (cx - radius, cy + cut),
                (cx - radius, cy - cut),
            ],
            fill=tone,
        )
    return image


def flower(pen: ImageDraw.ImageDraw, x: int, y: int, petal: Colour, heart: Colour) -> None:
    pen.point([(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)], fill=petal)
    pen.point([(x, y)], fill=heart)


def rags(chance: Random, tones: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """Rows of strips of old cloth, with nested squares where the weaver wanted one."""
    image = Image.new("RGB", size)
    pen = ImageDraw.Draw(image)
    for y in range(0, size[1], 2):
        x = 0
        while x < size[0]:
            length = chance.randint(2, 9)
            pen.rectangle([x, y, x + length, y + 1], fill=varied(chance.choice(tones), chance, 18))
            x += length
    step = size[0] // chance.choice((2, 3))
    for cy in range(step // 2, size[1], step):
        for cx in range(step // 2, size[0], step):
            for radius in range(step // 2 - 3, 1, -3):
                lozenge(pen, cx, cy, radius, varied(chance.choice(tones), chance, 14))
    return image


def stitched(
    chance: Random, ground: Colour, tones: Sequence[Colour], size: int, border: bool = True
) -> Image.Image:
    """Cross-stitch: one motif mirrored eight ways, repeated in a frame, as on the panels of a thobe."""
    image = Image.new("RGB", (size, size), ground)
    pen = ImageDraw.Draw(image)
    main, second = tones[0], tones[1 % len(tones)]
    inset = 9 if border else 1
    room = size - 2 * inset
    count = max(1, round(room / chance.choice((14, 18, 23))))
    tile = _stitched_tile(chance, (room // count - 2) // 2 * 2 + 1, main, second, ground)
    start = inset + (room - count * (tile.width + 1)) // 2
    for row in range(count):
        for column in range(count):
            image.paste(tile, (start + column * (tile.width + 1), start + row * (tile.width + 1)))
    if border:
        for at in range(2, size - 2):
            for near, far, tone in ((2, size - 3, main), (6, size - 7, main)):
                pen.point([(at, near), (at, far), (near, at), (far, at)], fill=tone)
            if at % 4 < 2:
                pen.point([(at, 4), (at, size - 5), (4, at), (size - 5, at)], fill=second)
    return image


def _stitched_tile(chance: Random, size: int, main: Colour, second: Colour, ground: Colour) -> Image.Image:
    """An eight-armed flower: arms along the axes and diagonals, leaves by chance."""
    tile = Image.new("RGB", (size, size), ground)
    pen = ImageDraw.Draw(tile)
    half = size // 2
    petal, gap = chance.randint(2, 4), chance.choice((3, 4, 5))
    for x in range(half + 1):
        for y in range(x + 1):
            arm = y == 0 or (x == y and x > 1)
            leaf = (x + y) % gap == petal % gap and abs(x - y) <= petal
            edge = x == half and y % 3 != 1
            heart = x + y <= 2
            if arm or leaf or edge or heart:
                tone = second if (heart or edge or (leaf and (x * y) % 3 == 0)) else main
                spots = {(sx * a, sy * b) for a, b in ((x, y), (y, x)) for sx in (1, -1) for sy in (1, -1)}
                pen.point([(half + dx, half + dy) for dx, dy in spots], fill=tone)
    return tile


def net(chance: Random, ground: Colour, line: Colour, size: tuple[int, int]) -> Image.Image:
    """The net of the keffiyeh, with its solid stripes at the side."""
    image = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(image)
    side = size[0] // 5
    for y in range(-6, size[1] + 6, 6):
        for x in range(side, size[0] - side, 6):
            pen.line([(x, y), (x + 6, y + 6)], fill=line)
            pen.line([(x + 6, y), (x, y + 6)], fill=line)
            pen.point([(x + 2, y + 3), (x + 4, y + 3), (x + 3, y + 3)], fill=line)
    for left in (4, side - 6, size[0] - side + 3, size[0] - 8):
        pen.rectangle([left, 0, left + chance.choice((2, 3)), size[1]], fill=line)
    return image


def plain(chance: Random, colour: Colour, size: tuple[int, int], every: int = 2) -> Image.Image:
    """Plain cloth: threads of one dye."""
    image = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(image)
    for y in range(0, size[1], every):
        pen.line([(0, y), (size[0], y)], fill=varied(colour, chance, 3))
    return image


def reeds(chance: Random, straw: Colour, tones: Sequence[Colour], size: tuple[int, int]) -> Image.Image:
    """Reeds side by side, bound by leather that draws lozenges."""
    image = Image.new("RGB", size, straw)
    pen = ImageDraw.Draw(image)
    for x in range(0, size[0], 2):
        pen.line([(x, 0), (x, size[1])], fill=varied(straw, chance, 14))
        pen.line([(x + 1, 0), (x + 1, size[1])], fill=darker(straw, 0.22))
    high = size[1] // 7
    for band in range(7):
        cy = band * high + high // 2
        tone = tones[band % len(tones)]
        if band % 2 == 0:
            for cx in range(high // 2, size[0], high):
                lozenge(pen, cx, cy, high // 2 - 2, tone, mix(straw, tone, 0.25))
        else:
            zigzag(pen, cy - 4, size[0], 6, tone, 2)
        pen.line([(0, cy - high // 2), (size[0], cy - high // 2)], fill=tone, width=1)
    return image


def checks(chance: Random, one: Colour, other: Colour, size: tuple[int, int], step: int) -> Image.Image:
    """Large checks as on blankets and scarves."""
    image = plain(chance, one, size)
    veil = Image.new("RGB", size, other)
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    for x in range(0, size[0], step * 2):
        pen.rectangle([x, 0, x + step - 1, size[1]], fill=110)
    crossed = Image.new("L", size, 0)
    pen = ImageDraw.Draw(crossed)
    for y in range(0, size[1], step * 2):
        pen.rectangle([0, y, size[0], y + step - 1], fill=110)
    image.paste(veil, (0, 0), mask)
    image.paste(veil, (0, 0), crossed)
    return image
