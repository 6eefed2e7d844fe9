"""Sessions, rights, sureties, courses of others."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.people.accounts.models import Person
from tadamun.people.markets.models import Market, TeamMember
from tadamun.solidarity.training.models import Course, Skill
from tadamun.solidarity.training.queries import courses
from tadamun.solidarity.training.rights import LIST_PIECES, RIGHTS, SEE_TILL, SHIP_ABROAD
from tadamun.web.backoffice.forms.texts import TextsForm, offer
from tadamun.web.shared.phones import PhoneField

RIGHT_WORDS = {
    LIST_PIECES: _("Have more pieces on sale"),
    SHIP_ABROAD: _("Ship abroad"),
    SEE_TILL: _("Take payment by link in the shop"),
}
SPOKEN_LANGUAGES = ("ar", "fr", "en")


def _asked() -> QuerySet[Skill]:
    """Skills that are asked for now, in the order of their courses."""
    return Skill.objects.filter(retired_at=None).order_by("course__position", "pk")


YEARS = range(2020, 2101)  # at the ends of the calendar neither a zone nor an hour can be added


class SessionForm(forms.Form):
    """A course, a place, a time and who teaches."""

    use_required_attribute = False
    course = forms.ChoiceField(label=_("Course"))
    place = forms.CharField(label=_("Place"), max_length=160)
    starts = forms.DateTimeField(
        label=_("Begins"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=600, initial=120)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=500, initial=12)
    trainer = forms.ChoiceField(label=_("Trainer"))

    def __init__(self, *args: Any, market: Market, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(market.time_zone)
        self.courses: dict[str, Course] = {course.slug: course for course in courses()}
        team = TeamMember.objects.select_related("person").filter(role__in=("operator", "trainer"))
        self.people: dict[str, Person] = {str(row.pk): row.person for row in team.order_by("role", "pk")}
        offer(self, "course", [(slug, course.title(language)) for slug, course in self.courses.items()])
        offer(
            self,
            "trainer",
            [(key, person.display_name or person.phone or "—") for key, person in self.people.items()],
        )

    def clean_starts(self) -> datetime:
        said: datetime = self.cleaned_data["starts"]
        if said.year not in YEARS:
            raise ValidationError(self.fields["starts"].error_messages["invalid"], code="invalid")
        return said.replace(tzinfo=self.zone)

    def fields_of(self) -> dict[str, Any]:
        """For ``plan_session``."""
        said = self.cleaned_data
        return {
            "course": self.courses[said["course"]], "place": said["place"], "starts_at": said["starts"],
            "ends_at": said["starts"] + timedelta(minutes=said["minutes"]), "seats": said["seats"],
            "trainer": self.people[said["trainer"]],
        }  # fmt: skip


class RightForm(forms.Form):
    """What a right asks for. Without a skill it asks nothing."""

    use_required_attribute = False
    right = forms.ChoiceField(widget=forms.HiddenInput, choices=[(right, right) for right in RIGHTS])
    skills = forms.MultipleChoiceField(
        label=_("Skills it asks for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    free = forms.IntegerField(label=_("Pieces everybody may sell without them"), min_value=0, max_value=1000)
    grace_days = forms.IntegerField(label=_("Days a guardian may answer for"), min_value=1, max_value=365)
    also_before = forms.BooleanField(
        label=_("Also for those admitted before today"), required=False,
        help_text=_("Left empty, nobody loses what she has."),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "skills",
            [(skill.slug, skill.name(language)) for skill in _asked()],
        )


class SuretyForm(forms.Form):
    use_required_attribute = False
    organisation = forms.CharField(label=_("Code of the seller"), max_length=12)
    right = forms.ChoiceField(
        label=_("Which right"), choices=[(right, RIGHT_WORDS[right]) for right in RIGHTS]
    )
    phone = PhoneField(label=_("Phone of the guardian who answers for her"))


class ExternalForm(TextsForm):
    texts = {"titles": (_("Title"), 160, False)}
    needs = {"titles": ("any",)}
    provider = forms.CharField(label=_("Who gives it"), max_length=120)
    address = forms.URLField(label=_("Address"), max_length=300, assume_scheme="https")
    languages = forms.CharField(label=_("Languages spoken in it, with commas"), max_length=60, initial="ar")
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=6000)
    skill = forms.ChoiceField(label=_("Counts for, after a person signed it off"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = {skill.slug: skill for skill in _asked()}
        offer(
            self, "skill", [("", "—"), *((slug, skill.name(language)) for slug, skill in self.skills.items())]
        )

    def clean_address(self) -> str:
        said: str = self.cleaned_data["address"]
        if not said.startswith("https://"):
            raise ValidationError(_say("Please write an address that begins with https://"), code="scheme")
        return said

    def fields_of(self) -> dict[str, Any]:
        """For ``add_external_course``."""
        said = self.cleaned_data
        return {
            "titles": self.text("titles"), "provider": said["provider"], "address": said["address"],
            "languages": [part.strip()[:12] for part in said["languages"].split(",") if part.strip()],
            "minutes": said["minutes"], "skill": self.skills.get(said["skill"]),
        }  # fmt: skip
