"""How a form field is shown: which kind of control it is and what ties its label, hint and error together.

Written as strings: a form has many fields, and drawing each by a template cost more than all the rest of its page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tadamun.ui.escaping import escaped
from tadamun.ui.icons import icon_svg

_LEFT_TO_RIGHT = frozenset({"tel", "email", "url", "number", "date", "datetime-local", "time", "password"})
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_KEPT = frozenset({forms.TextInput, forms.EmailInput, forms.NumberInput, forms.TelInput, forms.URLInput})
MOST_KEPT = 1_000
_halves: dict[object, tuple[str, str]] = {}
"""What comes before and after the value of a field."""
_wholes: dict[object, SafeString] = {}
"""Fields of few choices, each with the value it was drawn with: there are not many of those."""


@dataclass(frozen=True, slots=True)
class FieldParts:
    """What is to be known of a bound field to draw it."""

    kind: str
    """`plain`, `check` (one box beside its label) or `group` (a fieldset of choices)."""
    html: SafeString
    hint: str
    hint_id: str
    error_id: str
    optional: bool


def _direction(widget: forms.Widget) -> str:
    """Numbers, addresses and codes run left to right; of other text the first strong letter decides."""
    if isinstance(widget, forms.Textarea):
        return "auto"
    kind = getattr(widget, "input_type", "")
    if kind in _LEFT_TO_RIGHT or isinstance(widget, forms.NumberInput):
        return "ltr"
    return "auto" if kind in {"text", "search"} else ""


def field_parts(field: BoundField, hint: str = "", *, ltr: bool = False) -> FieldParts:
    """The control with `aria-describedby`, `aria-invalid` and direction set.

    `hint` replaces the field's help text. Attributes the widget already has are kept.
    """
    widget = field.field.widget
    name = field.auto_id or field.html_name
    words = hint or str(field.help_text)
    wrong = bool(field.errors)
    hint_id = f"{name}-hint" if words else ""
    error_id = f"{name}-error" if wrong else ""
    attrs: dict[str, str | bool] = {}
    if words or wrong:
        attrs["aria-describedby"] = f"{hint_id} {error_id}".strip()
    if wrong:
        attrs["aria-invalid"] = "true"
    direction = "ltr" if ltr else _direction(widget)
    if direction and "dir" not in widget.attrs:
        attrs["dir"] = direction
    if attrs.get("dir") == "auto" and "placeholder" not in widget.attrs:
        attrs["placeholder"] = " "  # lets the sheet see that the field is empty and keep the page's direction
    kind = "plain"
    if isinstance(widget, _GROUPS):
        kind = "group"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "check"
    return FieldParts(
        kind=kind,
        html=SafeString("") if kind == "group" else field.as_widget(attrs=attrs),
        hint=words,
        hint_id=hint_id,
        error_id=error_id,
        optional=not field.field.required and kind == "plain",
    )


def field_html(
    field: BoundField,
    hint: str = "",
    icon: str = "",
    *,
    ltr: bool = False,
    mark: bool = True,
    attrs: str = "",
) -> SafeString:
    """The whole field: label, hint, control, error. ``mark`` says of what may be left out that it may; ``attrs`` are
    HTML for its outermost element."""
    if field.is_hidden:
        return mark_safe(str(field))
    if field.errors:
        return _drawn(field, hint, icon, ltr, mark, attrs)
    kind, shown = type(field.field.widget), (str(hint), icon, ltr, mark, attrs)
    if kind is forms.Select:
        return _whole(field, shown, lambda: _drawn(field, *shown))
    return _kept(field, shown) if kind in _KEPT else _drawn(field, *shown)


def _kept(field: BoundField, shown: tuple[str, str, bool, bool, str]) -> SafeString:
    """An input of one line without an error is the same at every visit but for its value, which is not kept."""
    written = field.field.widget.format_value(field.value())
    value = "" if written is None else f' value="{escaped(written)}"'
    key = _key(field, shown)
    known = _halves.get(key)
    if known is None:
        name = f' name="{escaped(field.html_name)}"'
        before, _, after = _drawn(field, *shown).partition(name + value)
        known = (before + name, after)
        if len(_halves) >= MOST_KEPT:
            _halves.clear()
        _halves[key] = known
    return mark_safe(f"{known[0]}{value}{known[1]}")


def _whole(field: BoundField, shown: tuple[object, ...], draw: Callable[[], SafeString]) -> SafeString:
    """As ``_kept``, with its value: one of its choices or none, not whatever somebody sends."""
    choices = [(str(value), words) for value, words in field.field.widget.choices]
    value = str(field.value() or "")
    if any(isinstance(words, list | tuple) for _, words in choices) or value not in {"", *dict(choices)}:
        return draw()
    key = (_key(field, shown), tuple((each, str(words)) for each, words in choices), value)
    known = _wholes.get(key)
    if known is None:
        if len(_wholes) >= MOST_KEPT:
            _wholes.clear()
        known = _wholes[key] = draw()
    return known


def _key(field: BoundField, shown: tuple[object, ...]) -> tuple[object, ...]:
    """All that the looks of a field depend on but its value and its errors."""
    own, widget = field.field, field.field.widget
    return (
        type(widget), getattr(widget, "input_type", ""), field.html_name, field.auto_id, str(field.label), str(field.help_text),
        own.required, own.disabled,
        field.form.use_required_attribute, tuple(widget.attrs.items()), gettext("optional"), shown,
    )  # fmt: skip


def _drawn(field: BoundField, hint: str, icon: str, ltr: bool, mark: bool, attrs: str) -> SafeString:
    part = field_parts(field, hint, ltr=ltr)
    if part.kind == "group":
        return choices_html(field, hint=hint)
    below = _errors_html(field, part)
    label = f'<label for="{escaped(field.id_for_label)}">'
    if part.kind == "check":
        words = f"{label}{escaped(field.label)}</label>"
        return mark_safe(
            f'<div class="field check{_wrong(below)}">{part.html}{words}\n{_hint_html(part)}{below}</div>'
        )
    drawn = icon_svg(icon) if icon else ""
    said = escaped(gettext("optional")) if part.optional and mark else ""
    optional = f' <span class="muted">({said})</span>' if said else ""
    return mark_safe(
        f'<div class="field{_wrong(below)}"{attrs}>\n{label}{drawn}{" " if drawn else ""}{escaped(field.label)}{optional}'
        f"</label>\n{_hint_html(part)}\n{part.html}\n{below}\n</div>"
    )


def choices_html(field: BoundField, legend: str = "", hint: str = "", attrs: str = "") -> SafeString:
    """A group of choices of which each can be tapped."""
    shown = (str(legend), str(hint), attrs)
    if type(field.field.widget) is not forms.RadioSelect or field.errors:
        return _group_drawn(field, *shown)
    return _whole(field, shown, lambda: _group_drawn(field, *shown))


def _group_drawn(field: BoundField, legend: str, hint: str, attrs: str) -> SafeString:
    part = field_parts(field, hint)
    below = _errors_html(field, part)
    described = f' aria-describedby="{part.hint_id} {part.error_id}"' if part.hint or below else ""
    picks = "".join(
        f'<label class="pick">{choice.tag()}<span><bdi>{escaped(choice.choice_label)}</bdi></span></label>'
        for choice in field
    )
    return mark_safe(
        f'<fieldset class="field{_wrong(below)}"{described}{attrs}>\n<legend><bdi>'
        f"{escaped(legend or field.label)}</bdi></legend>\n{_hint_html(part)}\n"
        f'<div class="chips">{picks}</div>\n{below}\n</fieldset>'
    )


def _wrong(below: str) -> str:
    return " wrong" if below else ""


def _hint_html(part: FieldParts) -> str:
    if not part.hint:
        return ""
    return f'<p class="muted" id="{part.hint_id}"><bdi>{escaped(part.hint)}</bdi></p>'


def _errors_html(field: BoundField, part: FieldParts) -> str:
    if not part.error_id:
        return ""
    words = "<br>".join(escaped(error) for error in field.errors)
    return f'<p class="error" id="{part.error_id}">{icon_svg("warn")}<span>{words}</span></p>'


def _first_control(field: BoundField) -> str:
    """Id a link can lead to: a group of choices has none of its own, its first choice has."""
    if isinstance(field.field.widget, _GROUPS) and len(field):
        return field[0].id_for_label
    return field.id_for_label or ""


def form_errors(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Every error of a form in the order of its fields: (id of the control or empty, message, label)."""
    found = [("", str(message), "") for message in form.non_field_errors()]
    for field in form:
        target = _first_control(field)
        found += [(target, str(message), str(field.label)) for message in field.errors]
    return found
