"""Tags whose answer is found once: the same bytes as Django's, the first time and the next."""

import pytest
from django import forms
from django.template import Context, Engine, loader_tags
from django.templatetags import static as django_static
from django.utils.translation import gettext_lazy, override

from tadamun.ui import fields, lasting
from tadamun.ui.fields import field_html

LAYERS = {
    "root.html": "<{% block a %}a{% endblock %}{% block b %}b{% block c %}c{% endblock %}{% endblock %}>",
    "middle.html": '{% extends "root.html" %}{% block b %}[{{ block.super }}]{% endblock %}',
    "one.html": '{% extends "middle.html" %}{% block c %}{{ word }}{% endblock %}',
    "two.html": '{% extends "middle.html" %}{% block a %}{{ word }}{% block d %}d{% endblock %}{% endblock %}',
    "said.html": "{% extends parent %}{% block c %}{{ word }}{% endblock %}",
    "files.html": '{% static "ui/shell.js" %} {% static path %} {% static "a b.js" as file %}{{ file }}',
}


def engines() -> tuple[Engine, Engine]:
    def engine(*builtins: str) -> Engine:
        loaders = [
            ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", LAYERS)])
        ]
        return Engine(loaders=loaders, builtins=["django.templatetags.static", *builtins])

    return engine(), engine("tadamun.ui.templatetags.ui")


@pytest.mark.parametrize("name", ["one.html", "two.html", "said.html", "root.html"])
def test_pages_inherit_as_django_says_however_often(name: str) -> None:
    theirs, ours = engines()
    for word, parent in [("x", "middle.html"), ("<y>", "root.html"), ("x", "middle.html")]:
        said = [
            engine.get_template(name).render(Context({"word": word, "parent": parent}))
            for engine in (theirs, ours)
        ]
        assert said[0] == said[1]
    assert isinstance(ours.get_template("one.html").nodelist[0], lasting.KnownParent)
    assert type(ours.get_template("said.html").nodelist[0]) is loader_tags.ExtendsNode


def test_addresses_of_files_are_those_of_django() -> None:
    theirs, ours = engines()
    for path in ("ui/shell.js", "storefront/checkout.js"):
        said = [
            engine.get_template("files.html").render(Context({"path": path})) for engine in (theirs, ours)
        ]
        assert said[0] == said[1]
    kinds = [
        type(node)
        for node in ours.get_template("files.html").nodelist.get_nodes_by_type(django_static.StaticNode)
    ]
    assert kinds == [lasting.ConstantAddress, django_static.StaticNode, django_static.StaticNode]


class Wishes(forms.Form):
    """A list to choose from and a group of buttons, named in the reader's language."""

    colour = forms.ChoiceField(label=gettext_lazy("City"), choices=[("", "-"), ("1", gettext_lazy("Total"))])
    size = forms.ChoiceField(label="Size", choices=[("s", "<S>"), ("l", "L")], widget=forms.RadioSelect)


@pytest.mark.parametrize("name", ["colour", "size"])
def test_a_field_of_few_choices_is_what_drawing_it_anew_gives(name: str) -> None:
    def drawn(language: str, said: dict[str, str]) -> str:
        with override(language):
            return field_html(Wishes(initial=said)[name])

    chosen = ({}, {"colour": "1", "size": "l"}, {"colour": "7", "size": '"><b>'})
    cases = [(language, said) for language in ("en", "fr") for said in chosen]
    first, kept = ([drawn(*case) for case in cases] for _ in range(2))
    fields._wholes.clear()
    assert first == kept == [drawn(*case) for case in reversed(cases)][::-1]
    assert (
        len({html for html in kept if html.count(" selected") + html.count(" checked")})
        == {"colour": 4, "size": 1}[name]
    )
    with override("en"):
        wrong = field_html(Wishes({"colour": "7", "size": ""})[name])
        assert "error" in wrong and "error" not in field_html(Wishes()[name])
    before = len(fields._wholes)
    for number in range(20):
        field_html(Wishes(initial={"colour": f"x{number}", "size": f"x{number}"})[name])
    assert len(fields._wholes) == before  # what somebody sends fills no memory
