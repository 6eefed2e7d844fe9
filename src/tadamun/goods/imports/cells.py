"""The small grammar of cells: what a spreadsheet would run is disarmed, lists are joined and split, HTML becomes text."""

import csv
import html
import re
import unicodedata
from collections.abc import Iterable
from typing import TextIO

# What makes Excel, LibreOffice or Google Sheets read a cell as a formula (OWASP, CSV injection), full-width forms
# included. A leading apostrophe counts when such a sign follows it, so that guarding can be undone exactly.
_FORMULA = re.compile(r"[' ]*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'[' ]*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


def guarded(text: str) -> str:
    """With an apostrophe before whatever a spreadsheet would take for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Without the apostrophe that ``guarded`` (or WooCommerce's exporter) put there."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


class CellWriter:
    """Rows of a CSV that is safe to open: every cell guarded, except those that are nothing but a number."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.writer(out, lineterminator="\r\n")

    def write(self, cells: Iterable[str | int | None]) -> None:
        self._writer.writerow([_written(cell) for cell in cells])


def _written(cell: str | int | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    return cell if _NUMBER.match(cell) else guarded(cell)


def joined(parts: Iterable[str], separator: str = "|") -> str:
    """A list in one cell; the separator inside a part is escaped by a backslash."""
    return separator.join(part.replace("\\", "\\\\").replace(separator, "\\" + separator) for part in parts)


def split(text: str, separator: str = "|", *, trim: bool = True) -> tuple[str, ...]:
    """What ``joined`` wrote. An empty cell is an empty list."""
    if not text:
        return ()
    if "\\" not in text:
        parts = text.split(separator)
    else:
        parts = [""]
        characters = iter(text)
        for character in characters:
            if character == "\\":
                following = next(characters, "\\")
                parts[-1] += following if following in ("\\", separator) else "\\" + following
            elif character == separator:
                parts.append("")
            else:
                parts[-1] += character
    return tuple(part.strip() for part in parts) if trim else tuple(parts)


def listed(text: str) -> tuple[str, ...]:
    """A comma list of another tool, ``\\,`` for a comma inside a part (WooCommerce), without blanks and repeats."""
    if "," not in text:
        return (text.strip(),) if text.strip() else ()
    if "\\," in text:
        parts = [part.replace("\0", ",") for part in text.replace("\\,", "\0").split(",")]
    else:
        parts = text.split(",")
    return tuple(dict.fromkeys(part for part in map(str.strip, parts) if part))


_TRUE = frozenset({"1", "true", "yes", "y", "oui", "vrai", "x", "نعم", "صحيح"})
_FALSE = frozenset({"0", "-1", "false", "no", "n", "non", "faux", "لا", "خطأ"})


def truth(text: str) -> bool | None:
    """Yes or no as people and tools write it; ``None`` for neither."""
    word = text.strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


_BETWEEN_TAGS = re.compile(r">[ \t]*\n\s*<")
_PARAGRAPH_END = re.compile(r"<\s*(?:hr|/p|/h[1-6]|/ul|/ol|/table|/blockquote)\b[^<>]*>", re.IGNORECASE)
_LINE_END = re.compile(r"<\s*(?:br|/div|/li|/tr)\b[^<>]*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLANK_LINES = re.compile(r"\n{3,}")


def _without(text: str, opening: str, closing: str) -> str:
    """Without what stands between the two, in one walk: an unclosed part reaches to the end."""
    lower, kept, start = text.lower(), [], 0
    while (found := lower.find(opening, start)) >= 0:
        kept.append(text[start:found])
        end = lower.find(closing, found)
        if end < 0:
            return "".join(kept)
        start = end + len(closing)
    kept.append(text[start:])
    return "".join(kept)


def plain(markup: str) -> str:
    """HTML of a description as plain text: paragraphs, lines and list items stay, everything else goes."""
    text = markup.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        for opening, closing in (("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")):
            if opening in text.lower():
                text = _without(text, opening, closing)
        text = _PARAGRAPH_END.sub("\n\n", _BETWEEN_TAGS.sub("><", text))
        text = _ITEM.sub("• ", _LINE_END.sub("\n", text))
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text).replace("\0", "")
    if "\n" in text:
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
        return _BLANK_LINES.sub("\n\n", text).strip()
    return " ".join(text.split())


def markup(text: str) -> str:
    """Plain text as the HTML that other tools expect: paragraphs and line breaks, everything escaped."""
    if not text:
        return ""
    paragraphs = html.escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


_NOT_IN_HANDLE = re.compile(r"[\W_]+")


def handle_from(text: str, limit: int = 80) -> str:
    """A handle out of a title: letters of any script and digits, marks dropped, joined by dashes."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_IN_HANDLE.sub("-", bare.casefold()).strip("-")[:limit].strip("-")
