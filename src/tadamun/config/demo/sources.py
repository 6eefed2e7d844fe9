"""The data files of the demonstration, each read once."""

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("ar", "fr", "en")
Words = dict[str, str]


def spoken(triple: list[str]) -> Words:
    """A row ``[ar, fr, en]`` as a translated text."""
    return dict(zip(LANGUAGES, triple, strict=True))


@cache
def table(name: str) -> dict[str, Any]:
    """The contents of ``data/<name>.toml``."""
    return tomllib.loads(document(f"{name}.toml"))


def document(name: str) -> str:
    return files("tadamun.config.demo").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


@cache
def techniques() -> dict[str, Words]:
    """The names of techniques by slug, of the catalogue's taxonomy."""
    text = files("tadamun.goods.catalogue").joinpath("data", "taxonomy.json").read_text(encoding="utf-8")
    return {row["slug"]: row["names"] for row in json.loads(text)["techniques"]}
