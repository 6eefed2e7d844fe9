"""How a command speaks: text for people, one JSON object for machines, errors apart."""

import json
import os
import sys
from typing import Any


class Failed(Exception):
    """The command could not do its work; the message says why, in a sentence. Exit code 1."""


class Report:
    """Collects what a command has to say.

    With ``json`` the texts are silent and ``fields`` are printed at the end.
    """

    def __init__(self, *, json: bool = False) -> None:
        self.json = json
        self.fields: dict[str, Any] = {}

    def say(self, text: str = "") -> None:
        if not self.json:
            print(text, flush=True)

    def warn(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    def add(self, **fields: Any) -> None:
        """Part of the machine's answer."""
        self.fields.update(fields)

    def finish(self) -> None:
        if self.json:
            print(json.dumps(self.fields, ensure_ascii=False, default=str), flush=True)

    def failed(self, failure: Failed) -> None:
        if self.json:
            print(
                json.dumps({**self.fields, "error": str(failure)}, ensure_ascii=False, default=str),
                flush=True,
            )
        print(f"tadamun: {failure}", file=sys.stderr, flush=True)

    def strong(self, text: str) -> str:
        """The text in bold, where a person reads it on a terminal and has not refused (no-color.org)."""
        if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
            return f"\033[1m{text}\033[0m"
        return text
