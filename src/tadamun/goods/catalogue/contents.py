"""What a draft may say. A phone sends whatever it likes; what leaves here has known keys, types and sizes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tadamun.goods.catalogue.crafts import crafts, materials
from tadamun.goods.catalogue.models import Variant

MOST_PICTURES = 6
MOST_MINOR = 10**9  # ten million dirhams; above it a slip of the finger is likelier than a carpet
MOST_PIECES = 9_999
MOST_DAYS = 365
TITLE, STORY = 120, 2_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MODES = (Variant.Mode.UNIQUE, Variant.Mode.STOCK, Variant.Mode.MADE_TO_ORDER)
_LANGUAGES = ("ar", "fr", "en")


class BadDraft(ValueError):
    """``field`` says where, ``code`` why: missing, unknown, too_many, too_high, not_text, not_a_number."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


def _digests(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(
        isinstance(one, str) and _DIGEST.fullmatch(one) for one in value
    ):
        raise BadDraft("pictures", "unknown")
    if len(value) > MOST_PICTURES:
        raise BadDraft("pictures", "too_many")
    return list(dict.fromkeys(value))


def _number(name: str, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise BadDraft(name, "not_a_number")
        if value > most:
            raise BadDraft(name, "too_high")
        return value

    return read


def _text(name: str, most: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or "\0" in value:
            raise BadDraft(name, "not_text")
        try:
            value.encode()  # half a surrogate pair can be read from JSON, but never written
        except UnicodeEncodeError as error:
            raise BadDraft(name, "not_text") from error
        return value.strip()[:most]

    return read


def _one_of(name: str, known: Callable[[], Any]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value == "":
            return ""
        if not isinstance(value, str) or value not in known():
            raise BadDraft(name, "unknown")
        return str(value)

    return read


def _voice(value: Any) -> str:
    if value and not (isinstance(value, str) and _DIGEST.fullmatch(value)):
        raise BadDraft("voice", "unknown")
    return value or ""


_READ: dict[str, Callable[[Any], Any]] = {
    "pictures": _digests,
    "craft": _one_of("craft", crafts),
    "material": _one_of("material", materials),
    "price": _number("price", MOST_MINOR),
    "mode": _one_of("mode", lambda: _MODES),
    "count": _number("count", MOST_PIECES),
    "days": _number("days", MOST_DAYS),
    "voice": _voice,
    "title": _text("title", TITLE),
    "story": _text("story", STORY),
    "language": _one_of("language", lambda: _LANGUAGES),
}
EMPTY: dict[str, Any] = {
    "pictures": [], "craft": "", "material": "", "price": 0, "mode": "", "count": 1, "days": 0, "voice": "",
    "title": "", "story": "", "language": "",
}  # fmt: skip


def cleaned(content: Mapping[str, Any]) -> dict[str, Any]:
    """Every key of ``EMPTY``, from ``content`` where it has one; others are left out. Raises ``BadDraft``."""
    if not isinstance(content, Mapping):
        raise BadDraft("content", "unknown")
    return {name: _READ[name](content[name]) if name in content else empty for name, empty in EMPTY.items()}


def first_gap(content: Mapping[str, Any]) -> tuple[str, int] | None:
    """What is missing before it can be sent, and the step where it is said."""
    if not content.get("pictures"):
        return "pictures", 1
    if not content.get("craft"):
        return "craft", 2
    if not content.get("price"):
        return "price", 3
    mode = content.get("mode")
    if not mode or (mode == Variant.Mode.MADE_TO_ORDER and not content.get("days")):
        return "mode", 4
    return None
