"""Translated text: one JSON value ``{"ar": …, "fr": …, "en": …}`` and, beside it, who or what wrote each language.

A new language needs no migration. ``how`` of a value: ``human``, ``machine`` or ``voice``; machine text is never shown
without a mark.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

Text = dict[str, Any]  # {"ar": "…", "fr": "…", "_how": {"fr": "machine"}}
LANGUAGES = ("ar", "fr", "en")


def chosen(
    text: Mapping[str, Any] | None, language: str, fallbacks: Iterable[str] = LANGUAGES
) -> tuple[str, str]:
    """The words and the language they are in: the one asked for, else the first fallback that has any."""
    if not text:
        return "", language
    for code in (language, *fallbacks):
        if words := text.get(code):
            return str(words), code
    return "", language


def words(text: Mapping[str, Any] | None, language: str, fallbacks: Iterable[str] = LANGUAGES) -> str:
    return chosen(text, language, fallbacks)[0]


def how(text: Mapping[str, Any], language: str) -> str:
    """Who wrote this language: human unless said otherwise."""
    return str(text.get("_how", {}).get(language, "human"))


def every(text: Mapping[str, Any] | None) -> dict[str, str]:
    """The languages that have words, without the marks."""
    return {code: str(value) for code, value in (text or {}).items() if value and not code.startswith("_")}


def validate_text(value: object) -> None:
    if not isinstance(value, dict):
        raise ValidationError("translated text is a mapping of languages")
    for code, part in value.items():
        if code == "_how":
            continue
        if code not in LANGUAGES or not isinstance(part, str):
            raise ValidationError(f"not a translated text: {code!r}")


class TranslatedTextField(models.JSONField):
    """A JSON column that holds one ``Text``."""

    default_validators = [validate_text]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
