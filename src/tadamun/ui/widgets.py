"""Form controls written as strings: what Django's templates write, at a tenth of what drawing them costs.

``FORM_RENDERER`` names ``Renderer``. Kinds of control that are not here are drawn by Django's own templates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import renderers
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tadamun.ui.escaping import escaped
from tadamun.ui.icons import icon_svg

Widget = Mapping[str, Any]
"""What a widget's ``get_context`` says of it."""


def attributes_html(attributes: Mapping[str, Any]) -> str:
    """As in a tag, each with a space before it; ``False`` leaves one out, ``True`` has no value."""
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return (
        f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}'
        f"{attributes_html(widget['attrs'])}>"
    )


def _choice(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    target = widget["attrs"].get("id")
    words = f' for="{escaped(target)}"' if target else ""
    return f"<label{words}>{_input(widget)}\n {escaped(widget['label'])}</label>"


def _option(widget: Widget) -> str:
    return (
        f'<option value="{escaped(widget["value"])}"{attributes_html(widget["attrs"])}>'
        f"{escaped(widget['label'])}</option>"
    )


def _select(widget: Widget) -> str:
    parts = [f'<select name="{escaped(widget["name"])}"{attributes_html(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        parts += [f'\n  <optgroup label="{escaped(group)}">'] if group else []
        parts += [f"\n  {_option(option)}\n" for option in options]
        parts += ["\n  </optgroup>"] if group else []
    return "".join([*parts, "\n</select>"])


def _textarea(widget: Widget) -> str:
    value = escaped(widget["value"]) if widget["value"] else ""
    return (
        f'<textarea name="{escaped(widget["name"])}"{attributes_html(widget["attrs"])}>\n{value}</textarea>'
    )


def _file(widget: Widget) -> str:
    """A button of ours above the browser's own, which speaks the language of the browser and not of the page."""
    attrs = widget["attrs"]
    accept = str(attrs.get("accept", ""))
    icon, words = "upload", _("Choose a file")
    if attrs.get("capture") and accept.startswith("image/"):
        icon, words = "camera", _("Take a photo")
    elif accept == "image/*":
        icon, words = "picture", _("Choose a picture")
    elif accept.startswith("audio/"):
        icon, words = "mic", _("Choose a recording")
    return (
        f'<span class="btn quiet upload">{icon_svg(icon)}<span>{escaped(words)}</span>{_input(widget)}</span>'
    )


_INPUTS = (
    "text", "tel", "email", "url", "number", "search", "hidden", "password", "color", "date", "datetime", "time",
    "checkbox",
)  # fmt: skip
_DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in _INPUTS},
    "django/forms/widgets/file.html": _file,
    "django/forms/widgets/clearable_file_input.html": _file,  # no form here shows a file again
    "django/forms/widgets/radio_option.html": _choice,
    "django/forms/widgets/checkbox_option.html": _choice,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}


class Renderer(renderers.DjangoTemplates):
    """Draws the controls of forms, to the byte as Django's templates do; to take a file, a button of ours."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        draw = _DRAWN.get(template_name)
        if draw is None:
            return mark_safe(super().render(template_name, context, request))
        return mark_safe(draw(context["widget"]))
