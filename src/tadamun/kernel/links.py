"""Absolute and relative links for rooms below web: registered by web, asked for by name here."""

from collections.abc import Callable, Mapping

Builder = Callable[..., str]
_builders: dict[str, Builder] = {}


class UnknownLink(KeyError):
    """No door registered a link of this name."""


def register_links(builders: Mapping[str, Builder]) -> None:
    """Called by a door when it is ready."""
    _builders.update(builders)


def link(name: str, **parts: object) -> str:
    """The address of a page, by what it is: ``link("product", market=…, language="ar", slug="…")``."""
    try:
        build = _builders[name]
    except KeyError as error:
        raise UnknownLink(name) from error
    return build(**parts)
