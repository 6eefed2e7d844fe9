"""How much of what is ready she asks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.codes import is_secret, new_secret
from tadamun.kernel.money import Money
from tadamun.web.workshop.forms.fields import amount

ALL, PART = "all", "part"


class WithdrawalForm(forms.Form):
    """``key`` is of this form alone: sent twice, it asks once."""

    how = forms.ChoiceField(
        label=_("How much?"), choices=((ALL, _("All that is ready")), (PART, _("A part"))), widget=forms.RadioSelect,
        initial=ALL,
        error_messages={"required": _("Please choose how much."), "invalid_choice": _("Please choose how much.")},
    )  # fmt: skip
    amount = forms.CharField(
        label=_("The part, in digits"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None, *, ready: Money, least: int) -> None:
        super().__init__(data, initial={"key": new_secret()})
        self.ready, self.least = ready, least

    def clean_key(self) -> str:
        """One of ours; another is replaced, so that it cannot name somebody else's."""
        key: str = self.cleaned_data["key"]
        return key if is_secret(key) else new_secret()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("how") == PART:
            try:
                self.cleaned_data["amount"] = self._part(said.get("amount", ""))
            except ValidationError as error:
                self.add_error("amount", error)
        return self.cleaned_data

    def _part(self, text: str) -> Money:
        try:
            part = amount(text, self.ready.currency)
        except ValidationError as error:
            raise ValidationError(
                _say("Please write the amount with digits only, for example 450."), code="digits"
            ) from error
        if part.minor > self.ready.minor:
            raise ValidationError(_say("This is more than what is ready."), code="more")
        if part.minor < self.least:
            raise ValidationError(_say("This is less than what the market sends at once."), code="less")
        return part

    def wanted(self) -> Money | None:
        """``None``: all of it."""
        return self.cleaned_data["amount"] if self.cleaned_data["how"] == PART else None
