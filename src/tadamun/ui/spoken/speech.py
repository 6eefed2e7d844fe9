"""With which files a page speaks to the person who reads it, or does not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.templatetags.static import static

FILES = Path(__file__).parents[1] / "static" / "ui" / "spoken"
MANIFEST = Path(__file__).parents[1] / "data" / "synthetic.json"
"""Language → key → what the synthetic file was made of; ``scripts/speak.py`` writes it."""


@cache
def synthetic() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


@cache
def _synthetic_url(language: str, key: str) -> str:
    """A statement asks for hundreds."""
    known = key in synthetic().get(language, {})
    return static(f"ui/spoken/{language}/{key}.mp3") if known else ""


def voice_file(language: str, key: str) -> Path | None:
    """Where the synthetic voice lies; ``None`` where this language has none for it."""
    return FILES / language / f"{key}.mp3" if key in synthetic().get(language, {}) else None


@dataclass(frozen=True, slots=True)
class Speech:
    """``language`` is the one she understands by ear; ``recorded``: key → address of a person's voice in it."""

    language: str
    recorded: Mapping[str, str] = field(default_factory=dict)

    def url(self, key: str) -> str:
        """Where the voice is; empty when this language has none for it."""
        if key in self.recorded:
            return self.recorded[key]
        return _synthetic_url(self.language, key)

    def urls(self, keys: Iterable[str]) -> list[str]:
        """One after another; empty when any of them is missing: half an amount would be a wrong one."""
        found = [self.url(key) for key in keys]
        return found if all(found) else []
