"""A plan of fees: its name, its percent, from which day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel import clock
from tadamun.kernel.money import Money, exponent
from tadamun.people.markets.models import Market
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.forms.texts import TextsForm
from tadamun.web.backoffice.wording import currency_word


def _percent() -> LatinNumber:
    return LatinNumber(
        label=_("Fee in percent"), min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2,
        help_text=_("In percent of the goods, tax included."),
        error_messages={"required": _("Please write a percent; zero is one.")},
    )  # fmt: skip


class PlanNamesForm(TextsForm):
    """Its name, and how much its sellers may owe of cash they kept."""

    texts = {"names": (_("Name of the plan"), 80, False)}
    needs = {"names": ("any",)}

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market = market
        label = _say("Most that a seller may owe of cash sales")
        self.fields["debt"] = LatinNumber(
            label=f"{label} ({currency_word(market.currency)})", required=False, min_value=0, max_digits=9,
            decimal_places=exponent(market.currency),
            help_text=_say("Fees of sales whose cash she kept. Empty: as the market’s rules say. 0: no limit."),
        )  # fmt: skip

    def debt_most_minor(self) -> int | None:
        said = self.cleaned_data["debt"]
        return None if said is None else Money.of(said, self.market.currency).minor


class PlanForm(PlanNamesForm):
    """A new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fee"] = _percent()

    def basis_points(self) -> int:
        return int(self.cleaned_data["fee"] * 100)


class TermForm(forms.Form):
    """Another percent, now or from a later day of the market."""

    use_required_attribute = False
    starts = forms.DateField(
        label=_("From which day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: at once. Orders already placed keep their fee."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It is kept with your name."),
        error_messages={"required": _("Please say why: it is kept with your name.")},
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, market: Market) -> None:
        super().__init__(data, prefix="term")
        self.market = market
        self.fields["fee"] = _percent()
        self.order_fields(["fee", "starts", "reason"])

    def basis_points(self) -> int:
        return int(self.cleaned_data["fee"] * 100)

    def clean_starts(self) -> date | None:
        said: date | None = self.cleaned_data["starts"]
        if said and said < clock.day_in(self.market.time_zone):
            raise ValidationError(_say("A fee never changes backwards: today or later, please."), code="past")
        return said
