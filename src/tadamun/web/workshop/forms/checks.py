"""What a checker says of a piece."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tadamun.goods.catalogue.operations.pictures import MAX_BYTES
from tadamun.trade.inspections.checklists import Question
from tadamun.trade.inspections.models import Look
from tadamun.web.workshop.wording import PICTURE_PROBLEMS

MOST_PHOTOS = 3


class CheckForm(forms.Form):
    """Yes or no to each question, up to three photos, a word or a voice, and what follows."""

    number = forms.IntegerField(min_value=1, max_value=99)
    result = forms.ChoiceField(
        choices=Look.Result.choices, error_messages={"required": _("Please press one of the three.")}
    )
    note = forms.CharField(max_length=500, required=False)

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"q-{question.code}"] = forms.ChoiceField(
                choices=[("1", "1"), ("0", "0")], required=False
            )

    def answers(self) -> Mapping[str, bool]:
        """Those that were given."""
        said = {question.code: self.cleaned_data.get(f"q-{question.code}", "") for question in self.questions}
        return {code: value == "1" for code, value in said.items() if value}

    def photos(self) -> list[bytes]:
        """Their bytes. Raises ``ValidationError`` for one that is too heavy."""
        found = []
        for each in self.files.getlist("photos")[:MOST_PHOTOS]:
            if isinstance(each, UploadedFile) and each.size:
                if each.size > MAX_BYTES:
                    raise forms.ValidationError(PICTURE_PROBLEMS["too_large"], code="too_large")
                found.append(each.read())
        return found
