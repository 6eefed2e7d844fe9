"""What a buyer may change of an order by its link."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.web.shared.saying import SayingForm
from tadamun.web.storefront.forms.fields import LineField


class CancellationForm(forms.Form):
    """``reason`` is kept on the order, so that sellers learn; it never decides anything."""

    REASONS = (
        ("changed_mind", _("I changed my mind")),
        ("mistake", _("I ordered by mistake or twice")),
        ("too_late", _("It arrives too late")),
        ("price", _("The price or the delivery fee")),
        ("other", _("Another reason")),
    )
    order = forms.CharField(max_length=14, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, required=False, widget=forms.RadioSelect)


class AskReturnForm(SayingForm):
    """``changed_mind`` is not offered for what was made to her order: that may only be sent back for a flaw."""

    REASONS = (
        ("changed_mind", _("I changed my mind")),
        ("damaged", _("It came damaged")),
        ("not_as_shown", _("It is not as shown")),
        ("missing", _("Something is missing")),
        ("other", _("Another reason")),
    )
    words = voice = canned = key = None  # type: ignore[assignment]
    order = forms.CharField(max_length=14, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why?"), choices=REASONS, widget=forms.RadioSelect, error_messages={"required": _("Please choose why.")}
    )  # fmt: skip

    def __init__(
        self, *args: Any, made: bool, has: Mapping[int, int], titles: Mapping[int, str], **kwargs: Any
    ) -> None:
        """``has``: how many of each line she still has. All of them are chosen beforehand; of one piece nothing is asked."""
        super().__init__(*args, **kwargs)
        if made:
            self.fields["reason"].choices = self.REASONS[1:]  # type: ignore[attr-defined]
        several = sum(has.values()) > 1
        self.names = {f"line{place}": pk for place, (pk, left) in enumerate(has.items()) if several and left}
        for name, pk in self.names.items():
            counts = [(str(count), str(count)) for count in range(has[pk] + 1)]
            self.fields[name] = forms.ChoiceField(label=titles[pk], choices=counts, initial=str(has[pk]))
        self.order_fields(["order", *self.names, "reason", "photo"])

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if (
            self.names
            and self.names.keys() <= said.keys()
            and not any(said[name] != "0" for name in self.names)
        ):
            self.add_error(next(iter(self.names)), _("Please choose what you send back."))
        return said

    def pieces(self) -> dict[int, int] | None:
        """For ``ask_to_return``."""
        return {pk: int(self.cleaned_data[name]) for name, pk in self.names.items()} or None


class BalanceForm(forms.Form):
    """By which way a balance is paid."""

    way = forms.ChoiceField(
        label=_("Way to pay"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how to pay.")},
    )

    def __init__(self, data: Any = None, *, ways: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"way": ways[0][0]} if ways else None)
        self.fields["way"].choices = list(ways)  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    address = LineField(
        label=_("Address"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Please write street and number, or how to find you.")},
    )  # fmt: skip
    landmark = LineField(
        label=_("Nearby landmark (mosque, school, café)"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
