"""Regions, provinces and governorates by ISO 3166-2 code, read once from the package's data. Owner: everybody.

Source: iso-codes and HCP RGPH 2024 (credit HCP), as described in the data file.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Region:
    """``parent`` is the region of a province; ``names`` in ar, fr and en."""

    code: str
    country: str
    parent: str
    names: dict[str, str]

    @property
    def slug(self) -> str:
        return self.code.lower()


@cache
def regions() -> dict[str, Region]:
    data = json.loads(
        files("tadamun.people.markets").joinpath("data/regions.json").read_text(encoding="utf-8")
    )
    return {
        row["code"]: Region(row["code"], row["country"], row["parent"] or "", row["names"])
        for row in data["subdivisions"]
    }


def region_name(code: str, language: str) -> str:
    """Its name, or the code itself when nobody knows it."""
    found = regions().get(code)
    return (found.names.get(language) or found.names["en"]) if found else code


def region_path(code: str) -> tuple[str, ...]:
    """The code and its parent's, nearest first; empty for an unknown code."""
    found = regions().get(code)
    if not found:
        return ()
    return (found.code, found.parent) if found.parent else (found.code,)
