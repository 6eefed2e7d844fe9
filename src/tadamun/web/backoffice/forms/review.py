"""Why a product goes back to its seller."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.web.backoffice.reviewing import REASONS


class SendBackForm(forms.Form):
    """Reasons ready to choose, one's own words, or both; told to the seller in the order they stand."""

    use_required_attribute = False
    canned = forms.MultipleChoiceField(
        label=_("Reasons"), choices=list(REASONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = forms.CharField(
        label=_("In your own words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The seller reads it as you write it."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not self.errors and not said.get("canned") and not said.get("own", "").strip():
            self.add_error(
                "own",
                ValidationError(
                    _say("Please choose or write a reason: the seller is told."), code="required"
                ),
            )
        return said

    def reason(self) -> str:
        parts = [str(REASONS[code]) for code in self.cleaned_data["canned"]]
        return " ".join([*parts, self.cleaned_data["own"].strip()]).strip()
