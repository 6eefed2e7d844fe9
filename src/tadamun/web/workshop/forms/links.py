"""What a seller asks a visitor to pay for."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.models import Variant
from tadamun.kernel.codes import is_secret, new_secret
from tadamun.trade.checkout.operations.carts import MOST
from tadamun.trade.checkout.operations.terminals import LONGEST
from tadamun.web.shared.phones import PhoneField
from tadamun.web.workshop.forms.fields import Count
from tadamun.web.workshop.products import Offer

_HOW_MANY = _("Please write how many as a whole number.")


class LinkForm(forms.Form):
    """``key`` is of this form alone: sent twice, it asks once."""

    sku = forms.ChoiceField(
        label=_("Which one?"), widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which one."), "invalid_choice": _("Please choose which one.")},
    )  # fmt: skip
    quantity = Count(
        label=_("How many?"), min_value=1, max_value=MOST, initial=1,
        error_messages={"required": _HOW_MANY, "invalid": _HOW_MANY},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("The visitor reads"), widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a language."), "invalid_choice": _("Please choose a language.")},
    )  # fmt: skip
    name = forms.CharField(label=_("First name of the visitor"), max_length=60, required=False)
    phone = PhoneField(label=_("Phone of the visitor"), required=False)
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        offers: Sequence[Offer],
        languages: Sequence[str],
        language: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        skus = [(offer.variant.sku, offer.options or offer.variant.sku) for offer in offers]
        super().__init__(data, initial={"sku": skus[0][0], "language": language, "key": new_secret()})
        self.variants = {offer.variant.sku: offer.variant for offer in offers}
        # In the seller's own words: she chooses for somebody else.
        names = Locale.parse(language).languages
        read = [(each, names[each].capitalize()) for each in languages]
        for name, choices in (("sku", skus), ("language", read)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @property
    def one(self) -> bool:
        """Whether there is nothing to choose."""
        return len(self.variants) == 1

    @property
    def single(self) -> bool:
        """Whether there is one piece of it in the world."""
        return all(variant.mode == Variant.Mode.UNIQUE for variant in self.variants.values())

    def clean_key(self) -> str:
        """A damaged one asks anew."""
        key: str = self.cleaned_data["key"]
        return key if is_secret(key) else new_secret()

    @property
    def variant(self) -> Variant:
        return self.variants[self.cleaned_data["sku"]]


class TerminalForm(forms.Form):
    """The number of the receipt that the terminal printed."""

    use_required_attribute = False
    receipt = forms.CharField(
        label=_("Number on the terminal’s receipt"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
