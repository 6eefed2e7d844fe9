"""The sentences and number words, as they are written in ``ui/data/spoken``."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "spoken"
WRITTEN = ("ar", "fr", "en")
"""Languages in which every sentence is written, and for which a synthetic voice can be made."""
KEY = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*")


class BadPrompts(ValueError):
    """A file of sentences says a key twice, or lacks a language."""


@cache
def prompts() -> Mapping[str, Mapping[str, str]]:
    """Key → language → sentence, of all files. Raises ``BadPrompts``."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.json")):
        for key, said in json.loads(path.read_text(encoding="utf-8")).items():
            if key in found or not KEY.fullmatch(key) or set(said) != set(WRITTEN) or not all(said.values()):
                raise BadPrompts(f"{path.name}: {key}")
            found[key] = said
    return found


def tracks() -> list[str]:
    """The files' names: what an operator records together."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def track_of() -> Mapping[str, str]:
    """Key → the file it stands in; number words stand in ``numbers``."""
    return {
        key: path.stem
        for path in sorted(FOLDER.glob("*.json"))
        for key in json.loads(path.read_text(encoding="utf-8"))
    }


@cache
def number_words(language: str) -> Mapping[str, str]:
    """Key → word, of the pieces that numbers, amounts and counts are put together from in a written language."""
    found: dict[str, str] = json.loads((FOLDER / "numbers" / f"{language}.json").read_text(encoding="utf-8"))
    return found


def sentence(key: str, language: str) -> str:
    """What a key says, in a written language, else in Arabic; empty for a key that nobody wrote."""
    return prompts().get(key, {}).get(language if language in WRITTEN else "ar", "")


@cache
def words_to_speak(language: str) -> Mapping[str, str]:
    """Everything that may be said in a written language: sentences and number words."""
    return {key: said[language] for key, said in prompts().items()} | dict(number_words(language))
