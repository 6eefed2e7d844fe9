"""What is said when somebody of the market acts on an order."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.codes import normal_code
from tadamun.kernel.formats import latin_digits

NUMBERS_AT_MOST = 500
_BETWEEN = re.compile(r"[\s,;،؛]+")


class OrderForm(forms.Form):
    """``prefix`` names the action, so that two forms of one page have different ids."""

    use_required_attribute = False


class ReasonForm(OrderForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is kept with your name."),
        error_messages={"required": _("Please say why: it is kept with your name.")},
    )  # fmt: skip


class ToldReasonForm(OrderForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is kept with your name and may be told to buyer and seller."),
        error_messages={"required": _("Please say why: it is kept with your name.")},
    )  # fmt: skip


class TransferForm(OrderForm):
    reference = forms.CharField(
        label=_("Reference of the transfer"), max_length=100, help_text=_("As on the bank’s statement."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Please write the reference on the bank’s statement.")},
    )  # fmt: skip


class HandOverForm(ReasonForm):
    carrier = forms.CharField(
        label=_("Carrier"), max_length=60,
        error_messages={"required": _("Please write who carries the parcel.")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("Parcel number"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    field_order = ("carrier", "number", "reason")

    def clean_number(self) -> str:
        return normal_code(latin_digits(self.cleaned_data["number"]))


class FilterForm(OrderForm):
    name = forms.CharField(
        label=_("Keep what the table shows now, under a name"), max_length=40,
        help_text=_("State, city, days and sorting are kept, for you alone; words searched for are not."),
        error_messages={"required": _("Please give it a name.")},
    )  # fmt: skip


class DeliveriesForm(OrderForm):
    """Numbers pasted from a carrier's list: in any digits, one a line or with commas between."""

    numbers = forms.CharField(
        label=_("Order or parcel numbers"), max_length=40_000,
        help_text=_("One on each line, or with commas between. Paste them from the carrier’s list."),
        widget=forms.Textarea(attrs={"dir": "ltr", "rows": 10}),
        error_messages={"required": _("Please paste at least one number.")},
    )  # fmt: skip

    def clean_numbers(self) -> list[str]:
        said: Any = self.cleaned_data["numbers"]
        found = list(dict.fromkeys(normal_code(part) for part in _BETWEEN.split(latin_digits(said)) if part))
        if not found:
            raise ValidationError(_say("Please paste at least one number."), code="required")
        if len(found) > NUMBERS_AT_MOST:
            raise ValidationError(
                _say("At most %(count)s numbers at once, please.") % {"count": NUMBERS_AT_MOST}, code="many"
            )
        return found
