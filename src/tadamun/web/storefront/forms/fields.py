"""Fields that several forms of this door share."""

from typing import Any

from django import forms

from tadamun.kernel.formats import latin_digits


class LineField(forms.CharField):
    """One line of text: line breaks and repeated spaces become one space."""

    def clean(self, value: Any) -> str:
        return str(super().clean(" ".join(str(value or "").split())))


class NumberField(forms.IntegerField):
    """A whole number in any of the three digit families."""

    def to_python(self, value: Any) -> int | None:
        number: int | None = super().to_python(
            latin_digits(value.strip()) if isinstance(value, str) else value
        )
        return number
