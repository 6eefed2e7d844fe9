"""What a checker looks for, by family of crafts: data, not code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tadamun.goods.catalogue.crafts import craft_path
from tadamun.kernel.text import words

ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """``key``: of the prompt that speaks it."""

    code: str
    icon: str
    words: Mapping[str, str]

    @property
    def key(self) -> str:
        return f"check.{self.code}"

    def text(self, language: str) -> str:
        return words(self.words, language)


@cache
def _lists() -> tuple[dict[str, str], dict[str, tuple[Question, ...]]]:
    text = files("tadamun.trade.inspections").joinpath("data/checklists.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    families = {craft: row["family"] for row in rows for craft in row["crafts"]}
    return families, {row["family"]: tuple(Question(**each) for each in row["questions"]) for row in rows}


def family_of(craft: str) -> str:
    """The checklist of a craft: that of its nearest ancestor which has one."""
    families, _questions = _lists()
    return next((families[each] for each in craft_path(craft) if each in families), ANY)


def questions_of(family: str) -> tuple[Question, ...]:
    return _lists()[1].get(family) or _lists()[1][ANY]
