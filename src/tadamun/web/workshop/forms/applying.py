"""One question a screen, and one answer to one requirement."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.crafts import crafts
from tadamun.people.markets.models import Market
from tadamun.people.sellers.kinds import RULES
from tadamun.people.sellers.models import Requirement
from tadamun.people.sellers.operations.documents import MOST_BYTES
from tadamun.web.shared.joining_words import ANSWERS, KINDS, REQUIREMENTS
from tadamun.web.shared.phones import PhoneField
from tadamun.web.workshop.applying import choices_of_regions

CHOOSE = {"required": _("Please choose one of these."), "invalid_choice": _("Please choose one of these.")}


class QuestionForm(forms.Form):
    """``answers()`` are what is kept."""

    use_required_attribute = False

    def __init__(self, market: Market, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.market, self.language = market, language
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on market and language."""

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class KindForm(QuestionForm):
    kind = forms.ChoiceField(
        choices=[(code, word) for code, (word, _icon) in KINDS.items()], error_messages=CHOOSE
    )


class NameForm(QuestionForm):
    """Typed or spoken; a name that was only spoken is written down by the market."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    voice = forms.FileField(required=False)

    def clean_name(self) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if "name" in said and not said["name"] and not said.get("voice"):
            self.add_error("name", _say("Please write the name, or say it."))
        return said

    def answers(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "language": self.language}


class RegionForm(QuestionForm):
    region = forms.ChoiceField(label=_("Region"), error_messages=CHOOSE, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Town or village"), max_length=120, required=False)

    def prepare(self) -> None:
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_of_regions(self.market, self.language)


class CraftForm(QuestionForm):
    craft = forms.CharField(max_length=60, error_messages=CHOOSE)

    def clean_craft(self) -> str:
        said = str(self.cleaned_data["craft"])
        if said not in crafts():
            raise ValidationError(_say("Please choose one of these."), code="invalid_choice")
        return said


class OtherPhoneForm(QuestionForm):
    phone = PhoneField(label=_("Her phone"), error_messages={"required": _("Please write a phone number.")})


FORMS: dict[str, type[QuestionForm]] = {
    "kind": KindForm, "name": NameForm, "region": RegionForm, "craft": CraftForm, "phone": OtherPhoneForm,
}  # fmt: skip


class AnswerForm(forms.Form):
    """What she gives for a requirement: a number, a file, both, or her yes."""

    use_required_attribute = False
    value = forms.CharField(max_length=60, required=False)
    year = forms.CharField(
        label=_("The year it was given"), max_length=10, required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    file = forms.FileField(required=False, error_messages={"empty": ANSWERS["broken"]})

    def __init__(self, requirement: Requirement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, rule = requirement.kind, RULES[requirement.kind]
        self.gives, self.paper = rule.gives, rule.paper
        self.of_money = kind == Requirement.Kind.RIB  # nothing of money lies on a phone
        digits = kind in (Requirement.Kind.RIB, Requirement.Kind.ICE, Requirement.Kind.GUARDIAN)
        self.fields["value"].label = self.fields["file"].label = REQUIREMENTS[kind][0]
        self.fields["value"].widget = forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "off", "inputmode": "numeric" if digits else "text"}
        )
        kinds = "image/*" if self.gives == "picture" else "image/*,application/pdf"
        self.fields["file"].widget = forms.FileInput(attrs={"accept": kinds})
        if self.paper:
            self.fields["value"].label = _("The number on the label")
            self.fields["file"].label = _("Photo or PDF of its paper")
        else:
            del self.fields["year"]

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            if self.gives in ("picture", "file"):
                raise ValidationError(ANSWERS["empty"], code="empty")
            return b""
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(ANSWERS["large"], code="large")
        data: bytes = file.read()
        return data

    def said(self) -> str:
        """What was written: of a label its number and its year."""
        value = str(self.cleaned_data["value"]).strip()
        return f"{value}/{self.cleaned_data['year'].strip()}" if self.paper and value else value


class AppealForm(forms.Form):
    use_required_attribute = False
    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    voice = forms.FileField(required=False)

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if not said.get("words", "").strip() and not said.get("voice"):
            self.add_error("words", _say("Please say or write why."))
        return said
