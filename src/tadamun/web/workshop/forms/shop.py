"""Her shop: holiday, and the table of all prices and numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tadamun.goods.stock.editing import Edit
from tadamun.web.workshop.forms.products import PriceForm, QuantityForm
from tadamun.web.workshop.products import Offer, Shown

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HolidayForm(forms.Form):
    """From a day to another, both closed."""

    start = forms.DateField(label=gettext_lazy("First day"), widget=DAY)
    end = forms.DateField(label=gettext_lazy("Last day"), widget=DAY)

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        start, end = said.get("start"), said.get("end")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("end", _("The last day comes after the first."))
        return said


class Row:
    """One variant of the table with its two fields. ``problem``: why it could not be written."""

    def __init__(self, each: Shown, offer: Offer, data: Any = None) -> None:
        self.each, self.offer, self.problem = each, offer, ""
        prefix = offer.variant.sku
        said = None
        if data is not None:
            said = {
                "price": data.get(f"price:{prefix}", ""), "quantity": data.get(f"quantity:{prefix}", ""),
                "seen": data.get(f"seen:{prefix}", ""),
            }  # fmt: skip
        self.shown = each.product.shown if data is None else f"shown:{prefix}" in data
        self.price = PriceForm(offer, said)
        self.quantity = None if offer.made_to_order else QuantityForm(offer, said)

    @property
    def typed_price(self) -> str:
        return str(self.price["price"].value() or "")

    @property
    def typed_quantity(self) -> str:
        value = self.quantity["quantity"].value() if self.quantity else ""
        return "" if value is None else str(value)

    def edit(self) -> Edit | None:
        """What she wants; ``None`` with ``problem`` said when it cannot be read."""
        if not self.price.is_valid():
            self.problem = " ".join(str(text) for found in self.price.errors.values() for text in found)
            return None
        price = self.price.cleaned_data["price"].minor
        if self.quantity is None:
            return Edit(self.offer.variant.sku, price, shown=self._switch())
        if not self.quantity.is_valid():
            self.problem = " ".join(str(text) for found in self.quantity.errors.values() for text in found)
            return None
        said = self.quantity.cleaned_data
        return Edit(self.offer.variant.sku, price, said["quantity"], said["seen"], self._switch())

    def _switch(self) -> bool | None:
        """Of a product with several variants the first one's counts."""
        return self.shown if self.offer is self.each.offers[0] else None


def rows_of(shown: Sequence[Shown], data: Any = None) -> list[Row]:
    return [Row(each, offer, data) for each in shown for offer in each.offers]


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        error_messages={
            "required": gettext_lazy("Please choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
