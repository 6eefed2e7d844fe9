"""What the market asks of sellers, what it says to their papers, its answers, and mandates on paper."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel import clock
from tadamun.people.markets.models import Market
from tadamun.people.sellers.kinds import RULES, BadConfig, listed_numbers
from tadamun.people.sellers.models import Requirement, Submission
from tadamun.people.sellers.operations.documents import MOST_BYTES
from tadamun.web.backoffice.forms.sellers import PHONE_MISSING, region_choices
from tadamun.web.backoffice.forms.texts import TextsForm, offer, text_initial
from tadamun.web.shared.joining_words import ANSWERS, REQUIREMENTS, RIGHTS
from tadamun.web.shared.phones import PhoneField

WHY = {"required": _("Please say why: the seller is told.")}
_SETTINGS = ("trusted", "shortest", "longest", "expires", "count", "label", "numbers", "course")


class RequirementForm(TextsForm):
    """``config()`` holds what the chosen kind knows; what belongs to other kinds is left out."""

    texts = {"titles": (_("In your own words"), 120, False)}
    kind = forms.ChoiceField(label=_("What is asked"))
    required = forms.BooleanField(label=_("Without it nobody is admitted"), required=False, initial=True)
    position = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999, initial=0)
    region = forms.ChoiceField(label=_("Only in this region"), required=False)
    cohort = forms.CharField(label=_("Only of this cohort"), max_length=40, required=False)
    trusted = forms.BooleanField(label=_("A number that is right needs no look of the team"), required=False)
    shortest = forms.IntegerField(
        label=_("Fewest letters and digits"), min_value=1, max_value=30, required=False
    )
    longest = forms.IntegerField(
        label=_("Most letters and digits"), min_value=1, max_value=60, required=False
    )
    expires = forms.BooleanField(label=_("The paper has an end date"), required=False)
    count = forms.IntegerField(label=_("How many first products"), min_value=1, max_value=100, required=False)
    label = forms.SlugField(label=_("Which label"), max_length=60, required=False)
    numbers = forms.CharField(
        label=_("Numbers on the label’s own list, one a line"), max_length=60_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
    )  # fmt: skip
    course = forms.SlugField(label=_("Which course"), max_length=60, required=False)

    def __init__(
        self, *args: Any, language: str, requirement: Requirement | None = None, **kwargs: Any
    ) -> None:
        if requirement is not None:
            kwargs.setdefault("initial", {
                "kind": requirement.kind, "required": requirement.required, "position": requirement.position,
                "region": requirement.region, "cohort": requirement.cohort, **requirement.config,
                "numbers": "\n".join(requirement.config.get("numbers", ())),
                **text_initial(titles=requirement.titles),
            })  # fmt: skip
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(code, words[0]) for code, words in REQUIREMENTS.items()])
        offer(self, "region", region_choices(language))
        if requirement is not None:
            self.fields["kind"].disabled = True
            for name in _SETTINGS:
                if name not in RULES[requirement.kind].config:
                    del self.fields[name]

    def clean_numbers(self) -> list[str]:
        try:
            return listed_numbers(self.cleaned_data["numbers"].splitlines())
        except BadConfig as error:
            raise forms.ValidationError(
                _say("Letters and digits, one number a line, at most 3,000."), code="numbers"
            ) from error

    def config(self) -> dict[str, Any]:
        known = RULES[self.cleaned_data["kind"]].config
        return {name: value for name in known if (value := self.cleaned_data.get(name))}


class CohortForm(forms.Form):
    use_required_attribute = False
    cohort = forms.CharField(label=_("Cohort"), max_length=40, required=False)


class CohortRegionForm(forms.Form):
    use_required_attribute = False
    region = forms.ChoiceField(label=_("Region"))
    cohort = forms.CharField(label=_("Cohort"), max_length=40)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", region_choices(language))


class PaperForm(forms.Form):
    """Accept, reject or waive; what stops her is said in words, and in voice if one likes."""

    use_required_attribute = False
    state = forms.ChoiceField(choices=[(each, each) for each in Submission.State.values if each != "pending"])
    note = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    expires_on = forms.DateField(
        label=_("It ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    voice = forms.FileField(required=False)

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if said.get("state") in ("rejected", "waived") and not said.get("note", "").strip():
            self.add_error("note", WHY["required"])
        return said


class AppealAnswerForm(forms.Form):
    use_required_attribute = False
    grant = forms.ChoiceField(
        label=_("Answer"), choices=[("yes", _("She is right")), ("no", _("The decision stays"))],
        widget=forms.RadioSelect, error_messages={"required": _("Please choose one of these.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), error_messages=WHY
    )
    voice = forms.FileField(required=False)


class MandateForm(forms.Form):
    """On paper: the artisan's signature or voice is kept with it. The helper is a person by her phone, or a cooperative, a
    union or an association of this market: then everybody responsible in it.
    """

    use_required_attribute = False
    to = forms.ChoiceField(
        label=_("Who helps"), choices=[("person", _("A person")), ("organisation", _("A cooperative or a union"))],
        initial="person", widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    phone = PhoneField(label=_("Phone of the helper"), error_messages=PHONE_MISSING, required=False)
    name = forms.CharField(label=_("Her name"), max_length=120, required=False)
    rights = forms.MultipleChoiceField(
        label=_("She may help with"), choices=[(code, word) for code, (word, _icon) in RIGHTS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Please choose at least one.")},
    )  # fmt: skip
    helpers = forms.CharField(
        label=_("Name or code of the cooperative or union"), max_length=120, required=False,
        error_messages={"required": _("Please write its name or its code, as in the directory.")},
    )  # fmt: skip
    until = forms.DateField(label=_("Until (at most a year)"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(
        label=_("Photo or PDF of the signed paper"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )  # fmt: skip
    voice = forms.FileField(required=False)

    def clean_paper(self) -> bytes:
        file = self.cleaned_data["paper"]
        if not isinstance(file, UploadedFile):
            return b""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(ANSWERS["large"], code="large")
        data: bytes = file.read()
        return data

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data}
        if not self.errors and not said.get("paper") and not said.get("voice"):
            self.add_error("paper", _("Please add her signature or her voice."))
        field = "helpers" if said.get("to") == "organisation" else "phone"
        if field not in self.errors and not said.get(field):
            self.add_error(field, self.fields[field].error_messages["required"])
        return said


def end_of(day: Any, market: Market) -> datetime:
    """The last instant of a day where the market is."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(market.time_zone))


def beginning_of(day: Any, market: Market) -> datetime | None:
    """Midnight before a day; ``None`` without a day, or for one that has begun."""
    if day is None:
        return None
    at = datetime.combine(day, time(0), tzinfo=ZoneInfo(market.time_zone))
    return at if at > clock.now() else None
