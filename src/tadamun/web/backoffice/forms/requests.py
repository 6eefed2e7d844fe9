"""Why somebody of the market reads what a buyer and a seller said to each other, and what the market says itself."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you read it?"), min_length=4, max_length=200,
        error_messages={
            "required": _("Please write why: both sides trust that nobody reads without need."),
            "min_length": _("Please write why: both sides trust that nobody reads without need."),
        },
    )  # fmt: skip


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("To both, in the name of the market"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something.")},
    )  # fmt: skip
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
