"""Where a seller's money should go, and whose part is whose."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.formats import latin_digits
from tadamun.people.sellers.models import Maker
from tadamun.treasury.payouts.models import Rail

WAYS = (
    (Rail.BANK_FILE, _("To a bank account")),
    (Rail.CASH_LIST, _("In cash, at the market’s office")),
)
ACCOUNT_PROBLEMS = {
    "missing": _("Please write the number of the account."),
    "letters": _("Only digits and Latin letters, please: 24 digits (RIB), or an IBAN."),
    "length": _("An RIB has 24 digits, a Moroccan IBAN 28 characters: please count again."),
    "key": _("One digit is not right: please compare with your bank’s paper."),
    "check": _("One digit is not right: please compare with your bank’s paper."),
}
WHOLE = 100


class DestinationForm(forms.Form):
    """Of which money it speaks is asked only where she is owed in several currencies."""

    currency = forms.ChoiceField(
        label=_("Which money?"), widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a currency."), "invalid_choice": _("Please choose a currency.")},
    )  # fmt: skip
    rail = forms.ChoiceField(
        label=_("How should your money come?"), choices=WAYS, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a way."), "invalid_choice": _("Please choose a way.")},
    )  # fmt: skip
    holder = forms.CharField(
        label=_("Name of the account’s holder, or of who fetches the cash"), max_length=120,
        error_messages={"required": _("Please write the name.")},
    )  # fmt: skip
    account = forms.CharField(
        label=_("Account number (RIB or IBAN)"), max_length=80, required=False,
        help_text=_("24 digits, as on your bank’s paper. Empty for cash."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None, *, currencies: Sequence[tuple[str, str]], chosen: str = ""
    ) -> None:
        super().__init__(data, initial={"currency": chosen or currencies[0][0]})
        asked = self.fields["currency"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = currencies
        if len(currencies) == 1:
            del self.fields["currency"]


class SharesForm(forms.Form):
    """A field for each maker: her part in whole percents. ``now``: the parts of all makers, in hundredths of a percent."""

    def __init__(
        self, *args: Any, makers: Sequence[Maker], now: Mapping[int, int], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.makers, self.now = makers, now
        for maker in makers:
            self.fields[maker.code] = Percent(
                label=maker.names.get(language) or next(iter(maker.names.values()), maker.code),
                initial=now.get(maker.pk, 0) // WHOLE,
            )

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if (
            sum({**self.now, **{maker.pk: bp for maker, bp in self.shares().items()}}.values())
            > WHOLE * WHOLE
        ):
            self.above_the_whole()
        return said

    def above_the_whole(self) -> None:
        self.add_error(
            None, forms.ValidationError(_say("Together they are more than 100 percent."), code="whole")
        )

    def shares(self) -> dict[Maker, int]:
        """Those she changed, in hundredths of a percent: a part that is no whole percent stays what it is."""
        changed = {*self.changed_data} & {*self.data} & {*self.cleaned_data}
        return {
            maker: self.cleaned_data[maker.code] * WHOLE for maker in self.makers if maker.code in changed
        }


class Percent(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}
        super().__init__(
            min_value=0, max_value=WHOLE, required=False, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def clean(self, value: Any) -> Any:
        typed = latin_digits(value).strip().rstrip("%٪ ")[:20] if isinstance(value, str) else value
        return super().clean(typed) or 0
