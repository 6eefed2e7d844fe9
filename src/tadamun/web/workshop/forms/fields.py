"""Amounts and numbers as people type them on a phone's keypad."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import Money, exponent

# Ten million dirhams; above it a slip of the finger is likelier than a carpet.
MOST_MINOR = 10**9
_AMOUNT = re.compile(r"(\d{1,15})(?:\.(\d+))?")
_SEPARATORS = str.maketrans(
    {"٫": ".", ",": ".", "،": ".", "٬": "", "−": "-", "\u2066": "", "\u2069": "", "\u200e": "", "\u200f": ""}
)


class Amount(forms.CharField):
    """A price above zero in one currency: three digit families, comma or point; too many decimals are asked about,
    never rounded and never taken for thousands.
    """

    def __init__(self, *, currency: str = "MAD", **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.currency = currency

    def clean(self, value: Any) -> Any:
        return amount(str(super().clean(value)), self.currency)


def amount(text: str, currency: str) -> Money:
    """Raises ``ValidationError`` with a sentence."""
    typed = "".join(c for c in latin_digits(text).translate(_SEPARATORS) if unicodedata.category(c) != "Zs")
    if typed.startswith("-"):
        raise ValidationError(_("The price must be more than zero."), code="negative")
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        raise ValidationError(_("Please write the price with digits only, for example 450."), code="digits")
    whole, part = found.group(1), found.group(2) or ""
    places = exponent(currency)
    if len(part) > places:
        raise ValidationError(_decimals(places), code="decimals")
    minor = int(whole) * 10**places + int(part.ljust(places, "0") or 0)
    if minor == 0:
        raise ValidationError(_("The price must be more than zero."), code="zero")
    if minor > MOST_MINOR:
        raise ValidationError(_("This price is higher than we can take."), code="too_high")
    return Money(minor, currency)


def _decimals(places: int) -> str:
    if not places:
        return _("Please write a whole number, without a point or comma.")
    return ngettext(
        "Please write at most %(count)s digit after the point, for example 1500.5.",
        "Please write at most %(count)s digits after the point, for example 1500.50.",
        places,
    ) % {"count": places}


class Count(forms.IntegerField):
    """A whole number in any of the three digit families."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> int | None:
        typed = latin_digits(value).replace("−", "-").strip() if isinstance(value, str) else value
        number: int | None = super().to_python(typed[:30] if isinstance(typed, str) else typed)
        return number
