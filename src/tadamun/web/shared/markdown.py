"""The small part of Markdown that legal texts use: headings, paragraphs, lists, quotes, bold, italic, links."""

import re
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r"(#{1,4})\s+(.+)")
_ITEM = re.compile(r"[-*]\s+(.+)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(.+)")
_LINK = re.compile(r"\[([^\]]{1,200})\]\(((?:https?://|mailto:|tel:|/)[^\s)]{1,500})\)")
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*(\S(?:.*?\S)?)\*(?!\*)")
_TAGS = {"h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}


def _inline(text: str) -> str:
    text = escape(text)
    text = _LINK.sub(r'<a href="\2">\1</a>', text)
    text = _BOLD.sub(r"<strong>\1</strong>", text)
    return _ITALIC.sub(r"<em>\1</em>", text)


def _block(lines: list[str]) -> str:
    if heading := _HEADING.fullmatch(lines[0]):
        level = max(2, len(heading[1]))
        rest = _block(lines[1:]) if lines[1:] else ""
        return f"<h{level}>{_inline(heading[2])}</h{level}>{rest}"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote>{_block([line[1:].strip() for line in lines])}</blockquote>"
    for pattern, tag in ((_ITEM, "ul"), (_NUMBERED, "ol")):
        items = [pattern.fullmatch(line) for line in lines]
        if all(items):
            inside = "".join(f"<li>{_inline(item[1])}</li>" for item in items if item)
            return f"<{tag}>{inside}</{tag}>"
    return f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _lines(block: str) -> list[str]:
    """A line that begins with spaces goes on with the one before it."""
    found: list[str] = []
    for line in block.splitlines():
        if line.startswith("  ") and found:
            found[-1] += " " + line.strip()
        elif line.strip():
            found.append(line.strip())
    return found


def html_of(text: str) -> SafeString:
    """Escaped first, then marked up, then cleaned: what comes out holds these few elements and nothing else."""
    blocks = (_lines(block) for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    html = "".join(_block(lines) for lines in blocks if lines)
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener nofollow"))
