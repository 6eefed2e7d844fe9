"""A market's look: six values, refused where they could not be read."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.operations import BadPicture, store_logo
from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
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
    logo_file = forms.FileField(
        label=_("Logo"), required=False, help_text=_("A picture of at most 15 MB. Without one the name stands alone."),
        widget=forms.FileInput(attrs={"accept": "image/*"}), error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    logo_removed = forms.BooleanField(label=_("Remove the logo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_logo = "" if self.data.get("logo_removed") else theme_of(self.market).logo
        if not theme_of(self.market).logo:
            del self.fields["logo_removed"]

    @staticmethod
    def initial_of(market: Market) -> dict[str, Any]:
        return theme_of(market).as_dict()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            for code in problems(self.theme()):
                self.add_error(*PROBLEMS[code])
            if not self.errors and (file := said.get("logo_file")):
                self._store(file.read(MAX_BYTES + 1))
        return said

    def _store(self, data: bytes) -> None:
        try:
            self.stored_logo = store_logo(data)
        except BadPicture as error:
            words = (
                _say("The picture is too large.")
                if error.code.startswith("too_")
                else _say("This is not a picture.")
            )
            self.add_error("logo_file", ValidationError(words, code=error.code))

    def theme(self) -> Theme:
        said = self.cleaned_data
        return Theme(
            accent=said["accent"].lower(), accent_dark=said["accent_dark"].lower(), motif_family=said["motif_family"],
            motif_seed=said["motif_seed"].strip(), radius=said["radius"], logo=self.stored_logo,
        )  # fmt: skip

    def changes(self) -> dict[str, Any]:
        return {"theme": self.theme().as_dict()}
