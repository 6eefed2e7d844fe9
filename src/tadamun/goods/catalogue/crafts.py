"""The craft tree, materials, techniques and labels, read once from the package's data. Owner: everybody."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Craft:
    """A node of the taxonomy. ``hs``: six-digit HS 2022 codes, indicative. ``synonyms``: language → words."""

    slug: str
    parent: str
    names: dict[str, str]
    synonyms: dict[str, list[str]]
    materials: tuple[str, ...]
    hs: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["ar"]


@cache
def _taxonomy() -> dict[str, Any]:
    text = files("tadamun.goods.catalogue").joinpath("data/taxonomy.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


@cache
def crafts() -> dict[str, Craft]:
    return {
        node["slug"]: Craft(
            node["slug"], node["parent"] or "", node["names"], node["synonyms"],
            tuple(node["materials"]), tuple(node["hs"]),
        )
        for node in _taxonomy()["nodes"]
    }  # fmt: skip


@cache
def trees() -> tuple[Craft, ...]:
    """The fifteen roots, in their order."""
    return tuple(craft for craft in crafts().values() if not craft.parent)


def craft_path(slug: str) -> tuple[str, ...]:
    """From the node up to its root, nearest first; empty for an unknown craft."""
    path: list[str] = []
    while slug and slug in crafts() and slug not in path:
        path.append(slug)
        slug = crafts()[slug].parent
    return tuple(path)


@cache
def children(slug: str) -> tuple[Craft, ...]:
    return tuple(craft for craft in crafts().values() if craft.parent == slug)


@cache
def materials() -> dict[str, dict[str, str]]:
    return {row["slug"]: row["names"] for row in _taxonomy()["materials"]}


@cache
def labels() -> dict[str, dict[str, str]]:
    return {row["slug"]: row["names"] for row in _taxonomy()["labels"]}


def term(table: dict[str, dict[str, str]], slug: str, language: str) -> str:
    """A material's or label's name; words that no table knows are shown as they were written."""
    names = table.get(slug)
    return (names.get(language) or names.get("ar") or slug) if names else slug
