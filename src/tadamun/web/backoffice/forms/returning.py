"""What is said when a delivered order came back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.trade.orders.models import Line
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.payment_words import CHOSEN
from tadamun.web.backoffice.wording import choices

ALL, GOODS, LATER = "all", "goods", "later"
GIVES: dict[str, Any] = {
    ALL: _("The goods and what is left of their delivery"),
    GOODS: _("The goods alone"),
    LATER: _("Decide later, under Refunds"),
}


class ReturnForm(OrderForm):
    """``has``: what the buyer still has of each line. In the fields stands what she ``asked`` to send back (line → how many),
    else all of it, and how much came back before."""

    fit = forms.ChoiceField(
        label=_("Can it be sold again?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes: it is for sale again")), ("no", _("No"))],
        error_messages={"required": _("Please look at it and choose.")},
    )  # fmt: skip
    gives = forms.ChoiceField(
        label=_("What goes back to the buyer"), widget=forms.RadioSelect, choices=choices(GIVES),
        error_messages={"required": _("Please choose what goes back.")},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Reason"), choices=choices(CHOSEN), initial="returned",
        error_messages={"required": _("Please choose why.")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("For the team. It is kept with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    before = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)

    def __init__(
        self,
        data: Any,
        *,
        has: Mapping[Line, int],
        titles: Mapping[int, str],
        asked: Mapping[Line, int] | None = None,
    ) -> None:
        came = sum(line.quantity - left for line, left in has.items())
        super().__init__(data, initial={"before": came})
        self.names = {f"line{place}": line.pk for place, (line, left) in enumerate(has.items()) if left}
        left_of = {line.pk: left for line, left in has.items()}
        first = {line.pk: count for line, count in (asked or has).items()}
        for name, pk in self.names.items():
            most = left_of[pk]
            self.fields[name] = LatinNumber(
                label=titles[pk], min_value=0, max_value=most, max_digits=4, decimal_places=0, initial=first.get(pk, 0),
                help_text=_say("How many came back, of %(count)s.") % {"count": most},
                error_messages={"max_value": _say("The buyer has no more than %(limit_value)s of it.")},
            )  # fmt: skip
        self.order_fields([*self.names, "fit", "gives", "reason", "note", "before"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.names.keys() <= said.keys() and not any(said[name] for name in self.names):
            self.add_error(None, ValidationError(_say("Please write how many came back."), code="nothing"))
        return said

    def values(self) -> dict[str, Any]:
        """For ``receive_return``."""
        said = self.cleaned_data
        return {
            "pieces": {pk: int(said[name]) for name, pk in self.names.items()}, "before": said["before"],
            "fit": said["fit"] == "yes", "goods": said["gives"] != LATER, "delivery": said["gives"] == ALL,
            "reason": said["reason"], "note": said["note"],
        }  # fmt: skip
