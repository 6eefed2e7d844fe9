"""Pieces of pages, rendered as the project renders them but without its context processors."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.template import Context
from django.template.engine import Engine
from django.test import RequestFactory
from lxml import html

from tadamun.ui.styles import style_for
from tadamun.ui.themes import Theme

ARABIC = {"page_lang": "ar", "page_dir": "rtl", "page_locale": "ar_MA", "page_digits": None}
FRENCH = {"page_lang": "fr", "page_dir": "ltr", "page_locale": "fr_MA", "page_digits": None}


def page_context(door: str = "storefront", **more: Any) -> dict[str, Any]:
    """What the shell needs at least, in Arabic."""
    theme = Theme()
    shell = {
        "page_theme": theme,
        "style_css": style_for(door, theme).css,
        "brand_name": "سوق",
        "brand_url": "/",
    }
    return {**ARABIC, **shell, **more}


def request_for(path: str = "/") -> WSGIRequest:
    return RequestFactory().get(path)


def render(source: str, context: Mapping[str, Any] | None = None) -> str:
    """A template given as text. Components are compiled as they are in files."""
    options = settings.TEMPLATES[0]["OPTIONS"]
    engine = Engine(loaders=options["loaders"], builtins=options["builtins"])
    loader = engine.template_loaders[0].loaders[0]  # type: ignore[attr-defined]
    compiled = loader.cotton_compiler.process(source)
    return engine.from_string(compiled).render(Context({**ARABIC, **(context or {})}))


def parse(markup: str) -> html.HtmlElement:
    """The markup inside one element, to ask about."""
    return html.fragment_fromstring(markup, create_parent="main")
