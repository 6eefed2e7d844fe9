"""Six digits, typed or tapped."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.people.accounts.operations import WeakPin
from tadamun.web.shared.entering.pictures import KEYS, Key

WEAK = {
    "length": _("A PIN has six digits."),
    "same": _("Please choose other digits: not six times the same."),
    "row": _("Please choose other digits: these follow each other."),
    "phone": _("Please choose other digits: these are of your phone number."),
}


class PinForm(forms.Form):
    """In any of three digit families. Its field is drawn by ``shared/entering/keypad.html``."""

    pin = forms.CharField(
        label=_("Your PIN"), max_length=20, error_messages={"required": _("Please type the six digits of your PIN.")}
    )  # fmt: skip
    # As they lie: three rows of three, and the nought below them.
    rows: ClassVar[tuple[Key, ...]] = KEYS[1:]
    nought: ClassVar[Key] = KEYS[0]


def weak(problem: WeakPin) -> str:
    """Why a PIN was refused, as a sentence."""
    return str(WEAK[problem.code])
