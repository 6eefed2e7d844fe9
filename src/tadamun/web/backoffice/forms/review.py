"""Why a product goes back to its seller."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.reasons import REASONS


class SendBackForm(forms.Form):
    """Reasons ready to choose, one's own words, a recording, or all; told to the seller in the order they stand."""

    use_required_attribute = False
    canned = forms.MultipleChoiceField(
        label=_("Reasons"), choices=list(REASONS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = forms.CharField(
        label=_("In your own words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The seller reads it as you write it."),
    )  # fmt: skip

    voice = forms.FileField(required=False, max_length=200)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        told = said.get("canned") or said.get("own", "").strip() or said.get("voice")
        if not self.errors and not told:
            self.add_error(
                "own",
                ValidationError(
                    _say("Please choose, write or record a reason: the seller is told."), code="required"
                ),
            )
        return said

    @property
    def codes(self) -> list[str]:
        return list(self.cleaned_data["canned"])

    @property
    def own_words(self) -> str:
        return str(self.cleaned_data["own"]).strip()
