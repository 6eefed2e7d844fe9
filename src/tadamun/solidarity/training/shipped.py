"""Courses that come with the software: data files, one folder a course, complete in Arabic, French and English."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Plan:
    """A course as its file says it, with the digest of the file."""

    slug: str
    digest: str
    content: Mapping[str, Any]


def plans() -> Iterator[Plan]:
    """Every shipped course, by position."""
    found = []
    for path in FOLDER.glob("*/course.json"):
        text = path.read_bytes()
        found.append(Plan(path.parent.name, hashlib.sha256(text).hexdigest(), json.loads(text)))
    yield from sorted(found, key=lambda plan: int(plan.content["position"]))


def steps_of(lesson: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Steps as they are stored. A step's key is made of its words, so that no voice ever reads a sentence that was changed."""
    steps = []
    for step in lesson["steps"]:
        text = {language: step[language] for language in LANGUAGES if step.get(language)}
        said = json.dumps(text, ensure_ascii=False, sort_keys=True)
        key = hashlib.sha256(said.encode()).hexdigest()[:10]
        steps.append({"key": key, "picture": step["picture"], "text": text})
    return steps


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Everything that is read aloud in the shipped lessons: ``lesson.`` and a step's key → its words in that language."""
    return {
        f"lesson.{step['key']}": step["text"][language]
        for plan in plans()
        for lesson in plan.content["lessons"]
        for step in steps_of(lesson)
    }


@cache
def moments() -> Mapping[str, str]:
    """Moment of need → ``course/lesson``."""
    found: Mapping[str, str] = json.loads((FOLDER / "moments.json").read_text(encoding="utf-8"))
    return found


@cache
def right_defaults() -> Mapping[str, Mapping[str, Any]]:
    """Right → what a market asks for it that has said nothing: skills, what is free, days of grace."""
    found: Mapping[str, Mapping[str, Any]] = json.loads((FOLDER / "rights.json").read_text(encoding="utf-8"))
    return found
