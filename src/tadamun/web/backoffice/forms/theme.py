"""A market's look: six values, refused where they could not be read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tadamun.people.markets.models import Market
from tadamun.ui.motifs import FAMILIES
from tadamun.ui.themes import RADII, Theme, problems
from tadamun.web.backoffice.forms.market import SectionForm
from tadamun.web.shared.themes import theme_of

FAMILY_WORDS = {
    "zellige": _("Zellige star"), "kilim": _("Kilim lozenge"), "tatreez": _("Tatreez cross-stitch"), "khaima": _("Khaima bands"),
}  # fmt: skip
RADIUS_WORDS = {"0": _("Square"), "0.5": _("Slightly round"), "1": _("Round")}
PROBLEMS = {
    "accent_not_a_colour": ("accent", _("A colour is written as # and six digits or letters from A to F.")),
    "accent_dark_not_a_colour": (
        "accent_dark",
        _("A colour is written as # and six digits or letters from A to F."),
    ),
    "accent_unreadable": (
        "accent",
        _("Too light to be read on a light page: the contrast must reach 4.5 to 1."),
    ),
    "accent_dark_unreadable": (
        "accent_dark",
        _("Too dark to be read on a dark page: the contrast must reach 4.5 to 1."),
    ),
    "motif_family_unknown": ("motif_family", _("Choose one of the families.")),
    "motif_seed_not_a_slug": ("motif_seed", _("Small Latin letters, digits and dashes, at most 64.")),
    "radius_not_allowed": ("radius", _("Choose one of the three.")),
    "logo_not_an_address": ("logo", _("An address that begins with https:// or with /.")),
}
_COLOUR = {"type": "color"}


class ThemeForm(SectionForm):
    slug, title = "theme", _("Look")
    hint = _("Six values; everything else follows. What could not be read is refused.")
    accent = forms.CharField(
        label=_("Colour on a light page"), max_length=7, widget=forms.TextInput(attrs=_COLOUR)
    )
    accent_dark = forms.CharField(
        label=_("Colour on a dark page"), max_length=7, widget=forms.TextInput(attrs=_COLOUR)
    )
    motif_family = forms.ChoiceField(
        label=_("Motif"),
        choices=[(name, FAMILY_WORDS.get(name, name)) for name in FAMILIES],
        widget=forms.RadioSelect,
    )
    motif_seed = forms.CharField(
        label=_("Seed of the motif"), max_length=64, widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Any word: another word draws another motif, the same word always the same."),
    )  # fmt: skip
    radius = forms.ChoiceField(
        label=_("Corners"),
        choices=[(value, RADIUS_WORDS[value]) for value in RADII],
        widget=forms.RadioSelect,
    )
    logo = forms.CharField(
        label=_("Address of the logo"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "type": "text"}),
        help_text=_("Empty: the name stands alone."),
    )

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        return theme_of(market).as_dict()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            for code in problems(self.theme()):
                self.add_error(*PROBLEMS[code])
        return said

    def theme(self) -> Theme:
        values = {name: str(self.cleaned_data[name]).strip() for name in Theme().as_dict()}
        return Theme.from_dict(
            {**values, "accent": values["accent"].lower(), "accent_dark": values["accent_dark"].lower()}
        )

    def changes(self) -> dict[str, Any]:
        return {"theme": self.theme().as_dict()}
