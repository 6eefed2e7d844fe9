"""Price, number and visibility of a product."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tadamun.kernel.formats import latin_digits
from tadamun.web.workshop.forms.fields import Amount, Count
from tadamun.web.workshop.products import Offer


class PriceForm(forms.Form):
    """Of one variant."""

    price = Amount(
        label=gettext_lazy("Price"), error_messages={"required": gettext_lazy("Please write the price.")}
    )

    def __init__(self, offer: Offer, data: Mapping[str, Any] | None = None) -> None:
        self.offer = offer
        super().__init__(data, auto_id=f"%s-{offer.variant.position}", initial={"price": offer.plain_price})
        field = self.fields["price"]
        assert isinstance(field, Amount)
        field.currency = offer.variant.currency


class QuantityForm(forms.Form):
    """So many lie there. ``step`` is the button − or +; ``seen`` the number she saw before."""

    quantity = Count(
        label=gettext_lazy("How many do you have?"),
        error_messages={
            "required": gettext_lazy("Please write how many as a whole number."),
            "invalid": gettext_lazy("Please write how many as a whole number."),
        },
    )
    step = forms.TypedChoiceField(choices=[("-1", ""), ("1", "")], coerce=int, required=False)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, offer: Offer, data: Mapping[str, Any] | None = None) -> None:
        self.offer = offer
        initial = {"quantity": offer.on_hand, "seen": offer.on_hand}
        super().__init__(data, auto_id=f"%s-{offer.variant.position}", initial=initial)

    def clean_seen(self) -> int:
        seen = self.cleaned_data["seen"]
        return self.offer.on_hand if seen is None else int(seen)

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if "quantity" not in said:
            return said
        # The buttons stand at the ends: one press too many is no mistake worth a word.
        wanted = said["quantity"] + (said.get("step") or 0)
        if said.get("step"):
            wanted = min(max(wanted, 0), max(self.offer.most, 0))
        if wanted < 0:
            self.add_error("quantity", _("The number cannot be less than zero."))
        elif wanted > self.offer.most:
            self.add_error("quantity", _most(self.offer.most))
        said["quantity"] = wanted
        return said


def _most(most: int) -> str:
    if most == 0:
        return _("This piece was sold: there is no other one like it.")
    return ngettext(
        "There can be at most %(count)s piece.", "There can be at most %(count)s pieces.", most
    ) % {"count": most}


def shown_asked(said: str) -> bool | None:
    """Whether buyers shall see it; ``None`` when the form was damaged."""
    return {"1": True, "0": False}.get(latin_digits(said))
