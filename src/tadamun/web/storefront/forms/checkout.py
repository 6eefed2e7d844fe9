"""Checkout (C1): five inputs at home, two more abroad. Everything typed is kept whatever happens."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy

from tadamun.kernel.money import MAX_MINOR, Money
from tadamun.trade.checkout.operations import Buyer
from tadamun.web.shared.identity import checked_ice
from tadamun.web.shared.phones import PhoneField
from tadamun.web.storefront.forms.fields import LineField

LONGEST_METHOD = 30


def _line(label: Any, longest: int, autocomplete: str, missing: Any = "", **kwargs: Any) -> LineField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, **kwargs.pop("attrs", {})})
    words = {"required": missing} if missing else {}
    return LineField(label=label, max_length=longest, widget=widget, error_messages=words, **kwargs)


class CheckoutForm(forms.Form):
    """``abroad`` adds postcode and e-mail. A country that is not served stays what it was: the quote says so."""

    full_name = _line(gettext_lazy("Full name"), 120, "name", gettext_lazy("Please write your name."))
    phone = PhoneField(
        label=gettext_lazy("Mobile phone"),
        error_messages={"required": gettext_lazy("Please write your phone number.")},
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), required=False, widget=forms.Select(attrs={"autocomplete": "country"})
    )
    city = _line(
        gettext_lazy("City"),
        80,
        "address-level2",
        gettext_lazy("Please write your city."),
        attrs={"list": "cities"},
    )
    address = _line(
        gettext_lazy("Address"),
        250,
        "street-address",
        gettext_lazy("Please write street and number, or how to find you."),
    )
    landmark = _line(gettext_lazy("Nearby landmark (mosque, school, café)"), 160, "off", required=False)
    postcode = _line(
        gettext_lazy("Postcode"),
        12,
        "postal-code",
        gettext_lazy("Please write the postcode."),
        attrs={"dir": "ltr"},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": gettext_lazy("This is not an e-mail address, such as name@example.org."),
            "required": gettext_lazy("Please write your e-mail: we need it to reach you abroad."),
        },
    )  # fmt: skip
    company = _line(gettext_lazy("Name of the company"), 120, "organization", required=False)
    ice = _line(
        gettext_lazy("ICE of the company"), 40, "off", required=False,
        attrs={"dir": "ltr", "inputmode": "numeric"}, help_text=gettext_lazy("15 digits. Empty for a company abroad."),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=gettext_lazy("Way to pay"), widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose how to pay."),
            "invalid_choice": gettext_lazy("This way to pay is not offered for this order. Please choose another one."),
        },
    )  # fmt: skip
    in_parts = forms.BooleanField(
        label=gettext_lazy("Pay a deposit now, the balance before dispatch"), required=False
    )
    keep = forms.BooleanField(label=gettext_lazy("Keep this address for next time"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        home: str,
        countries: Sequence[tuple[str, str]],
        signed_in: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.home = home
        self.abroad = self.chosen_country(countries) != home
        if len(countries) > 1:
            self._choices("country").choices = list(countries)
        else:
            del self.fields["country"]
        self._take_method()
        if not signed_in:
            del self.fields["keep"]
        phone = self.fields["phone"]
        if isinstance(phone, PhoneField):
            phone.country = self.chosen_country(countries)
        if self.abroad:
            self.fields["email"].required = True
        else:
            del self.fields["postcode"]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def chosen_country(self, countries: Sequence[tuple[str, str]]) -> str:
        """What was sent, if it is served; else what was suggested; else home."""
        said = str((self.data if self.is_bound else self.initial).get("country") or "")
        return said if said in dict(countries) else self.home

    def _take_method(self) -> None:
        """Whatever she says: placing judges whether it is offered, by the quote of that moment."""
        said = str(self.data.get("method") or "")[:LONGEST_METHOD] if self.is_bound else ""
        self._choices("method").choices = [(said, said)] if said else []

    def offer(self, ways: Sequence[tuple[str, str]]) -> None:
        """The ways to pay that this total and place allow, with their words; the first one is chosen beforehand."""
        self._choices("method").choices = list(ways)
        methods = [method for method, _words in ways]
        if methods and self.initial.get("method") not in methods:
            self.initial["method"] = methods[0]
        said = self.cleaned_data.get("method") if self.is_bound else None
        if said and said not in methods:
            self.add_error("method", self.fields["method"].error_messages["invalid_choice"])

    def clean_ice(self) -> str:
        return checked_ice(self.cleaned_data["ice"])

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if said.get("ice") and not said.get("company") and "company" not in self.errors:
            self.add_error("company", _say("Please write the name of the company too."))
        return said

    def buyer(self) -> Buyer:
        """Of a valid form."""
        said = self.cleaned_data
        return Buyer(
            full_name=said["full_name"], phone=said["phone"], city=said["city"], address=said["address"],
            landmark=said["landmark"], country=said.get("country") or self.home, postcode=said.get("postcode", ""),
            email=said["email"], company=said["company"], ice=said["ice"],
        )  # fmt: skip

    def seen(self, currency: str) -> Money:
        """The total on the page she sent; zero when somebody changed it into something else."""
        said = str(self.data.get("seen_total", ""))
        minor = int(said) if said.isascii() and said.isdigit() and len(said) < 14 else 0
        return Money(min(minor, MAX_MINOR), currency)
