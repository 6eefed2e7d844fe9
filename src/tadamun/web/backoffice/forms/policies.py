"""What a market may decide without code: every field of ``Policies``, with its question as the hint."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import MAX_MINOR, Money, exponent
from tadamun.people.markets.models import Market
from tadamun.people.markets.policies import Policies
from tadamun.web.backoffice.forms.market import SectionForm
from tadamun.web.backoffice.forms.policy_questions import QUESTIONS, Question
from tadamun.web.backoffice.forms.sellers import LatinNumber
from tadamun.web.backoffice.wording import currency_choices, currency_word

NOT_ASKED = {"practice"}  # a market is for practice from its beginning, or never


class PoliciesForm(SectionForm):
    slug, title = "policies", _("Rules")
    hint = _("What this market decided. Orders already placed keep what was promised.")

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, market=market, **kwargs)
        for field in fields(Policies):
            if field.name in NOT_ASKED:
                continue
            self.fields[field.name] = _field(QUESTIONS[field.name], market)

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        policy = market.policy
        return {name: _shown(question, getattr(policy, name), market) for name, question in QUESTIONS.items()}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("cash_on_delivery") is False and said.get("bank_transfer") is False:
            self.add_error(
                "bank_transfer", ValidationError(_say("Buyers need at least one way to pay."), code="no_way")
            )
        for name, question in QUESTIONS.items():
            if question.kind == "money" and isinstance(said.get(name), Decimal):
                self._whole_minor(name, said[name])
        return said

    def _whole_minor(self, name: str, amount: Decimal) -> None:
        try:
            Money.of(amount, self.market.currency)
        except ValueError:
            self.add_error(
                name,
                ValidationError(_say("This amount has too many decimals or is too large."), code="amount"),
            )

    def changes(self) -> dict[str, Any]:
        said = {
            name: _kept(question, self.cleaned_data[name], self.market)
            for name, question in QUESTIONS.items()
        }
        return {"policies": {**self.market.policies, **said}}


def _field(question: Question, market: Market) -> forms.Field:
    known: dict[str, Any] = {"label": question.label, "help_text": question.hint}
    if question.kind == "yes":
        return forms.BooleanField(required=False, **known)
    if question.kind == "whole":
        return LatinNumber(
            min_value=question.least, max_value=question.most, decimal_places=0, max_digits=6, **known
        )
    if question.kind == "percent":
        return LatinNumber(
            min_value=question.least, max_value=question.most, decimal_places=2, max_digits=5, **known
        )
    if question.kind == "money":
        known["label"] = f"{question.label} ({currency_word(market.currency)})"
        most = Decimal(MAX_MINOR).scaleb(-exponent(market.currency))
        return LatinNumber(
            min_value=0, max_value=most, max_digits=16, decimal_places=exponent(market.currency), **known
        )
    if question.kind == "collector":
        options = [("carrier", _("The carrier")), ("seller", _("The seller herself"))]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **known)
    options_ = [each for each in currency_choices() if each[0] != market.currency]
    return forms.MultipleChoiceField(
        choices=options_, required=False, widget=forms.CheckboxSelectMultiple, **known
    )


def _shown(question: Question, value: Any, market: Market) -> Any:
    if question.kind == "percent":
        return format((Decimal(value) / 100).normalize(), "f")
    if question.kind == "money":
        return Money(value, market.currency).major
    return list(value) if question.kind == "currencies" else value


def _kept(question: Question, value: Any, market: Market) -> Any:
    if question.kind == "percent":
        return int(value * 100)
    if question.kind == "money":
        return Money.of(value, market.currency).minor
    return int(value) if question.kind == "whole" else value
