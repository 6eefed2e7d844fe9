"""Donors' money and rates of exchange."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.treasury.ledger.rate_files import MOST
from tadamun.web.backoffice.forms.orders import OrderForm, ReasonForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.wording import currency_word

DIGITS = 12


class _AmountForm(OrderForm):
    """A form with an amount in one currency, first."""

    def _ask(self, name: str, label: str, currency: str, **more: Any) -> None:
        self.fields[name] = LatinNumber(
            label=f"{label} ({currency_word(currency)})", min_value=0, max_digits=DIGITS,
            decimal_places=exponent(currency), error_messages={"required": _say("Please write an amount.")}, **more,
        )  # fmt: skip
        self.order_fields([name])

    def _money(self, name: str, currency: str) -> Money:
        amount = Money.of(self.cleaned_data[name], currency)
        if not amount:
            raise ValidationError(_say("Please write an amount."), code="nothing")
        return amount


class GiftForm(_AmountForm):
    """``reference`` is the bank's: the same gift is recorded once."""

    reference = forms.CharField(
        label=_("Reference of the transfer"), max_length=60,
        error_messages={"required": _("Please write the bank’s reference: it keeps a gift from being counted twice.")},
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data)
        self.currency = currency
        self._ask("amount", _say("Amount"), currency)

    def clean_amount(self) -> Money:
        return self._money("amount", self.currency)


class TaxForm(_AmountForm):
    """What was paid to the state. What is owed in the market's own currency is paid as it is owed; of what is owed in
    another, the bank says what left the account.
    """

    reference = forms.CharField(
        label=_("Number of the receipt"), max_length=60,
        error_messages={"required": _("Please write the number of the receipt: it keeps a payment from being counted twice.")},
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, owed: Money, currency: str) -> None:
        super().__init__(data, auto_id=f"id_{owed.currency}_%s")
        self.owed, self.currency = owed, currency
        if owed.currency != currency:
            self._ask("paid", _say("What left the bank account"), currency)

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if self.owed.currency == self.currency:
            said["paid"] = self.owed
        return said

    def clean_paid(self) -> Money:
        return self._money("paid", self.currency)


class TakenBackForm(ReasonForm):
    reference = forms.CharField(max_length=60, widget=forms.HiddenInput)


class RatesForm(OrderForm):
    file = forms.FileField(
        label=_("File of rates"), max_length=120,
        help_text=_("The European Central Bank’s (XML or CSV), or a table with the columns base, quote, on, rate."),
        error_messages={"required": _("Please choose a file.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files=files)

    def clean_file(self) -> tuple[bytes, str]:
        """What is in it, and its name."""
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise ValidationError(_say("This file is too large."), code="too_large")
        return bytes(file.read()), str(file.name)[:60]
