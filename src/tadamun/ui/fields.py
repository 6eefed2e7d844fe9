"""How a form field is shown: which kind of control it is and what ties its label, hint and error together."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

_LEFT_TO_RIGHT = frozenset({"tel", "email", "url", "number", "date", "datetime-local", "time", "password"})
_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class FieldParts:
    """What the component `c-field` needs to know of a bound field."""

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
    hint_id = f"{name}-hint" if words else ""
    error_id = f"{name}-error" if field.errors else ""
    attrs: dict[str, str | bool] = {}
    if words or field.errors:
        attrs["aria-describedby"] = f"{hint_id} {error_id}".strip()
    if field.errors:
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
