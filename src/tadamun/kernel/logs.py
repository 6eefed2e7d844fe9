"""What the server says about its work: one line per event, with who and where, and never a secret.

Phone numbers, addresses, codes and tokens are replaced before a line leaves the process, whoever wrote it: a
log is read by people who may not know them, and kept where nobody deletes them.
"""

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tadamun.kernel.context import current
from tadamun.kernel.references import SYSTEM

_STANDARD = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__) | {
    "message",
    "asctime",
    "taskName",
}

_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 ⟨secret⟩"),
    (
        re.compile(
            r"""(?ix)\b(password|passwd|secret|token|otp|code|api[-_]?key|signature|sessionid|tadamun_session
            |authorization|set-cookie|cookie)(["']?\s*[:=]\s*["']?)(?!⟨|(?:bearer|basic)\b)[^\s"'&,;}]+"""
        ),
        r"\1\2⟨secret⟩",
    ),
    (re.compile(r"\b[\w.+-]+@([\w-]+\.[\w.-]+)"), r"⟨address⟩@\1"),
    # Of a card (ISO/IEC 7812), also by fours.
    (re.compile(r"(?<![\w.:-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-])"), "⟨card⟩"),
    # International form, or a national number of nine to ten digits that begins with 0; two last digits stay.
    (re.compile(r"(?<![\w.:-])(?:\+|00)\d(?:[\s().-]?\d){7,13}(?![\w-])"), "⟨phone⟩"),
    (re.compile(r"(?<![\w.:-])0[1-9](?:[\s.-]?\d){7,8}(?![\w.:-]\d|\w)"), "⟨phone⟩"),
    # Of a tracking link, a wish, a card, a way back in, a voice's pass, and of the address a gateway sends her back to; the
    # numbers of all are shorter.
    (re.compile(r"/(orders|requests|o|c|k|l)/[\w-]{10,}"), r"/\1/⟨secret⟩"),
    (re.compile(r"/(voices)/[sl][\w-]{20,}"), r"/\1/⟨secret⟩"),
    (re.compile(r"/(payments)/[\w-]{18,}"), r"/\1/⟨secret⟩"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+"), "⟨secret⟩"),
)
_LEAST = 4  # letters of what is hidden by its value: less would hide words
_hidden: set[str] = set()


def hide(secrets: Iterable[str]) -> None:
    """Whatever says one of these to this process, an echo of somebody else's server too, no line of it will."""
    _hidden.update(secret for secret in secrets if len(secret) >= _LEAST)


def redact(text: str) -> str:
    """The text without phone numbers, e-mail names, tokens, codes, passwords, numbers of cards, and what is hidden."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "⟨secret⟩")
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _who_and_where() -> dict[str, Any]:
    here = current()
    found: dict[str, Any] = {"request": here.request_id, "market": here.market_id, "actor": str(here.actor)}
    if here.on_behalf_of is not None:
        found["on_behalf_of"] = str(here.on_behalf_of)
    return {name: value for name, value in found.items() if value not in (None, "")}


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in record.__dict__.items() if name not in _STANDARD}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | bool | None) else redact(str(value))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for machines. ``extra`` of the call becomes fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
            **_who_and_where(),
            **{name: _plain(value) for name, value in _extras(record).items()},
        }
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """One short line, for people; a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        details = {**_who_and_where(), **{name: _plain(value) for name, value in _extras(record).items()}}
        if details.get("actor") == str(SYSTEM):
            del details["actor"]
        tail = " ".join(f"{name}={value}" for name, value in details.items())
        line = f"{at} {record.levelname.lower():7} {record.name}: {redact(record.getMessage())}"
        if tail:
            line = f"{line} [{tail}]"
        if record.exc_info:
            line = f"{line}\n{redact(self.formatException(record.exc_info))}"
        return line
