"""What a wheel turns: silhouettes, rings and painted friezes round an axis."""

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from random import Random

from tadamun.config.demo.pictures.stage import (
    Colour,
    Layer,
    Scene,
    darker,
    lighter,
    smooth,
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
    for (y0, r0), (y1, r1) in pairwise(profile):
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
