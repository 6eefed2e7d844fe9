"""Languages in addresses: the first part of a path, and what a browser would like."""

from collections.abc import Sequence

from django.urls.resolvers import LocalePrefixPattern, URLPattern, URLResolver
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from tadamun.kernel.text import LANGUAGES

NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}


def spoken() -> str:
    """The language of the page being made, without its country: ``ar`` for ``ar-ma``."""
    return (translation.get_language() or "en").partition("-")[0]


class LanguagePattern(LocalePrefixPattern):
    """Matches the language the request was found to be in, whatever its country."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=True)

    @property
    def language_prefix(self) -> str:
        return f"{spoken()}/"


def under_language(*patterns: URLPattern | URLResolver) -> URLResolver:
    """Addresses below ``/<language>/``. Reversing them gives the language that is active."""
    return URLResolver(LanguagePattern(), list(patterns))


def preferred(accept: str, offered: Sequence[str]) -> str:
    """The first language of an Accept-Language header that is offered, else the first one offered."""
    for code, _weight in parse_accept_lang_header(accept[:200].lower()):
        if (language := code.partition("-")[0]) in offered:
            return language
    return offered[0] if offered else LANGUAGES[0]


def first_part(path: str) -> str:
    """``ar`` of ``/ar/products/…``."""
    return path[1:].partition("/")[0]


def in_language(path: str, language: str) -> str:
    """The same address in another language."""
    _, _, rest = path[1:].partition("/")
    return f"/{language}/{rest}"


def language_code(locale: str) -> str:
    """A locale as HTML names it: ``ar-MA`` for ``ar-ma`` and ``ar_MA``."""
    language, _, country = locale.replace("_", "-").partition("-")
    return f"{language}-{country.upper()}" if country else language
