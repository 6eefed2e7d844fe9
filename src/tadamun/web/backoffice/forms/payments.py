"""Giving money back, and saying that it came or went."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.trade.checkout.operations.refunding import Left
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.payment_words import CHOSEN
from tadamun.web.backoffice.wording import choices, currency_word

DIGITS = 12


class RefundForm(OrderForm):
    """``left`` is what may still go back: it stands in the fields, or of the goods what is ``asked`` for, and then nothing of
    the delivery, which brought the rest too."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", "—"), *choices(CHOSEN)],
        error_messages={"required": _("Please choose why.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("For the team. It is kept with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    # What was left when this was shown, in minor units: pressed twice, or by two, it is decided once.
    seen = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1
    )  # fmt: skip

    def __init__(self, data: Any, *, left: Left, asked: Money | None = None) -> None:
        super().__init__(data, initial={"seen": left.all.minor})
        self.left = left
        nothing = Money(0, left.goods.currency)
        for name, label, most, first in (
            ("goods", _say("For the goods"), left.goods, min(asked or left.goods, left.goods)),
            ("delivery", _say("For delivery"), left.delivery, nothing if asked else left.delivery),
        ):
            self.fields[name] = LatinNumber(
                label=f"{label} ({currency_word(most.currency)})", min_value=0, max_digits=DIGITS, initial=first.major,
                decimal_places=exponent(most.currency), max_value=most.major,
                error_messages={"max_value": _say("No more than %(limit_value)s is left to give back.")},
            )  # fmt: skip
        self.order_fields(["goods", "delivery", "reason", "note", "seen"])

    def look_again(self, left: Left) -> None:
        """Shown once more, it is about what is left now."""
        self.data = {**dict(self.data.items()), "seen": left.all.minor}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"goods", "delivery"} <= said.keys() and not (said["goods"] or said["delivery"]):
            self.add_error("goods", ValidationError(_say("Please write how much goes back."), code="nothing"))
        return said

    def values(self) -> dict[str, Any]:
        """For ``refund_order``."""
        said, currency = self.cleaned_data, self.left.goods.currency
        return {
            "goods": _money(said["goods"], currency), "delivery": _money(said["delivery"], currency),
            "reason": said["reason"], "note": said["note"],
            "seen_left": None if said["seen"] is None else Money(said["seen"], currency),
        }  # fmt: skip


def _money(said: Decimal, currency: str) -> Money:
    return Money.of(said, currency)


OURS, THEIRS = "account", "acquirer"


class SentForm(OrderForm):
    """``acquirer``: who took the money of the payment, empty when it came to the market's own account."""

    where = forms.ChoiceField(
        label=_("From where it went back"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose from where the money went back.")},
    )
    reference = forms.CharField(
        label=_("Reference of the transfer"), max_length=100,
        help_text=_("As on the bank’s statement, or the number of the receipt she signed."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Please write the reference: without it nobody can prove that it was sent.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, acquirer: str = "") -> None:
        super().__init__(data)
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        theirs = _say("By %(acquirer)s: on its site or its terminal. It takes it off what it pays us.")
        where.choices = [
            (OURS, _say("From our account, or in cash")),
            (THEIRS, theirs % {"acquirer": acquirer}),
        ]
        if not acquirer:
            del self.fields["where"]
            return
        number = self.fields["reference"]
        number.label = _say("Reference")
        number.help_text = _say("The number %(acquirer)s gave it, or as on the bank’s statement.") % {
            "acquirer": acquirer
        }

    def values(self) -> dict[str, Any]:
        """For ``execute_refund``."""
        said = self.cleaned_data
        return {"reference": said["reference"], "by_acquirer": said.get("where") == THEIRS}


class CameForm(OrderForm):
    reference = forms.CharField(
        label=_("Reference of the payment"), max_length=100, help_text=_("As on the bank’s statement."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Please write the reference on the bank’s statement.")},
    )  # fmt: skip
