"""What a seller says of an order."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.kernel.formats import latin_digits
from tadamun.people.markets.models import Market
from tadamun.web.workshop import carriers
from tadamun.web.workshop.wording import PICTURE_PROBLEMS, REASONS


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        choices=[(code, words) for code, words, _icon in REASONS],
        error_messages={
            "required": _("Please choose why you cannot."),
            "invalid_choice": _("Please choose why you cannot."),
        },
    )


class LaterForm(forms.Form):
    """How many working days more, of those the market gives."""

    days = forms.IntegerField(
        error_messages={
            "required": _("Please choose one of these."),
            "invalid": _("Please choose one of these."),
        }
    )

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_days(self) -> int:
        days = int(self.cleaned_data["days"])
        if not 0 < days <= self.most:
            raise forms.ValidationError(_("Please choose one of these."), code="days")
        return days


class PhotoForm(forms.Form):
    """A photo is judged by what it decodes to, so its name and claimed type are not looked at."""

    photo = forms.FileField(
        label=_("Photo of the parcel"),
        required=False,
        error_messages={"empty": PICTURE_PROBLEMS["not_a_picture"]},
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )

    def clean_photo(self) -> bytes:
        """Its bytes; none when she took no photo."""
        photo = self.cleaned_data["photo"]
        if not isinstance(photo, UploadedFile):
            return b""
        if (photo.size or 0) > MAX_BYTES:
            raise forms.ValidationError(PICTURE_PROBLEMS["too_large"], code="too_large")
        data: bytes = photo.read()
        return data


class PackingForm(PhotoForm):
    """Packed, with its photo."""


class HandoverForm(PhotoForm):
    """With whom it left. A number is wanted of nobody: slips get lost, and the parcel travels all the same."""

    carrier = forms.ChoiceField(
        label=_("Who takes the parcel?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose who takes the parcel."),
            "invalid_choice": _("Please choose who takes the parcel."),
        },
    )
    name = forms.CharField(label=_("Name of the other carrier"), max_length=60, required=False)
    number = forms.CharField(
        label=_("Number on the slip"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, market: Market, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].label = _("Photo of the slip")
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = carriers.choices(market)

    def clean_number(self) -> str:
        return " ".join(latin_digits(self.cleaned_data["number"]).split())

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if said.get("carrier") == carriers.OTHER:
            name = " ".join(said.get("name", "").split())
            if not name or name == carriers.SELF:
                self.add_error("name", _("Please write the name of the carrier."))
            said["carrier"] = name
        return said
