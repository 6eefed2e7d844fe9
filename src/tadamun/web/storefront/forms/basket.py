"""What changes a basket."""

from django import forms

from tadamun.goods.catalogue.models import Variant
from tadamun.trade.checkout.queries import variant_of
from tadamun.web.storefront.forms.fields import LineField, NumberField

MOST = 99
LARGEST_KEY = 2**63 - 1


class AddForm(forms.Form):
    variant = NumberField(min_value=1, max_value=LARGEST_KEY)
    quantity = NumberField(min_value=1, max_value=MOST, required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1

    def variant_row(self) -> Variant | None:
        """The variant asked for, in the scope of the market."""
        return variant_of(self.cleaned_data["variant"])


class QuantityForm(forms.Form):
    """``remove`` is a button; without script it stands beside the number."""

    quantity = NumberField(min_value=0, max_value=MOST, required=False)

    def quantity_asked(self) -> int | None:
        """How many; ``None`` when it is not a number."""
        if "remove" in self.data:
            return 0
        return self.cleaned_data["quantity"] if self.is_valid() else None


class NoteForm(forms.Form):
    note = forms.CharField(max_length=300, required=False)


class CityForm(forms.Form):
    city = LineField(max_length=80)
