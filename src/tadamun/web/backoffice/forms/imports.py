"""A catalogue file to bring in, and one to take out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.crafts import trees
from tadamun.goods.imports.dialects import DIALECTS
from tadamun.people.sellers.models import Admission
from tadamun.web.backoffice.forms.texts import offer
from tadamun.web.backoffice.sellers import seller_by_code
from tadamun.web.backoffice.wording import LANGUAGES, choices, currency_choices

Uploaded = UploadedFile[bytes]
MEGABYTE = 1024 * 1024
FILE_AT_MOST = 200 * MEGABYTE
ZIP_AT_MOST = 500 * MEGABYTE
ZIP_BEGINS = b"PK\x03\x04"


class SellerField(forms.ChoiceField):
    """Takes any seller of the market, also one who had no room among those offered."""

    def valid_value(self, value: Any) -> bool:
        return True


class SellerForm(forms.Form):
    """``seller`` is one of the market's, by code; ``sellers`` are offered."""

    use_required_attribute = False
    seller = SellerField(
        label=_("Seller"), error_messages={"required": _("Please choose whose products these are.")}
    )

    def __init__(self, *args: Any, sellers: Sequence[tuple[str, str]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: Admission | None = None
        said = str(self.data.get("seller", "")) if self.is_bound else str(self.initial.get("seller", ""))
        if said and (known := seller_by_code(said)):
            self.chosen = known
            name = known.organisation.name(language)
            sellers = [(known.organisation.code, name), *(pair for pair in sellers if pair[0] != said)]
        offer(self, "seller", [("", "—"), *sellers])

    def clean_seller(self) -> str:
        if self.chosen is None:
            raise ValidationError(_say("This seller is not one of this market."), code="stranger")
        return self.chosen.organisation.code

    def admission(self) -> Admission:
        assert self.chosen is not None
        return self.chosen


def _within(file: Uploaded, most: int) -> None:
    if (file.size or 0) > most:
        raise ValidationError(
            _say("The file is larger than %(limit)s MB.") % {"limit": most // MEGABYTE}, code="large"
        )


class UploadForm(SellerForm):
    file = forms.FileField(
        label=_("Catalogue file (CSV)"), help_text=_("As Shopify, WooCommerce, Etsy or Tadamun write it; saved as CSV UTF-8."),
        error_messages={"required": _("Please choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    images = forms.FileField(
        label=_("Pictures (zip)"), required=False, help_text=_("Needed only when the file names pictures instead of addresses."),
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the texts"), required=False, choices=[("", _("Guess it")), *choices(LANGUAGES)]
    )
    currency = forms.ChoiceField(
        label=_("Currency of prices that name none"), required=False,
        choices=lambda: [("", _("The seller’s own")), *currency_choices()],
    )  # fmt: skip
    craft = forms.ChoiceField(label=_("Craft where it is not recognised"), required=False)
    trusted = forms.BooleanField(
        label=_("These products need no review"), required=False, help_text=_("They are on sale at once.")
    )
    field_order = ("seller", "file", "images", "language", "currency", "craft", "trusted")

    def __init__(self, *args: Any, sellers: Sequence[tuple[str, str]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, sellers=sellers, language=language, **kwargs)
        offer(
            self,
            "craft",
            [("", _("Leave it open")), *((craft.slug, craft.name(language)) for craft in trees())],
        )

    def clean_file(self) -> Uploaded:
        file: Uploaded = self.cleaned_data["file"]
        _within(file, FILE_AT_MOST)
        return file

    def clean_images(self) -> Uploaded | None:
        file: Uploaded | None = self.cleaned_data["images"]
        if file is None:
            return None
        _within(file, ZIP_AT_MOST)
        if file.read(4) != ZIP_BEGINS:
            raise ValidationError(_say("This is not a zip file."), code="zip")
        file.seek(0)
        return file


class ExportForm(SellerForm):
    dialect = forms.ChoiceField(
        label=_("Written for"), choices=[(dialect.slug, _(dialect.name)) for dialect in DIALECTS]
    )
    language = forms.ChoiceField(
        label=_("Language of the texts"), choices=choices(LANGUAGES),
        help_text=_("Other tools know one language; our own file holds all."),
    )  # fmt: skip
