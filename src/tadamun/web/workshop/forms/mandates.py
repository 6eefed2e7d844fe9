"""Whom she lets help her, with what, how long; confirmed by her PIN where she has one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.web.shared.joining_words import RIGHTS
from tadamun.web.shared.phones import PhoneField

DAYS = (("30", _("One month")), ("90", _("Three months")), ("180", _("Six months")), ("365", _("One year")))


class MandateForm(forms.Form):
    use_required_attribute = False
    phone = PhoneField(
        label=_("Phone of who helps you"), error_messages={"required": _("Please write a phone number.")}
    )
    name = forms.CharField(label=_("Her name"), max_length=120, required=False)
    rights = forms.MultipleChoiceField(
        label=_("She may help with"), choices=[(code, word) for code, (word, _icon) in RIGHTS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Please choose at least one.")},
    )  # fmt: skip
    days = forms.ChoiceField(
        label=_("How long"), choices=DAYS, initial="90", widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of these.")},
    )  # fmt: skip
    pin = forms.CharField(
        label=_("Your PIN"), max_length=12, required=False,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, *args: Any, with_pin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_pin:
            del self.fields["pin"]
