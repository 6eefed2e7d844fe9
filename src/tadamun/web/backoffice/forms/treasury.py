"""Donors' money and rates of exchange."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.treasury.ledger.rate_files import MOST
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.wording import currency_word

DIGITS = 12


class GiftForm(OrderForm):
    """``reference`` is the bank's: the same gift is recorded once."""

    reference = forms.CharField(
        label=_("Reference of the transfer"), max_length=60,
        error_messages={"required": _("Please write the bank’s reference: it keeps a gift from being counted twice.")},
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, currency: str) -> None:
        super().__init__(data)
        self.currency = currency
        label = _say("Amount")
        self.fields["amount"] = LatinNumber(
            label=f"{label} ({currency_word(currency)})", min_value=0, max_digits=DIGITS,
            decimal_places=exponent(currency), error_messages={"required": _say("Please write an amount.")},
        )  # fmt: skip
        self.order_fields(["amount", "reference"])

    def clean_amount(self) -> Money:
        amount = Money.of(self.cleaned_data["amount"], self.currency)
        if not amount:
            raise ValidationError(_say("Please write an amount."), code="nothing")
        return amount


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
