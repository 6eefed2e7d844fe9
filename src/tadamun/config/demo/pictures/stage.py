"""The studio: a plaster ground, layers drawn twice as large as they are shown, soft shadows and light from the left.

Coordinates are of a picture of 1000 × 1250, whatever its real size.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import cos, pi, sin
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

WIDTH, HEIGHT = 1000, 1250
PLASTER: Colour = (236, 226, 209)
INK: Colour = (46, 38, 31)
WHITE: Colour = (250, 246, 238)
OVER = 2  # layers are drawn this many times larger, for smooth edges
STEP = OVER * 4  # light is computed on a quarter of the picture: boxes lie on its grid
Region = tuple[float, float, float, float]


def hexed(code: str) -> Colour:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, (255, 250, 240), share)


def darker(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, (30, 20, 14), share)


def varied(colour: Colour, chance: Random, by: int = 10) -> Colour:
    """The colour as a hand-dyed thread has it: never twice the same."""
    shift = chance.randint(-by, by)
    red, green, blue = (min(255, max(0, part + shift + chance.randint(-by // 3, by // 3))) for part in colour)
    return red, green, blue


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 10) -> list[Point]:
    """A soft line through the points (Catmull–Rom)."""
    count = len(points)
    line: list[Point] = []
    for at in range(count if closed else count - 1):
        a, b, c, d = (
            points[(at + shift) % count if closed else min(max(at + shift, 0), count - 1)]
            for shift in (-1, 0, 1, 2)
        )
        for step in range(steps):
            t = step / steps
            line.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b[i]
                        + (c[i] - a[i]) * t
                        + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t**2
                        + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
                    )
                    for i in (0, 1)
                )
            )
    return line if closed else [*line, points[-1]]


def around(
    cx: float, cy: float, radius: float, count: int, turn: float = 0.0, flat: float = 1.0
) -> list[Point]:
    """``count`` points of a circle (``flat`` below one: of an ellipse), from the top."""
    return [
        (cx + radius * sin(turn + 2 * pi * at / count), cy - flat * radius * cos(turn + 2 * pi * at / count))
        for at in range(count)
    ]


def star(cx: float, cy: float, outer: float, inner: float, points: int, turn: float = 0.0) -> list[Point]:
    tips = around(cx, cy, outer, points, turn)
    dips = around(cx, cy, inner, points, turn + pi / points)
    return [point for pair in zip(tips, dips, strict=True) for point in pair]


def noise(chance: Random, width: int, height: int, blur: float = 0.0) -> Image.Image:
    """Grain of middle grey; the same for the same dice."""
    grain = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    return grain.filter(ImageFilter.GaussianBlur(blur)) if blur else grain


class View(NamedTuple):
    """How near the camera is: a zoom and where the picture's corner then lies."""

    zoom: float
    left: float
    top: float

    @classmethod
    def on(cls, x: float, y: float, zoom: float) -> "View":
        """So near, with this point in the middle."""
        return cls(zoom, WIDTH / 2 - x * zoom, HEIGHT / 2 - y * zoom)


WHOLE = View(1.0, 0.0, 0.0)


class Layer:
    """Something drawn by itself before it is placed. Colours may be RGB or RGBA."""

    def __init__(self, size: tuple[int, int], view: "View", region: Region | None = None) -> None:
        """``region``: left, top, right, bottom beyond which nothing will be drawn; small things are cheap."""
        self.scale = size[0] * OVER / WIDTH * view.zoom
        self.left, self.top = view.left * size[0] * OVER / WIDTH, view.top * size[0] * OVER / WIDTH
        whole = (size[0] * OVER, size[1] * OVER)
        corner, far = (0, 0), whole
        if region:
            near = self._at([(region[0], region[1]), (region[2], region[3])])
            corner = (max(0, round(near[0][0]) // STEP * STEP), max(0, round(near[0][1]) // STEP * STEP))
            far = (
                min(whole[0], -(-round(near[1][0]) // STEP) * STEP),
                min(whole[1], -(-round(near[1][1]) // STEP) * STEP),
            )
        self.corner = corner
        self.left, self.top = self.left - corner[0], self.top - corner[1]
        self.image = Image.new("RGBA", (far[0] - corner[0], far[1] - corner[1]), (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.scale + self.left, y * self.scale + self.top) for x, y in points]

    def shape(self, points: Iterable[Point], fill: Sequence[int]) -> None:
        self.pen.polygon(self._at(points), fill=tuple(fill))

    def line(self, points: Iterable[Point], fill: Sequence[int], width: float = 4) -> None:
        self.pen.line(
            self._at(points), fill=tuple(fill), width=max(1, round(width * self.scale)), joint="curve"
        )

    def oval(
        self, cx: float, cy: float, rx: float, ry: float, fill: Sequence[int] | None = None,
        outline: Sequence[int] | None = None, width: float = 4,
    ) -> None:  # fmt: skip
        box = self._at([(cx - rx, cy - ry), (cx + rx, cy + ry)])
        self.pen.ellipse(
            [*box[0], *box[1]],
            fill=tuple(fill) if fill else None,
            outline=tuple(outline) if outline else None,
            width=max(1, round(width * self.scale)),
        )

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Sequence[int] | None, radius: float = 0,
        outline: Sequence[int] | None = None, width: float = 4,
    ) -> None:  # fmt: skip
        corners = self._at([(left, top), (right, bottom)])
        self.pen.rounded_rectangle(
            [*corners[0], *corners[1]],
            radius=radius * self.scale,
            fill=tuple(fill) if fill else None,
            outline=tuple(outline) if outline else None,
            width=max(1, round(width * self.scale)),
        )

    def paint(
        self, texture: Image.Image, left: float, top: float, right: float, bottom: float, cells: bool = False
    ) -> None:
        """Stretch a texture over a rectangle; ``cells`` keeps its points as hard squares, as knots are."""
        (x0, y0), (x1, y1) = self._at([(left, top), (right, bottom)])
        size = (round(x1 - x0), round(y1 - y0))
        method = Image.Resampling.NEAREST if cells else Image.Resampling.BILINEAR
        stretched = texture.resize(size, method)
        self.image.paste(stretched, (round(x0), round(y0)), stretched if stretched.mode == "RGBA" else None)

    def keep_inside(self, other: "Layer") -> None:
        """Cut this layer to what the other covers."""
        self.image.putalpha(ImageChops.multiply(self.image.getchannel("A"), other.image.getchannel("A")))


Fold = tuple[Sequence[Point], float, int]  # a line, its width, and how much darker (below zero) or lighter


class Scene:
    """One picture in the making."""

    def __init__(
        self, chance: Random, size: tuple[int, int] = (WIDTH, HEIGHT), table: bool = False, view: View = WHOLE
    ) -> None:
        self.chance, self.size, self.view = chance, size, view
        self.scale = size[0] / WIDTH * view.zoom
        self.left, self.top = view.left * size[0] / WIDTH, view.top * size[0] / WIDTH
        self.image = ground(size, table, chance.randrange(3)).copy()

    def layer(self, region: Region | None = None) -> Layer:
        return Layer(self.size, self.view, region)

    def place(
        self, layer: Layer, *, volume: float = 0, light: float = 0.5,
        shadow: tuple[float, float, float] | None = (14, 18, 16), dark: float = 0.42, grain: float = 0.0,
        turn: float = 0.0, folds: Sequence[Fold] = (),
    ) -> None:  # fmt: skip
        """Put a layer down, turned by so many degrees about its middle.

        ``volume``: how far light curls round its edges, in picture units; ``shadow``: right, down, blur.
        """
        box = layer.image.getchannel("A").getbbox()
        if box is None:
            return
        margin = STEP * 4
        box = (
            (box[0] - margin) // STEP * STEP, (box[1] - margin) // STEP * STEP,
            -(-(box[2] + margin) // STEP) * STEP, -(-(box[3] + margin) // STEP) * STEP,
        )  # fmt: skip
        shown = layer.image.crop(box).reduce(OVER)
        at = ((box[0] + layer.corner[0]) // OVER, (box[1] + layer.corner[1]) // OVER)
        if turn:
            before = shown.size
            shown = shown.rotate(turn, Image.Resampling.BICUBIC, expand=True)
            at = (at[0] - (shown.width - before[0]) // 2, at[1] - (shown.height - before[1]) // 2)
        mask = shown.getchannel("A")
        if shadow:
            self._cast(mask, at, *shadow, dark)
        colours = shown.convert("RGB")
        if volume or folds:
            colours = self._lit(colours, mask, at, volume, light, folds)
        if grain:
            colours = self._grained(colours, grain)
        self.image.paste(colours, at, mask)

    def _cast(
        self, mask: Image.Image, at: tuple[int, int], right: float, down: float, blur: float, dark: float
    ) -> None:
        around_it = round((blur * 2.5 + 4) * self.scale)
        small = Image.new("L", ((mask.width + 2 * around_it) // 4, (mask.height + 2 * around_it) // 4), 0)
        small.paste(mask.reduce(4), (around_it // 4, around_it // 4))
        soft = small.filter(ImageFilter.GaussianBlur(blur * self.scale / 4)).point(lambda v: round(v * dark))
        soft = soft.resize(
            (mask.width + 2 * around_it, mask.height + 2 * around_it), Image.Resampling.BILINEAR
        )
        place = (at[0] - around_it + round(right * self.scale), at[1] - around_it + round(down * self.scale))
        self.image.paste((70, 50, 35), (*place, place[0] + soft.width, place[1] + soft.height), soft)

    def _lit(
        self, colours: Image.Image, mask: Image.Image, at: tuple[int, int], volume: float, light: float,
        folds: Sequence[Fold],
    ) -> Image.Image:  # fmt: skip
        small = mask.reduce(4)
        relief = Image.new("L", small.size, 128)
        if volume:
            reach = max(1, round(volume * self.scale / 4))
            soft = small.filter(ImageFilter.GaussianBlur(reach * 0.9))
            shift = max(1, reach // 2)
            bright, dim = ImageChops.offset(soft, shift, shift), ImageChops.offset(soft, -shift, -shift)
            # Where the edge faces the light the difference is positive; overlay takes 128 as neutral.
            relief = ImageChops.subtract(dim, bright, scale=1.0 / light, offset=128)
            edge = soft.point(lambda v: 84 + round(v * 44 / 255))
            relief = ImageChops.add(relief, edge, scale=1.0, offset=-128)
        if folds:
            relief = ImageChops.add(relief, self._creased(small.size, at, folds), scale=1.0, offset=-128)
        full = relief.resize(colours.size, Image.Resampling.BILINEAR)
        # Half soft light, half overlay: overlay alone turns every brown shadow red.
        light_map = Image.merge("RGB", (full, full, full))
        return Image.blend(
            ImageChops.overlay(colours, light_map), ImageChops.soft_light(colours, light_map), 0.6
        )

    def _creased(self, size: tuple[int, int], at: tuple[int, int], folds: Sequence[Fold]) -> Image.Image:
        """The light on folds of cloth, drawn small and blurred."""
        image = Image.new("L", size, 128)
        pen, k = ImageDraw.Draw(image), self.scale / 4
        for points, width, strength in folds:
            line = [(x * k + (self.left - at[0]) / 4, y * k + (self.top - at[1]) / 4) for x, y in points]
            pen.line(line, fill=128 + strength, width=max(1, round(width * k)), joint="curve")
        return image.filter(ImageFilter.GaussianBlur(max(1.0, 8 * k)))

    def _grained(self, colours: Image.Image, strength: float) -> Image.Image:
        rough = _grain(round(strength * 62), round(max(self.size) * 1.3))
        x, y = self.chance.randrange(60), self.chance.randrange(60)
        rough = rough.crop((x, y, x + colours.width, y + colours.height))
        return ImageChops.overlay(colours, Image.merge("RGB", (rough, rough, rough)))

    def shine(
        self,
        cx: float,
        cy: float,
        rx: float,
        ry: float,
        strength: float = 0.5,
        turn: float = 0,
        within: Layer | None = None,
    ) -> None:
        """A soft highlight; only on what ``within`` covers when it is given."""
        size = (self.size[0] // 4, self.size[1] // 4)
        spot = Image.new("L", size, 0)
        k = self.scale / 4
        ImageDraw.Draw(spot).ellipse(
            [(cx - rx) * k, (cy - ry) * k, (cx + rx) * k, (cy + ry) * k], fill=round(255 * strength)
        )
        if turn:
            spot = spot.rotate(turn, center=(cx * k, cy * k))
        spot = spot.filter(ImageFilter.GaussianBlur(max(1.0, min(rx, ry) * k * 0.5))).resize(
            self.size, Image.Resampling.BILINEAR
        )
        if within:
            place = (within.corner[0] // OVER, within.corner[1] // OVER)
            mask = within.image.getchannel("A").reduce(OVER)
            spot = spot.crop((*place, place[0] + mask.width, place[1] + mask.height))
            self.image.paste(
                (255, 252, 244),
                (*place, place[0] + mask.width, place[1] + mask.height),
                ImageChops.multiply(spot, mask),
            )
        else:
            self.image.paste((255, 252, 244), (0, 0, *self.size), spot)

    def finished(self) -> Image.Image:
        return ImageEnhance.Color(self.image).enhance(0.9)


@lru_cache(maxsize=8)
def _grain(percent: int, side: int) -> Image.Image:
    rough = noise(Random("grain"), side // 2, side // 2).resize((side, side), Image.Resampling.BILINEAR)  # noqa: S311
    return rough.point(lambda v: round(128 + (v - 128) * percent / 100))


@lru_cache(maxsize=12)
def ground(size: tuple[int, int], table: bool, take: int) -> Image.Image:
    """Lime plaster in soft light; with a table edge for things that stand."""
    chance = Random(f"ground/{take}")  # noqa: S311 - the same wall every time
    tint = (PLASTER, (231, 223, 210), (238, 224, 205))[take % 3]
    wall = Image.new("RGB", size, tint)
    clouds = (
        noise(chance, 16, 20, 1.0)
        .resize(size, Image.Resampling.BICUBIC)
        .point(lambda v: round(128 + (v - 128) * 0.16))
    )
    grain = (
        noise(chance, size[0] // 2, size[1] // 2, 0.8)
        .resize(size)
        .point(lambda v: round(128 + (v - 128) * 0.13))
    )
    for texture in (clouds, grain):
        wall = ImageChops.overlay(wall, Image.merge("RGB", (texture, texture, texture)))
    if table:
        wall = _with_table(wall, size, tint)
    glow = (
        Image.radial_gradient("L")
        .resize((size[0] * 2, size[1] * 2))
        .crop((size[0] // 2, size[1] * 3 // 5, size[0] * 3 // 2, size[1] * 8 // 5))
    )
    fall = glow.point(lambda v: round(150 - v * 0.42))
    return ImageChops.overlay(wall, Image.merge("RGB", (fall, fall, fall)))


def _with_table(wall: Image.Image, size: tuple[int, int], tint: Colour) -> Image.Image:
    horizon = round(size[1] * 0.69)
    board = Image.new("RGB", (size[0], size[1] - horizon), mix(tint, (176, 146, 112), 0.42))
    fade = Image.linear_gradient("L").resize(board.size).point(lambda v: round(118 + v * 0.08))
    board = ImageChops.overlay(board, Image.merge("RGB", (fade, fade, fade)))
    grain = noise(Random("board"), size[0] // 16, size[1] // 3, 0.6).resize(size, Image.Resampling.BICUBIC)  # noqa: S311
    grain = grain.point(lambda v: round(128 + (v - 128) * 0.12)).crop((0, 0, *board.size))
    board = ImageChops.overlay(board, Image.merge("RGB", (grain, grain, grain)))
    edge = Image.new("L", size, 0)
    edge.paste(255, (0, horizon, *size))
    edge = edge.filter(ImageFilter.GaussianBlur(size[0] / 400))
    table = Image.new("RGB", size)
    table.paste(board, (0, horizon))
    return Image.composite(table, wall, edge)
