"""What would a seller receive: the question."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.people.markets.models import Market
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.forms.texts import offer

DIGITS = 12


class FeesForm(OrderForm):
    """``sellers``: code and name of those the market admits; ``ways``: method and name of those it offers."""

    price = LatinNumber(
        label=_("Price of the goods"), min_value=0, max_digits=DIGITS,
        error_messages={"required": _("Please write a price.")},
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency the seller names"))
    seller = forms.ChoiceField(label=_("Seller"), required=False)
    way = forms.ChoiceField(label=_("Way to pay"))

    def __init__(
        self, data: Mapping[str, Any] | None, *, market: Market, sellers: Sequence[tuple[str, str]],
        ways: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(data)
        codes = dict.fromkeys((market.currency, *market.policy.seller_currencies))
        offer(self, "currency", [(code, code) for code in codes])
        offer(self, "seller", [("", _say("Any seller, at the market’s fee")), *sellers])
        offer(self, "way", ways)

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
