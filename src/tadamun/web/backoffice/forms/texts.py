"""Translated text in forms: one field for each language, one value."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _say

from tadamun.kernel.text import LANGUAGES, Text
from tadamun.web.backoffice.wording import LANGUAGES as LANGUAGE_WORDS

Languages = Sequence[str]


def offer(form: forms.Form, name: str, options: Iterable[Any]) -> None:
    """What can be chosen in a field, known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(options)


class TextsForm(forms.Form):
    """``texts``: name → (label, longest, whether several lines). A subclass may demand languages by ``needs``."""

    use_required_attribute = False
    texts: Mapping[str, tuple[str | Promise, int, bool]] = {}
    needs: Mapping[str, Languages] = {}  # "any" in the sequence: at least one language, whichever

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, longest, several) in self.texts.items():
            for code in LANGUAGES:
                widget = forms.Textarea(attrs={"rows": 5}) if several else forms.TextInput()
                widget.attrs |= {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} · {LANGUAGE_WORDS[code]}", max_length=longest, widget=widget,
                    required=code in self.needs.get(name, ()),
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, codes in self.needs.items():
            if "any" in codes and not any(cleaned.get(f"{name}_{code}") for code in LANGUAGES):
                self.add_error(
                    f"{name}_ar",
                    ValidationError(_say("Please write it in at least one language."), code="required"),
                )
        return cleaned

    def text(self, name: str, before: Mapping[str, Any] | None = None) -> Text:
        """The value of a name. Marks of machine text stay where the words did."""
        said: Text = {
            code: words for code in LANGUAGES if (words := self.cleaned_data[f"{name}_{code}"].strip())
        }
        marks = (before or {}).get("_how", {})
        kept = {
            code: mark
            for code, mark in marks.items()
            if code in said and said[code] == (before or {}).get(code)
        }
        return {**said, "_how": kept} if kept else said

    def by_language(self) -> list[tuple[str, str | Promise, list[BoundField]]]:
        """For the page: language, its name, its fields."""
        return [
            (code, LANGUAGE_WORDS[code], [self[f"{name}_{code}"] for name in self.texts])
            for code in LANGUAGES
        ]

    def others(self) -> list[BoundField]:
        """The fields that are no text."""
        ours = {f"{name}_{code}" for name in self.texts for code in LANGUAGES}
        return [field for field in self if field.name not in ours]


def text_initial(**texts: Mapping[str, Any] | None) -> dict[str, str]:
    """Values of ``TextsForm`` fields from translated texts."""
    return {
        f"{name}_{code}": str(text.get(code, ""))
        for name, text in texts.items()
        if text
        for code in LANGUAGES
    }
