"""A phone, then the code that was sent to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.web.shared.adapter import DIGITS
from tadamun.web.shared.phones import PhoneField


class PhoneForm(forms.Form):
    phone = PhoneField(
        label=_("Mobile phone"), error_messages={"required": _("Please write your phone number.")}
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=20,
        help_text=_("Six digits"),
        error_messages={"required": _("Please write the six digits of the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": DIGITS + 2}
        ),
    )
