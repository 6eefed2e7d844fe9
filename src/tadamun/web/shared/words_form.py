"""Words for a piece that was told by voice: written by the market's team or by her cooperative, on one form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.models import Wording
from tadamun.goods.catalogue.operations import BadProduct, WrongState, write_words
from tadamun.kernel.text import LANGUAGES, every, how
from tadamun.web.shared.languages import NAMES

HOWS = (
    ("voice", _("Written down from her voice")),
    ("human", _("Written or translated by a person")),
    ("machine", _("Made by a machine")),
)


class WordsForm(forms.Form):
    """Title and story in each language of the market, each with how it came to be; and the words read aloud."""

    use_required_attribute = False
    reading = forms.FileField(required=False, max_length=200)

    def __init__(
        self, wording: Wording, languages: list[str], data: Mapping[str, Any] | None = None, files: Any = None
    ) -> None:
        self.wording = wording
        self.languages = [each for each in LANGUAGES if each in languages]
        product = wording.product
        initial: dict[str, str] = {}
        super().__init__(data, files, auto_id="w-%s")
        for language in self.languages:
            texts = {"title": product.titles, "story": product.stories}
            initial |= {f"{name}_{language}": every(text).get(language, "") for name, text in texts.items()}
            initial[f"how_{language}"] = how(product.titles, language)
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title"), required=False, max_length=120
            )
            self.fields[f"story_{language}"] = forms.CharField(
                label=_("Story"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
            )
            self.fields[f"how_{language}"] = forms.ChoiceField(
                label=_("How these words came to be"), choices=HOWS
            )
        self.initial = initial

    @property
    def parts(self) -> list[tuple[str, str, Any, Any, Any]]:
        """Language, its own name, and its three fields."""
        return [
            (each, NAMES.get(each, each), self[f"title_{each}"], self[f"story_{each}"], self[f"how_{each}"])
            for each in self.languages
        ]

    def save(self, reading: str) -> bool:
        """Give the product its words; whether that could be done. ``reading``: code of the recording."""
        said = self.cleaned_data
        titles = {each: said[f"title_{each}"].strip() for each in self.languages}
        stories = {each: said[f"story_{each}"].strip() for each in self.languages}
        hows = {each: said[f"how_{each}"] for each in self.languages}
        told = next((each for each in self.languages if hows[each] == "voice" and titles[each]), "")
        sources = {each: self.wording.voice if hows[each] == "voice" else told for each in self.languages}
        try:
            write_words(self.wording, titles, stories, hows=hows, sources=sources, reading=reading)
        except BadProduct:
            self.add_error(
                f"title_{self.languages[0]}", _say("Please write a title in one language at least.")
            )
        except WrongState:
            self.add_error(None, _say("Somebody decided this meanwhile. Here is how it stands now."))
        return not self.errors
