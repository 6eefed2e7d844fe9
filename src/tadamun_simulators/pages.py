"""HTML of the bank: one shell, forms that post without scripts, every value escaped."""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tadamun_simulators.speech import Way
from tadamun_simulators.web import Response, html
from tadamun_simulators.words import WORDS, direction

HERE = Path(__file__).parent


@cache
def _template(name: str) -> Template:
    return Template((HERE / "templates" / name).read_text(encoding="utf-8"))


def draw(name: str, **values: str) -> str:
    """A template with these values in it; they are markup already."""
    return _template(name).substitute(values)


def page(title: str, body: str, language: str = "en", status: int = 200, script: str = "") -> Response:
    """A whole page. ``script`` is the name of a file in ``static`` that may press a button for the buyer."""
    words = WORDS[language]
    return html(
        draw(
            "shell.html",
            lang=language,
            dir=direction(language),
            title=escape(title),
            bank=escape(words["bank"]),
            note=escape(words["no_money"]),
            script=f'<script src="/assets/{script}" defer></script>' if script else "",
            body=body,
        ),
        status,
    )


def message(title: str, sentences: Iterable[str], language: str = "en", status: int = 200) -> Response:
    """A page of sentences alone."""
    return page(title, "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences), language, status)


def way_back(sentence: str, way: Way, language: str, status: int = 200) -> Response:
    """A page that leads to the shop: by a link, or by a button that posts; a script presses it where the way is ``auto``."""
    words = WORDS[language]
    if way.fields is None:
        link = f'<p>{escape(sentence)}</p><p><a href="{escape(way.url)}">{escape(words["back"])}</a></p>'
        return page(words["back_title"], link, language, status)
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
        for name, value in way.fields.items()
    )
    body = draw(
        "posting.html",
        sentence=escape(sentence),
        url=escape(way.url),
        fields=hidden,
        button=escape(words["back"]),
        auto="data-submit" if way.auto else "",
    )
    return page(words["back_title"], body, language, status, script="submit.js" if way.auto else "")


def figure(text: str) -> str:
    """Amounts, codes and numbers keep their order on Arabic pages."""
    return f'<bdi dir="ltr">{escape(text)}</bdi>'
