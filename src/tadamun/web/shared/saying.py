"""A form by which anybody says something: by voice, with a photograph, in words. What cannot be kept is said at its field."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.operations import BadPicture
from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.kernel.context import current
from tadamun.kernel.references import Reference
from tadamun.people.conversations.models import Message
from tadamun.people.conversations.operations import Said
from tadamun.people.markets.models import Market
from tadamun.people.recordings.models import Recording
from tadamun.people.recordings.operations import store_recording
from tadamun.people.recordings.refusals import RefusedRecording
from tadamun.showcase.window.pictures import MIMES, picture_url
from tadamun.trade.commissions.pictures import keep_picture
from tadamun.ui.cards import Picture, Source

LONGEST_WORDS = 1000
FORMATS = ("webp", "jpeg")
PICTURE_WORDS = {
    "too_large": _("This photo is too heavy: at most 15 megabytes."),
    "not_a_picture": _("This file is not a photo we can read."),
    "too_many_pixels": _("This photo is too large: at most 50 million pixels."),
    "too_small": _("This photo is too small."),
}


class SayingForm(forms.Form):
    """Files are judged by what they hold, so their names and claimed types are not looked at."""

    words = forms.CharField(
        label=_("In words"),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voice = forms.FileField(
        label=_("Voice"), required=False, widget=forms.FileInput(attrs={"accept": "audio/*"})
    )
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    canned = forms.ChoiceField(choices=[("", ""), *Message.Canned.choices], required=False)
    key = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, key: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.initial.setdefault("key", key)
        for name in {"voice", "photo"} & self.fields.keys():
            self.fields[name].error_messages["empty"] = _("This file is empty.")

    def store(self, market: Market, owner: Reference) -> Said | None:
        """What she said, its files kept; ``None`` when something cannot be, and its field says why.

        Call it outside any transaction: files are decoded and encoded here.
        """
        recording = self.recording(market, owner)
        picture = self.picture()
        if self.errors:
            return None
        said = Said(
            self.cleaned_data["words"], recording, (picture,) if picture else (), self.cleaned_data["canned"]
        )
        if not said:
            self.add_error(None, _say("Please say, show or write something."))
            return None
        return said

    def recording(self, market: Market, owner: Reference) -> Recording | None:
        """Her voice, kept; ``None`` without one, or where it cannot be kept and its field says why."""
        voice = self.cleaned_data.get("voice")
        if not isinstance(voice, UploadedFile):
            return None
        try:
            return store_recording(voice, owner=owner, by=str(current().actor), market_id=market.pk)
        except RefusedRecording as error:
            self.add_error("voice", str(error))
            return None

    def picture(self) -> dict[str, Any] | None:
        """Her photograph, kept; ``None`` without one, or where it cannot be kept and its field says why."""
        photo = self.cleaned_data.get("photo")
        if not isinstance(photo, UploadedFile):
            return None
        if (photo.size or 0) > MAX_BYTES:
            self.add_error("photo", PICTURE_WORDS["too_large"])
            return None
        try:
            return keep_picture(photo.read())
        except BadPicture as error:
            self.add_error("photo", PICTURE_WORDS[error.code])
            return None


def sent_picture(kept: Mapping[str, Any], width: int = 480) -> Picture:
    """What a row kept of a photograph, for a page."""
    widths = [each for each in kept["widths"] if each <= width] or list(kept["widths"])[:1]
    sources = tuple(
        Source(picture_url(kept["key"], each, form), each, MIMES[form])
        for form in FORMATS
        for each in (widths if form != "jpeg" else widths[-1:])
    )
    return Picture("", kept["width"], kept["height"], sources)
