"""What the products of each craft are called, cost and look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_noop

from tadamun.config.demo.sources import Words, spoken, table

FILES = ("textile", "clothing", "leather", "pottery", "wood-metal", "home", "food")

# What a buyer chooses, kept in English and translated by the pages that show it.
OPTIONS = {"size": gettext_noop("Size"), "weight": gettext_noop("Weight"), "volume": gettext_noop("Volume")}


@dataclass(frozen=True, slots=True)
class Form:
    """What the thing is called; ``gender`` is that of the Arabic noun, m or f (plurals of things are f).

    ``picture``: how it is drawn, ``family.style``.
    """

    gender: str
    names: Words
    picture: str


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a set, with its factor on price and weight."""

    code: str
    names: Words
    factor: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """A craft's products. ``price`` in whole dirhams and ``grams`` are of the smallest size."""

    craft: str
    care: Words
    mode: str
    price: tuple[int, int]
    grams: tuple[int, int]
    work: tuple[int, int] | None
    days: tuple[int, int]
    materials: tuple[str, ...]
    techniques: tuple[str, ...]
    colours: tuple[str, ...]
    forms: tuple[Form, ...]
    motifs: tuple[Words, ...]
    made: Words
    option: str
    sizes: tuple[Size, ...]
    says_colour: bool

    @property
    def combinations(self) -> int:
        """How many different titles it has before they need a number."""
        return len(self.forms) * len(self.motifs) * (len(self.colours) if self.says_colour else 1)


@cache
def recipes() -> dict[str, Recipe]:
    """By slug of the craft."""
    return {craft: _recipe(craft, row) for file in FILES for craft, row in table(f"recipes/{file}").items()}


def _recipe(craft: str, row: Mapping[str, Any]) -> Recipe:
    palette = table("palette")
    sizes = palette["sizes"].get(row.get("sizes", ""), {"option": "size", "rows": []})
    option = OPTIONS.get(sizes["option"], OPTIONS["size"])
    return Recipe(
        craft=craft,
        care=spoken(palette["care"][row["care"]]),
        mode=row["mode"],
        price=_pair(row["price"]),
        grams=_pair(row["grams"]),
        work=_pair(row["work"]) if "work" in row else None,
        days=_pair(row.get("days", [0, 0])),
        materials=tuple(row["materials"]),
        techniques=tuple(row.get("techniques", ())),
        colours=tuple(row.get("colours", ())),
        forms=tuple(
            Form(form[0], spoken(form[1:4]), form[4] if len(form) > 4 else row["picture"])
            for form in row["forms"]
        ),
        motifs=tuple(spoken(motif) for motif in row["motifs"]),
        made=spoken(row["made"]),
        option=option,
        sizes=tuple(Size(code, spoken(names), factor) for code, *names, factor in sizes["rows"]),
        says_colour=bool(row.get("colours")) and not row.get("unsaid_colour", False),
    )


def _pair(values: list[int]) -> tuple[int, int]:
    low, high = values
    return low, high
