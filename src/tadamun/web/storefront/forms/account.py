"""What a person changes of herself."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tadamun.web.storefront.forms.fields import LineField


class NameForm(forms.Form):
    display_name = LineField(
        label=gettext_lazy("Full name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip


class KeepForm(forms.Form):
    """Of which purchase the address is kept, by its secret."""

    purchase = forms.CharField(max_length=30)


class ErasureForm(forms.Form):
    """Erasing asks for one typed word, so that no slip of a thumb does it."""

    word = LineField(label="", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["word"].label = _("Write “%(word)s” to erase your data") % {"word": self.wanted()}
        self.fields["word"].error_messages["required"] = self.again()

    def wanted(self) -> str:
        return _("erase")

    def again(self) -> str:
        return _("Please write the word “%(word)s”: nothing was erased.") % {"word": self.wanted()}

    def clean_word(self) -> str:
        said = str(self.cleaned_data["word"])
        if said.casefold() != self.wanted().casefold():
            raise forms.ValidationError(self.again())
        return said
