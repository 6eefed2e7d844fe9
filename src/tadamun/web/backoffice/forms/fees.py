"""What would a seller receive: the question."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel import clock
from tadamun.kernel.money import Money, exponent
from tadamun.people.markets.models import FeePlan, Market
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.forms.texts import offer
from tadamun.web.backoffice.wording import currency_word

DIGITS = 12


class FeesForm(OrderForm):
    """``sellers``: code and name of those the market admits; ``ways``: method and name of those it offers; ``plans``: each
    with its name.
    """

    price = LatinNumber(
        label=_("Price of the goods"), min_value=0, max_digits=DIGITS,
        error_messages={"required": _("Please write a price.")},
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency the seller names"))
    seller = forms.ChoiceField(label=_("Seller"), required=False)
    plan = forms.ChoiceField(label=_("Fee plan"), required=False)
    way = forms.ChoiceField(label=_("Way to pay"))
    day = forms.DateField(
        label=_("If ordered on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: today. A later day shows what is planned."),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None, *, market: Market, sellers: Sequence[tuple[str, str]],
        ways: Sequence[tuple[str, str]], plans: Sequence[tuple[FeePlan, str]],
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.market = market
        offer(self, "plan", [("", _say("The seller’s own")), *((plan.code, name) for plan, name in plans)])
        codes = dict.fromkeys((market.currency, *market.policy.seller_currencies))
        offer(self, "currency", [(code, currency_word(code)) for code in codes])
        offer(self, "seller", [("", _say("Any seller, at the market’s fee")), *sellers])
        offer(self, "way", ways)

    def clean_day(self) -> date | None:
        said: date | None = self.cleaned_data["day"]
        if said and said < clock.day_in(self.market.time_zone):
            raise ValidationError(_say("Orders of past days keep the fee they have."), code="past")
        return said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "price" in said and "currency" in said:
            try:
                said["amount"] = Money.of(said["price"], said["currency"])
            except ValueError:
                most = exponent(said["currency"])
                self.add_error("price", _say("At most %(count)s decimals, please.") % {"count": most})
            else:
                if not said["amount"]:
                    self.add_error("price", _say("Please write a price."))
        return said
