"""A phone number as people write it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tadamun.people.accounts.operations import BadPhone, normal_phone

HOME = "MA"


class PhoneField(forms.CharField):
    """06…, +212 6…, ٠٦…, with spaces and dots; its value is E.164. ``country``: of numbers without a country code."""

    def __init__(self, *, country: str = HOME, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        )
        super().__init__(**kwargs)
        self.widget.input_type = "tel"
        self.country = country

    def clean(self, value: Any) -> str:
        said = str(super().clean(value) or "")
        if not said:
            return ""
        try:
            return normal_phone(said, self.country)
        except BadPhone as error:
            raise ValidationError(self.hint(), code="phone") from error

    def hint(self) -> str:
        if self.country == HOME:
            return _("The number has 10 digits, for example 0612345678.")
        return _("Please write the number with its country code, for example +33 6 12 34 56 78.")
