"""What a buyer says of the piece she wishes, and of herself."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.crafts import crafts
from tadamun.kernel import clock
from tadamun.kernel.formats import latin_digits
from tadamun.kernel.money import Money
from tadamun.people.accounts.models import Person
from tadamun.people.conversations.operations import Caller
from tadamun.web.shared.phones import PhoneField
from tadamun.web.shared.saying import SayingForm
from tadamun.web.storefront.forms.fields import LineField

MOST_BUDGET = 10_000_000  # in whole units; above it a slip of the finger is likelier


class WishForm(SayingForm):
    """A phone or an e-mail, and what she wishes by voice, photograph or words; the rest if she likes."""

    name = LineField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write your name.")},
    )  # fmt: skip
    phone = PhoneField(label=_("Mobile phone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address, such as name@example.org.")},
    )  # fmt: skip
    craft = forms.ChoiceField(
        label=_("Craft"), required=False, error_messages={"invalid_choice": _("Please choose a craft.")}
    )
    size = LineField(label=_("Size"), max_length=120, required=False)
    colour = LineField(label=_("Colour"), max_length=120, required=False)
    budget = forms.CharField(
        label=_("What you would spend, at most"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )  # fmt: skip
    wanted_by = forms.DateField(
        label=_("You need it before"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Please choose a day.")},
    )  # fmt: skip
    field_order = (
        "words",
        "voice",
        "photo",
        "craft",
        "size",
        "colour",
        "budget",
        "wanted_by",
        "name",
        "phone",
        "email",
    )

    def __init__(self, *args: Any, open_to: str = "", **kwargs: Any) -> None:
        """``open_to``: no seller is meant, she chooses a craft; the language of the crafts' names."""
        super().__init__(*args, **kwargs)
        if open_to:
            choices = [("", "—"), *((slug, craft.name(open_to)) for slug, craft in crafts().items())]
            self.fields["craft"].choices = choices  # type: ignore[attr-defined]
            self.fields["craft"].required = True
            self.fields["craft"].error_messages["required"] = _("Please choose a craft.")
        else:
            del self.fields["craft"]

    def clean_budget(self) -> int | None:
        said = latin_digits(self.cleaned_data["budget"]).replace(" ", "")
        if not said:
            return None
        if not said.isdecimal() or not 0 < int(said) <= MOST_BUDGET:
            raise forms.ValidationError(_say("Please write a whole amount, with digits only."))
        return int(said)

    def clean_wanted_by(self) -> date | None:
        day: date | None = self.cleaned_data["wanted_by"]
        if day and not clock.today() < day < clock.today() + timedelta(days=730):
            raise forms.ValidationError(_say("Please choose a day to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not (said.get("phone") or said.get("email")):
            self.add_error("phone", _say("Please write a phone or an e-mail, so that you get the answer."))
        return said

    def caller(self, person: Person | None) -> Caller:
        said = self.cleaned_data
        return Caller(said["name"], said["phone"], said["email"], person)

    def spend(self, currency: str) -> Money | None:
        whole = self.cleaned_data["budget"]
        return Money.of(whole, currency) if whole else None
