"""For how much and in how many days she makes what somebody asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.web.shared.saying import SayingForm
from tadamun.web.workshop.forms.fields import Amount, Count

SHARES = ((3000, _("30 in 100")), (5000, _("Half")), (0, _("All of it")))


class QuoteForm(SayingForm):
    """A price, days, what she is given first; a voice if she likes."""

    price = Amount(label=_("Your price"), error_messages={"required": _("Please write your price.")})
    days = Count(
        label=_("Days of work"), min_value=1, max_value=365,
        error_messages={"required": _("Please write how many days you need.")},
    )  # fmt: skip
    share = forms.TypedChoiceField(
        label=_("What shall the buyer pay first?"), choices=SHARES, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose."), "invalid_choice": _("Please choose.")},
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].currency = currency  # type: ignore[attr-defined]
        self.initial.setdefault("share", 5000)


class StageForm(SayingForm):
    """How the making goes: a photograph or a voice is enough."""
