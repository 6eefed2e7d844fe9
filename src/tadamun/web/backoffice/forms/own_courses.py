"""A market's own course: its name, its lessons, their steps, the check that ends a lesson."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.operations import BadPicture
from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.kernel.text import LANGUAGES
from tadamun.people.accounts.models import Spoken
from tadamun.people.markets.models import Market
from tadamun.solidarity.training.models import Skill
from tadamun.solidarity.training.models.courses import LONGEST_MINUTES
from tadamun.solidarity.training.own_pictures import store_lesson_picture
from tadamun.solidarity.training.subjects import OTHER, subjects
from tadamun.web.backoffice.forms.texts import TextsForm, offer
from tadamun.web.backoffice.wording import LANGUAGES as LANGUAGE_WORDS

SUBJECT_WORDS: dict[str, str | Promise] = {
    "platform": _("Using the platform"), "shipment": _("Following a shipment"), "payment": _("Electronic payment"),
    "photo": _("Photographing"), "packing": _("Packing"), "price": _("A fair price"), "answering": _("Answering buyers"),
    "export": _("Selling abroad"), "cash": _("Cash and the till"), OTHER: _("Something else"),
}  # fmt: skip
ANSWERS = 4
SENTENCE = 240


def _picture() -> forms.FileField:
    return forms.FileField(
        label=_("Photograph"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip


class CourseForm(TextsForm):
    """Name, subject, the languages it is written in, the one it is spoken in."""

    texts = {"titles": (_("Title"), 120, False), "summaries": (_("In one sentence"), SENTENCE, False)}
    subject = forms.ChoiceField(label=_("Subject"))
    languages = forms.MultipleChoiceField(
        label=_("Languages the lessons are written in"), widget=forms.CheckboxSelectMultiple
    )
    spoken = forms.ChoiceField(label=_("Language it is spoken in"), choices=Spoken.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "subject", [(name, SUBJECT_WORDS.get(name, name)) for name in subjects()])
        offer(self, "languages", [(code, LANGUAGE_WORDS[code]) for code in LANGUAGES])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for code in cleaned.get("languages", ()):
            if not cleaned.get(f"titles_{code}"):
                self.add_error(
                    f"titles_{code}", ValidationError(_say("Please write the title."), code="required")
                )
        return cleaned

    def fields_of(self) -> dict[str, Any]:
        """For ``begin_course`` and ``describe_course``."""
        said = self.cleaned_data
        return {
            "titles": self.text("titles"), "summaries": self.text("summaries"), "subject": said["subject"],
            "languages": said["languages"], "spoken": said["spoken"],
        }  # fmt: skip


class WordsForm(forms.Form):
    """Texts in the languages of the course, each of them needed. ``texts``: name → (label, longest)."""

    use_required_attribute = False
    texts: Mapping[str, tuple[str | Promise, int]] = {}

    def __init__(self, *args: Any, languages: Sequence[str], market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.market = languages, market
        rest = dict(self.fields)
        self.fields.clear()
        for name, (label, longest) in self.texts.items():
            for code in languages:
                self.fields[f"{name}_{code}"] = self._words(label, longest, code)
        self.fields.update(rest)

    def _words(
        self, label: str | Promise, longest: int, code: str, *, needed: bool = True
    ) -> forms.CharField:
        widget = forms.Textarea(attrs={"rows": 3}) if longest > 120 else forms.TextInput()
        widget.attrs |= {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        return forms.CharField(
            label=f"{label} · {LANGUAGE_WORDS[code]}", max_length=longest, widget=widget, required=needed
        )

    def text(self, name: str) -> dict[str, str]:
        return {code: said for code in self.languages if (said := self.cleaned_data.get(f"{name}_{code}"))}

    def keep(self, name: str) -> str:
        """The name of the photograph in a field, stored; empty without one or where it was refused."""
        file = self.cleaned_data.get(name)
        if not isinstance(file, UploadedFile):
            return ""
        try:
            return store_lesson_picture(self.market, file.read(MAX_BYTES + 1))
        except BadPicture as error:
            large = error.code.startswith("too_") and error.code != "too_small"
            words = _say("The picture is too large.") if large else _say("This is not a picture.")
            self.add_error(name, ValidationError(words, code=error.code))
            return ""


def words_initial(languages: Sequence[str], **texts: Mapping[str, Any]) -> dict[str, str]:
    """Values of ``WordsForm`` fields."""
    return {f"{name}_{code}": str(text.get(code, "")) for name, text in texts.items() for code in languages}


class LessonForm(WordsForm):
    texts = {"titles": (_("Title of the lesson"), 120)}
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES, initial=2,
        help_text=_("Three at most: what takes longer is two lessons."),
    )  # fmt: skip
    video = forms.URLField(
        label=_("Address of a film"), required=False, max_length=300, assume_scheme="https",
        help_text=_("Optional. It is watched where there is a network; the lesson must be whole without it."),
    )  # fmt: skip

    def clean_video(self) -> str:
        said: str = self.cleaned_data["video"]
        if said and not said.startswith("https://"):
            raise ValidationError(_say("Please write an address that begins with https://"), code="scheme")
        return said

    def fields_of(self) -> dict[str, Any]:
        """For ``begin_lesson`` and ``describe_lesson``."""
        said = self.cleaned_data
        return {"titles": self.text("titles"), "minutes": said["minutes"], "video": said["video"]}


class StepForm(WordsForm):
    """One picture, one or two sentences."""

    texts = {"text": (_("One or two sentences"), SENTENCE)}
    picture = _picture()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].help_text = _(
            "At most 15 MB. Without one the drawing of the subject is shown."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.stored = "" if self.errors else self.keep("picture")
        return cleaned


class CheckForm(WordsForm):
    """``known``: what the lesson is checked by now; a photograph that is not sent again stays."""

    texts = {"names": (_("What she can do after it"), 120)}
    kind = forms.ChoiceField(
        label=_("How it is seen"), widget=forms.RadioSelect, initial=Skill.Check.QUESTION,
        choices=[
            (Skill.Check.QUESTION, _("A question, answered by touching a picture")),
            (Skill.Check.PERSON, _("A trainer watches her do it")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, known: Skill | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = (
            {each["id"]: each["picture"] for each in known.question.get("answers", ())} if known else {}
        )
        for code in self.languages:
            self.fields[f"question_{code}"] = self._words(_("Question"), SENTENCE, code, needed=False)
        for place in range(1, ANSWERS + 1):
            self.fields[f"picture_{place}"] = _picture()
            for code in self.languages:
                self.fields[f"answer_{place}_{code}"] = self._words(_("Word"), 60, code, needed=False)
        self.fields["right"] = forms.ChoiceField(
            label=_("The right one"), required=False, widget=forms.RadioSelect,
            choices=[(str(place), str(place)) for place in range(1, ANSWERS + 1)],
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Skill.Check.QUESTION:
            for code in self.languages:
                if not cleaned.get(f"question_{code}"):
                    self._needs(f"question_{code}", _say("Please write the question."))
            given = [place for place in range(1, ANSWERS + 1) if self._given(place)]
            if len(given) < 2:
                self._needs(
                    "picture_1", _say("A question needs two answers at least, each with a photograph.")
                )
            if cleaned.get("right", "") not in [str(place) for place in given]:
                self._needs("right", _say("Please say which answer is right."))
            self.answers = [] if self.errors else [self._answer(place) for place in given]
            self.right = 0 if self.errors else given.index(int(cleaned["right"]))
        return cleaned

    def _needs(self, name: str, words: str) -> None:
        self.add_error(name, ValidationError(words, code="required"))

    def _given(self, place: int) -> bool:
        """Whether an answer has a photograph; then it needs its words too."""
        if not self.cleaned_data.get(f"picture_{place}") and str(place) not in self.before:
            return False
        words = [self.cleaned_data.get(f"answer_{place}_{code}") for code in self.languages]
        if str(place) in self.before and not any(words):
            return False  # emptied: this answer goes
        for code, said in zip(self.languages, words, strict=True):
            if not said:
                self._needs(f"answer_{place}_{code}", _say("Please write the word of this answer."))
        return True

    def _answer(self, place: int) -> dict[str, Any]:
        picture = self.keep(f"picture_{place}") or self.before.get(str(place), "")
        return {"picture": picture, "text": self.text(f"answer_{place}")}

    def parts(self) -> list[tuple[int, str, list[BoundField]]]:
        """For the page: each answer with the photograph it has."""
        return [
            (
                place, self.before.get(str(place), ""),
                [self[f"picture_{place}"], *(self[f"answer_{place}_{code}"] for code in self.languages)],
            )
            for place in range(1, ANSWERS + 1)
        ]  # fmt: skip

    def questions(self) -> list[BoundField]:
        return [self[f"question_{code}"] for code in self.languages]

    def names(self) -> list[BoundField]:
        return [self[f"names_{code}"] for code in self.languages]

    def fields_of(self) -> dict[str, Any]:
        """For ``write_check``."""
        said = self.cleaned_data
        rest: dict[str, Any] = {}
        if said["kind"] == Skill.Check.QUESTION:
            rest = {"text": self.text("question"), "answers": self.answers, "right": self.right}
        return {"names": self.text("names"), "checked_by": said["kind"], **rest}


def check_initial(languages: Sequence[str], check: Skill) -> dict[str, str]:
    """What the form shows of a check that is there."""
    question = check.question
    answers = {f"answer_{each['id']}": each["text"] for each in question.get("answers", ())}
    texts = words_initial(languages, names=check.names, question=question.get("text", {}), **answers)
    return {**texts, "kind": check.checked_by, "right": question.get("right", "")}
