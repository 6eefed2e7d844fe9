"""Controls written as strings are what Django's own templates write."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import override

from tadamun.ui import fields
from tadamun.ui.widgets import Renderer

SHARP = "a \"b\" <i> & 'c' é ع"
ATTRS = {
    "id": "id_x",
    "class": SHARP,
    "required": True,
    "disabled": False,
    "maxlength": 12_000,
    "data-n": None,
}
CHOICES = [("", "—"), ("one", "One & only"), ("Group <g>", [("two", "2"), (3, 3_000)]), (None, "None")]


class Everything(forms.Form):
    name = forms.CharField(max_length=4000)
    phone = forms.CharField(widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(required=False)
    url = forms.URLField(assume_scheme="https")
    number = forms.IntegerField(min_value=-1000, max_value=99_000)
    password = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    day = forms.DateField()
    accept = forms.BooleanField(required=False)
    country = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    way = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    story = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))


DATA = {
    "name": SHARP, "phone": "0612", "number": "1234567", "password": "x", "hidden": "0", "accept": "on",
    "country": "one", "several": ["two", "3"], "way": "3", "boxes": ["one"], "story": f"\n{SHARP}\n", "day": "x",
}  # fmt: skip


def drawn(form: forms.Form) -> dict[str, list[str]]:
    """Each control, and each choice of a group by itself."""
    return {
        field.name: [
            str(field.as_widget(attrs=dict(ATTRS))),
            *(str(part.tag(wrap_label=wrapped)) for part in field for wrapped in (True, False)),
        ]
        for field in form
        if field.name
    }


def parts(**kwargs: object) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    return (
        drawn(Everything(renderer=Renderer(), **kwargs)),  # type: ignore[arg-type]
        drawn(Everything(renderer=DjangoTemplates(), **kwargs)),  # type: ignore[arg-type]
    )


def test_an_empty_form_is_drawn_to_the_byte():
    ours, django = parts()
    assert ours == django


def test_what_was_sent_is_drawn_to_the_byte():
    ours, django = parts(data=DATA)
    assert ours == django
    assert "&lt;i&gt;" in ours["name"][0]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_was_known_is_drawn_to_the_byte(language, settings):
    settings.LANGUAGE_CODE = language
    known = {
        "name": mark_safe("<b>"),
        "number": 12_345,
        "day": date(2026, 11, 22),
        "way": 3,
        "boxes": [3, "two"],
    }
    ours, django = parts(initial=known)
    assert ours == django


@pytest.mark.parametrize(
    ("attrs", "icon", "word"),
    [
        ({}, "upload", "اختيار ملف"),
        ({"accept": "image/*"}, "picture", "اختيار صورة"),
        ({"accept": "image/*", "capture": "environment"}, "camera", "التقاط صورة"),
        ({"accept": "audio/*"}, "mic", "اختيار تسجيل"),
    ],
)
def test_a_file_is_taken_by_a_button_of_ours(attrs: dict[str, str], icon: str, word: str) -> None:
    class Sending(forms.Form):
        file = forms.FileField(widget=forms.FileInput(attrs=attrs))

    class Importing(forms.Form):
        file = forms.FileField()

    with override("ar"):
        said = str(Sending(renderer=Renderer())["file"].as_widget())
        assert 'class="btn quiet upload"' in str(Importing(renderer=Renderer())["file"].as_widget())
    django = str(Sending(renderer=DjangoTemplates())["file"].as_widget())
    assert said.startswith(
        f'<span class="btn quiet upload"><svg class="icon" aria-hidden="true"><use href="#i-{icon}"/>'
    )
    assert django in said


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_field_that_is_kept_is_what_drawing_it_anew_gives(language: str) -> None:
    for data in (None, DATA, {**DATA, "name": "", "phone": "07"}, None):
        for required in (True, False):
            form = Everything(data, initial={"name": SHARP})
            form.fields["phone"].required = required
            with override(language):
                for field in form:
                    if not field.is_hidden and not field.errors:
                        anew = fields._drawn(field, "hint", "phone", False, True, "")
                        assert fields.field_html(field, "hint", "phone") == anew
    assert {key[2] for key in fields._halves} >= {"name", "phone", "email", "url"}
